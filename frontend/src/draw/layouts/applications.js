// Links left, fields right. A ribbon is as wide as its share; where the share is unknown it is thin, hatched, and its width means nothing.
import { hatch, hatchPath, path, rect, text } from "../marks.js";
import { cut, widthOf, wrap } from "../text.js";

const TOP = 34;
const WHOLE = [44, 110];
const TALL = 640;
const THIN = 9;
const PITCH = 15;
const GAP = 12;
const FIELD_GAP = 7;
const BAR = 10;
const LEAST = 560;
const MOST = 1040;

const isKnown = (node) => node.share !== undefined;

/** How thick ribbons are: a whole link is lower the more links there are. */
function scaleFor(links) {
  const whole = Math.min(WHOLE[1], Math.max(WHOLE[0], TALL / links));
  const thickness = (node) => (isKnown(node) ? Math.max((node.share / 100) * whole, 3) : THIN);
  return { whole, thickness, pitch: (node) => (isKnown(node) ? thickness(node) : PITCH) };
}

/** Where ribbons end, stacked in the order given, and where the stack ends. */
function stacked(indexes, nodes, y, { pitch, thickness }) {
  const places = new Map();
  for (const index of indexes) {
    places.set(index, y + (pitch(nodes[index]) - thickness(nodes[index])) / 2);
    y += pitch(nodes[index]);
  }
  return [places, y];
}

/** Fields level with the links that reach them, pushed apart where they would touch, moved up where they would run over. */
function spreadOut(wanted, heights, limit) {
  const tops = [];
  wanted.forEach((middle, at) => {
    const least = at ? tops[at - 1] + heights[at - 1] + FIELD_GAP : TOP;
    tops.push(Math.max(middle - heights[at] / 2, least));
  });
  let floor = Math.max(limit, TOP + heights.reduce((sum, height) => sum + height + FIELD_GAP, -FIELD_GAP));
  for (let at = tops.length - 1; at >= 0; at -= 1) {
    tops[at] = Math.min(tops[at], floor - heights[at]);
    floor = tops[at] - FIELD_GAP;
  }
  return tops;
}

function ribbonPath([x1, y1], [x2, y2], width) {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y2 + width}C${middle} ${y2 + width} ${middle} ${y1 + width} ${x1} ${y1 + width}Z`;
}

function ribbon(node, a, b, width, { lit, theme, order }) {
  const data = ribbonPath(a, b, width);
  const label =
    node.share === undefined
      ? []
      : [
          text(a[0] + 8 + (width < 14 ? (order % 4) * 36 : 0), a[1] + width / 2, node.note, theme.ink, {
            baseline: "middle",
            halo: theme.paper,
          }),
        ];
  if (node.share !== undefined) return [path(data, { fill: theme.accent, opacity: lit ? 0.75 : 0.32 }), ...label];
  const [top, bottom] = [Math.min(a[1], b[1]), Math.max(a[1], b[1]) + width];
  const strokes = {
    type: "group",
    silent: true,
    clipPath: path(data, {}),
    children: [
      path(hatchPath(a[0], top, b[0] - a[0], bottom - top, 5), {
        stroke: lit ? theme.accent : theme.unknown,
        lineWidth: 1,
        fill: "none",
      }),
    ],
  };
  return [path(data, { fill: theme.paper, stroke: lit ? theme.accent : theme.hatch, lineWidth: lit ? 1.2 : 0.8 }), strokes];
}

function linkEnd(node, [x, y, height], { side, rest, swatch, theme }) {
  const lines = wrap(node.name, 14, side - 28, 2);
  const inked = Math.max(...lines.map((words) => widthOf(words, 14)));
  const top = y + height / 2 - lines.length * 9;
  const box = [x - side, Math.min(y, top - 2), side + BAR, Math.max(height, lines.length * 18 + 4)];
  const open =
    rest > 2
      ? [
          rect(x + 0.5, y + height - rest, BAR - 1, rest - 0.5, { fill: theme.paper, stroke: theme.unknown }, 1),
          hatch(x + 1, y + height - rest, BAR - 2, rest - 1, theme.unknown, 5),
        ]
      : [];
  return {
    box,
    elements: [
      rect(box[0], box[1], side, box[3], { fill: "transparent" }),
      ...swatch(node.state, [x - 26 - inked, y + height / 2 - 6, 12, 12]),
      ...lines.map((words, at) => text(x - 8, top + at * 18, words, theme.ink, { size: 14, bold: true, align: "right" })),
      rect(x, y, BAR, height - rest, { fill: theme.ink }, 1),
      ...open,
    ],
  };
}

/** Links down the left side, with the places at which their ribbons start. */
function drawLinks(payload, x, context) {
  const { nodes, scale, drawn } = context;
  const starts = new Map();
  let y = TOP;
  for (const { head, ribbons } of payload.links) {
    const [places, end] = stacked(ribbons, nodes, y, scale);
    for (const [index, at] of places) starts.set(index, at);
    const whole = ribbons.every((index) => isKnown(nodes[index]));
    const rest = whole ? (nodes[head].rest / 100) * scale.whole : 0;
    const height = Math.max(end - y + rest, 22);
    drawn.set(head, linkEnd(nodes[head], [x, y, height], { ...context, rest }));
    y += height + GAP;
  }
  return { starts, end: y - GAP };
}

/** Fields down the right side, with the places at which ribbons arrive. */
function drawFields(payload, x, starts, limit, { nodes, scale, drawn, theme, side }) {
  const arriving = new Map(payload.fields.map((field) => [field, []]));
  for (const { ribbons } of payload.links) for (const index of ribbons) arriving.get(nodes[index].field).push(index);
  const inside = payload.fields.map((field) => arriving.get(field).reduce((sum, index) => sum + scale.pitch(nodes[index]), 0));
  const heights = inside.map((height) => Math.max(height, 20));
  const middle = (index) => starts.get(index) + scale.thickness(nodes[index]) / 2;
  const wanted = payload.fields.map(
    (field) => arriving.get(field).reduce((sum, index) => sum + middle(index), 0) / arriving.get(field).length,
  );
  const tops = spreadOut(wanted, heights, limit);
  const ends = new Map();
  payload.fields.forEach((field, at) => {
    const [places] = stacked(arriving.get(field), nodes, tops[at] + (heights[at] - inside[at]) / 2, scale);
    for (const [index, end] of places) ends.set(index, end);
    const name = cut(nodes[field].name, 14, side - 10);
    drawn.set(field, {
      box: [x, tops[at], side + BAR, heights[at]],
      elements: [
        rect(x, tops[at], BAR, heights[at], { fill: theme.secondary }, 1),
        text(x + BAR + 8, tops[at] + heights[at] / 2, name, theme.ink, { size: 14, baseline: "middle" }),
      ],
    });
  });
  return { ends, bottom: Math.max(...tops.map((top, at) => top + heights[at])) };
}

export function layout(payload, room, { theme, swatch, view }) {
  const { nodes, links } = payload;
  const width = Math.max(room, LEAST);
  const used = Math.min(width, MOST);
  const left = (width - used) / 2;
  const side = Math.min(220, used * 0.26);
  const [x1, x2] = [left + side + BAR, left + used - side - BAR];
  const context = { nodes, theme, swatch, side, scale: scaleFor(links.length), drawn: new Map() };
  const { starts, end } = drawLinks(payload, x1 - BAR, context);
  const { ends, bottom } = drawFields(payload, x2, starts, end, context);
  for (const { head, ribbons } of links) {
    for (const [order, index] of ribbons.entries()) {
      const lit = [index, nodes[index].field, head].includes(view.active);
      const [a, b, thick] = [[x1, starts.get(index)], [x2, ends.get(index)], context.scale.thickness(nodes[index])];
      const box = [(x1 + x2) / 2 - 30, (a[1] + b[1]) / 2, 60, thick];
      context.drawn.set(index, { box, elements: ribbon(nodes[index], a, b, thick, { lit, theme, order }), z: lit ? 1 : 0 });
    }
  }
  const backdrop = [
    text(x1 - BAR - 8, 4, payload.heads[0], theme.secondary, { size: 14, align: "right" }),
    text(x2 + BAR + 8, 4, payload.heads[1], theme.secondary, { size: 14 }),
  ];
  return { width, height: Math.max(end, bottom) + 8, backdrop, nodes: context.drawn };
}
