// Links left, fields right. A ribbon is as wide as its share; where the share is unknown it is thin, hatched, and its width means nothing.
import { hatchPath, path, rect, text } from "../marks.js";
import { cut, widthOf, wrap } from "../text.js";

const TOP = 34;
const WHOLE = 110;
const THIN = 9;
const PITCH = 15;
const GAP = 12;
const BAR = 10;
const LEAST = 560;
const MOST = 1040;

const thickness = (node) => (node.share === undefined ? THIN : Math.max((node.share / 100) * WHOLE, 3));
const pitch = (node) => (node.share === undefined ? PITCH : thickness(node));

/** Heights of the ribbons' ends, stacked in the order given. */
function stacked(indexes, nodes, y) {
  const places = new Map();
  for (const index of indexes) {
    places.set(index, y + (pitch(nodes[index]) - thickness(nodes[index])) / 2);
    y += pitch(nodes[index]);
  }
  return [places, y];
}

function ribbonPath([x1, y1], [x2, y2], width) {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y2 + width}C${middle} ${y2 + width} ${middle} ${y1 + width} ${x1} ${y1 + width}Z`;
}

function ribbon(node, a, b, lit, theme) {
  const width = thickness(node);
  const data = ribbonPath(a, b, width);
  const label = node.share === undefined ? [] : [text(a[0] + 8, a[1] + width / 2, node.note, theme.ink, { baseline: "middle", halo: theme.paper })];
  if (node.share !== undefined) return [path(data, { fill: theme.accent, opacity: lit ? 0.75 : 0.32 }), ...label];
  const [top, bottom] = [Math.min(a[1], b[1]), Math.max(a[1], b[1]) + width];
  const strokes = {
    type: "group",
    silent: true,
    clipPath: path(data, {}),
    children: [path(hatchPath(a[0], top, b[0] - a[0], bottom - top, 5), { stroke: lit ? theme.accent : theme.unknown, lineWidth: 1, fill: "none" })],
  };
  return [path(data, { fill: theme.paper, stroke: lit ? theme.accent : theme.hatch, lineWidth: lit ? 1.2 : 0.8 }), strokes];
}

function linkEnd(node, [x, y, height], side, swatch, theme) {
  const width = x;
  const lines = wrap(node.name, 14, side - 28, 2);
  const inked = Math.max(...lines.map((words) => widthOf(words, 14)));
  const top = y + height / 2 - lines.length * 9;
  return {
    box: [width - side, Math.min(y, top - 2), side + BAR, Math.max(height, lines.length * 18 + 4)],
    elements: [
      rect(width - side, Math.min(y, top - 2), side, Math.max(height, lines.length * 18 + 4), { fill: "transparent" }),
      ...swatch(node.state, [width - 14 - inked - 12, y + height / 2 - 6, 12, 12]),
      ...lines.map((words, at) => text(width - 8, top + at * 18, words, theme.ink, { size: 14, bold: true, align: "right" })),
      rect(x, y, BAR, height, { fill: theme.ink }, 1),
    ],
  };
}

export function layout(payload, room, { theme, swatch, view }) {
  const { nodes, links, fields } = payload;
  const width = Math.max(room, LEAST);
  const used = Math.min(width, MOST);
  const left = (width - used) / 2;
  const side = Math.min(220, used * 0.26);
  const [x1, x2] = [left + side + BAR, left + used - side - BAR];
  const drawn = new Map();
  const backdrop = [
    text(x1 - BAR - 8, 4, payload.heads[0], theme.secondary, { size: 14, align: "right" }),
    text(x2 + BAR + 8, 4, payload.heads[1], theme.secondary, { size: 14 }),
  ];
  const starts = new Map();
  let y = TOP;
  for (const one of links) {
    const [places, end] = stacked(one.ribbons, nodes, y);
    places.forEach((at, index) => starts.set(index, at));
    const known = one.ribbons.some((index) => nodes[index].share !== undefined);
    const rest = known && nodes[one.head].rest > 0 ? (nodes[one.head].rest / 100) * WHOLE : 0;
    const height = Math.max(end - y + (one.ribbons.some((index) => nodes[index].share === undefined) ? 0 : rest), 22);
    drawn.set(one.head, linkEnd(nodes[one.head], [x1 - BAR, y, height], side, swatch, theme));
    y += height + GAP;
  }
  const tall = y;
  const arriving = new Map(fields.map((field) => [field, []]));
  for (const one of links) for (const index of one.ribbons) arriving.get(nodes[index].field).push(index);
  const heights = fields.map((field) => Math.max(arriving.get(field).reduce((sum, index) => sum + pitch(nodes[index]), 0), 20));
  const total = heights.reduce((sum, height) => sum + height, 0);
  const space = fields.length > 1 ? Math.min(28, Math.max(6, (tall - TOP - GAP - total) / (fields.length - 1))) : 0;
  let at = TOP + Math.max(0, (tall - TOP - GAP - total - space * (fields.length - 1)) / 2);
  const ribbons = [];
  fields.forEach((field, order) => {
    const height = heights[order];
    const inside = arriving.get(field).reduce((sum, index) => sum + pitch(nodes[index]), 0);
    const [places] = stacked(arriving.get(field), nodes, at + (height - inside) / 2);
    places.forEach((end, index) => ribbons.push({ index, field, end }));
    drawn.set(field, {
      box: [x2, at, side + BAR, height],
      elements: [rect(x2, at, BAR, height, { fill: theme.secondary }, 1), text(x2 + BAR + 8, at + height / 2, cut(nodes[field].name, 14, side - 10), theme.ink, { size: 14, baseline: "middle" })],
    });
    at += height + space;
  });
  const owner = new Map(links.flatMap((one) => one.ribbons.map((index) => [index, one.head])));
  for (const { index, field, end } of ribbons) {
    const lit = [index, field, owner.get(index)].includes(view.active);
    const [a, b] = [[x1, starts.get(index)], [x2, end]];
    drawn.set(index, { box: [x1 + (x2 - x1) / 2 - 30, (a[1] + b[1]) / 2, 60, thickness(nodes[index])], elements: ribbon(nodes[index], a, b, lit, theme), z: lit ? 1 : 0 });
  }
  return { width, height: Math.max(tall, at) + 4, backdrop, nodes: drawn };
}
