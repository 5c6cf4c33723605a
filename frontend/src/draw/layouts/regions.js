// The place with what lies below it, the country and the world as insets, organisations as dots, trade as arcs.
import { boundsOf, contains, fit, insideOf, pacificPoint, pathOf } from "../geography.js";
import { placeLabels } from "../labels.js";
import { circle, hatchPath, path, rect, text } from "../marks.js";
import { cut, widthOf } from "../text.js";
import * as empty from "./empty.js";

const WIDE = 780;
const TURN = 2.39996;
const STEP = 10;
const R = { 0: 6.5, 1: 5, 2: 4 };
const LABELLED = 24;
const LIFT = 10;
const DOTS = 12;
const TRAY = 30;
const PARKS = 12;
const ASPECT = { nation: 0.76, world: 0.46 };

const bounded = ([west, south, east, north], margin) => {
  const [dx, dy] = [(east - west) * margin, (north - south) * margin];
  return [west - dx, south - dy, east + dx, north + dy];
};

const spread = (count) => STEP * Math.sqrt(count);

const hatched = (data, [x, y, width, height], stroke) => ({
  type: "group",
  silent: true,
  clipPath: path(data, {}),
  children: [path(hatchPath(x, y, width, height, 7), { stroke, lineWidth: 1, fill: "none" })],
});

function boxOf(feature, project) {
  const points = feature.rings.flat().map(project);
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** One shape: shaded by its class, hatched when nothing is known, pale when it is only a neighbour. */
function area(feature, node, project, { theme, classes, neighbour, focus }) {
  const data = pathOf(feature, project);
  if (focus)
    return [
      path(data, { fill: node?.count ? theme.wash : theme.paper, stroke: theme.accent, lineWidth: 2 }),
      ...(node?.count ? [] : [hatched(data, boxOf(feature, project), theme.hatch)]),
    ];
  const edge = { stroke: theme.border, lineWidth: 1.2 };
  if (neighbour) return [path(data, { fill: theme.ground, stroke: theme.strong, lineWidth: 0.8 }, { silent: true })];
  if (node?.rank !== undefined) return [path(data, { fill: theme.ramp[5 - classes + node.rank], ...edge })];
  return [
    path(data, { fill: theme.paper, stroke: theme.strong, lineWidth: 1 }),
    hatched(data, boxOf(feature, project), theme.hatch),
  ];
}

/** Where each organisation's dot stands: in a spiral round the place inside its district, below the district's name. */
function spiral([x, y], count) {
  return Array.from({ length: count }, (_, at) => {
    const r = STEP * Math.sqrt(at + 0.4);
    return [x + r * Math.cos(at * TURN), y + r * Math.sin(at * TURN)];
  });
}

function mainFrame(payload, features, box) {
  const focused = features.find((feature) => feature.code === payload.focus);
  const bounds = focused ? bounded(boundsOf([focused]), 0.35) : bounded(boundsOf(features), 0.02);
  return { focused, project: fit(bounds, box) };
}

function drawAreas(payload, features, frame, context) {
  const { nodes, theme, drawn, backdrop, labels } = context;
  const byCode = new Map(payload.regions.map((index) => [nodes[index].code, index]));
  for (const feature of features) {
    const index = byCode.get(feature.code);
    const focus = feature === frame.focused;
    const elements = area(feature, nodes[index], frame.project, {
      theme,
      classes: payload.classes,
      neighbour: frame.focused && !focus,
      focus,
    });
    const centre = frame.project(insideOf(feature));
    const node = nodes[index];
    const plain = node?.rank === undefined || focus;
    const ink = focus ? theme.ink : plain ? theme.secondary : theme.rampInk[5 - payload.classes + node.rank];
    const halo = plain ? theme.paper : "";
    const dots = context.clusters.get(feature.code)?.length ?? 0;
    const lift = dots ? LIFT + spread(dots) / 2 : 0;
    labels.push({
      at: [centre[0], centre[1] - lift],
      words: feature.name,
      size: 14,
      bold: true,
      ink,
      halo,
      centred: true,
      must: focus || index !== undefined,
      second: node?.count ? node.note : "",
    });
    if (index === undefined)
      backdrop.push(
        frame.focused ? { type: "group", silent: true, clipPath: rect(...context.box, {}), children: elements } : elements[0],
        ...(frame.focused ? [] : elements.slice(1)),
      );
    else drawn.set(index, { box: boxOf(feature, frame.project), elements });
  }
}

function drawDots(payload, features, frame, context) {
  const { nodes, theme, drawn, labels } = context;
  const many = payload.dots.length > LABELLED;
  for (const [code, indexes] of context.clusters) {
    const feature = features.find((one) => one.code === code);
    const [x0, y0] = frame.project(feature ? insideOf(feature) : nodes[indexes[0]].at);
    const centre = [x0, feature ? y0 + LIFT + spread(indexes.length) / 2 : y0];
    spiral(centre, indexes.length).forEach(([x, y], order) => {
      const node = nodes[indexes[order]];
      const r = R[node.rank];
      const style =
        node.rank === 0
          ? { fill: theme.accent, stroke: theme.paper, lineWidth: 1.5 }
          : { fill: theme.paper, stroke: theme.accent, lineWidth: 1.6 };
      drawn.set(indexes[order], { z: 4, box: [x - r, y - r, 2 * r, 2 * r], elements: [circle(x, y, r, style)] });
      if (!many || node.rank < 2)
        labels.push({ at: [x, y], r, words: node.name, size: 12, bold: node.rank === 0, ink: theme.ink, halo: theme.paper });
    });
  }
}

function drawParks(payload, frame, { nodes, theme, drawn, labels }) {
  for (const index of payload.parks) {
    const node = nodes[index];
    if (!node.at) continue;
    const [x, y] = frame.project(node.at);
    drawn.set(index, {
      z: 3,
      box: [x - 7, y - 7, 14, 14],
      elements: [path(`M${x} ${y - 7}l7 7l-7 7l-7 -7z`, { fill: theme.ink, stroke: theme.paper, lineWidth: 1.2 })],
    });
    labels.push({
      at: [x, y],
      r: 8,
      words: node.count ? `${node.name} ${node.note}` : node.name,
      size: 12,
      ink: theme.ink,
      halo: theme.paper,
      must: payload.parks.length <= PARKS,
    });
  }
}

/** Organisations and parks known only to be somewhere in the place stand in a list, not on the map. */
function drawTray(indexes, [x, y, width], words, { nodes, theme, drawn, backdrop }) {
  if (!indexes.length) return y;
  backdrop.push(text(x, y + 4, words, theme.secondary));
  let [left, top] = [x, y + 26];
  for (const index of indexes) {
    const name = cut(nodes[index].name, 12, width - 30);
    const room = widthOf(name, 12) + 28;
    if (left + room > x + width) [left, top] = [x, top + 27];
    drawn.set(index, { box: [left, top, room, 22], elements: trayChip(nodes[index], name, [left, top, room], theme) });
    left += room + 6;
  }
  return top + 34;
}

function trayChip(node, name, [x, y, width], theme) {
  const leader = node.rank === 0;
  const mark =
    node.kind === "park"
      ? path(`M${x + 11} ${y + 5}l6 6l-6 6l-6 -6z`, { fill: theme.ink })
      : circle(
          x + 11,
          y + 11,
          leader ? 5 : 4,
          leader ? { fill: theme.accent } : { fill: theme.paper, stroke: theme.accent, lineWidth: 1.6 },
        );
  return [
    rect(x + 0.5, y + 0.5, width - 1, 21, { fill: theme.paper, stroke: leader ? theme.accent : theme.strong }, 3),
    mark,
    text(x + 20, y + 11, name, theme.ink, { baseline: "middle", bold: leader }),
  ];
}

function arc([x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const bend = Math.min(Math.hypot(dx, dy) * 0.22, 60);
  const length = Math.hypot(dx, dy) || 1;
  return `M${x1} ${y1}Q${(x1 + x2) / 2 + (dy / length) * bend} ${(y1 + y2) / 2 - (Math.abs(dx) / length) * bend} ${x2} ${y2}`;
}

/** The country or the world, small: where the place lies and where its trade goes. */
function inset(payload, features, box, kind, context) {
  const { nodes, theme, drawn, backdrop } = context;
  const [x, y, width, height] = box;
  const world = kind === "world";
  const bounds = world ? [-25, -52, 348, 78] : boundsOf(features);
  const project = fit(bounds, [x + 8, y + 28, width - 16, height - 36]);
  const point = (at) => project(world ? pacificPoint(at) : at);
  const trades = payload.trades.filter((index) => Boolean(nodes[index].abroad) === world);
  const wanted = new Set(trades.map((index) => (world ? nodes[index].code : nodes[index].code.slice(0, 2))));
  const home = world ? "CN" : payload.place.code.slice(0, 2);
  backdrop.push(
    rect(x + 0.5, y + 0.5, width - 1, height - 1, { fill: theme.paper, stroke: theme.line }, 3),
    text(x + 10, y + 8, payload.words[world ? "world" : "nation"], theme.ink, { bold: true }),
    text(x + width - 10, y + 8, payload.words.schematic, theme.secondary, { align: "right" }),
  );
  for (const feature of features) {
    const code = world ? feature.code : (feature.code ?? "").slice(0, 2);
    const frameOnly = !world && !/^\d{6}$/.test(feature.code ?? "");
    const fill = frameOnly ? "none" : code === home ? theme.ramp[2] : wanted.has(code) ? theme.ramp[1] : theme.ground;
    backdrop.push(
      path(
        pathOf(feature, project),
        { fill, stroke: frameOnly ? theme.secondary : theme.strong, lineWidth: world ? 0.4 : 0.6 },
        { silent: true },
      ),
    );
  }
  const province = context.shape("china").find((feature) => feature.code?.slice(0, 2) === payload.place.code.slice(0, 2));
  const here = payload.place.at ?? province?.centre;
  if (!here) return;
  const start = point(here);
  const labels = [];
  for (const index of trades) {
    const feature = features.find((one) =>
      world ? one.code === nodes[index].code : one.code?.slice(0, 2) === nodes[index].code.slice(0, 2),
    );
    const at = nodes[index].at ?? (feature && insideOf(feature));
    if (!at) continue;
    const end = point(at);
    const elements = [
      path(arc(start, end), { stroke: theme.accent, lineWidth: 1.4, fill: "none" }),
      circle(...end, 3.5, { fill: theme.paper, stroke: theme.accent, lineWidth: 1.6 }),
    ];
    drawn.set(index, { box: [end[0] - 6, end[1] - 6, 12, 12], elements, z: 2 });
    labels.push({ at: end, r: 5, words: nodes[index].name, size: 12, ink: theme.ink, halo: theme.paper, must: true });
  }
  context.front.push(circle(...start, 4.5, { fill: theme.accent, stroke: theme.paper, lineWidth: 1.4 }));
  labels.unshift({
    at: start,
    r: 6,
    words: payload.place.name,
    size: 12,
    bold: true,
    ink: theme.accent,
    halo: theme.paper,
    must: true,
  });
  context.front.push(...placeLabels(labels, box));
}

/** Organisations by the district in which they stand (at most twelve drawn), and those that stand in none that is drawn. */
function clustersOf(payload, features, nodes) {
  const known = new Set(features.map((feature) => feature.code).filter(Boolean));
  const clusters = new Map();
  const tray = [];
  for (const index of payload.dots) {
    const { codes = [], at } = nodes[index]; // a seat that is not drawn has no codes
    const inside = at && codes[0] !== payload.place.code && features.some((feature) => contains(feature, at));
    const home = inside && !known.has(codes[0]) ? `@${at}` : codes.find((code) => known.has(code));
    if (!home) tray.push(index);
    else if ((clusters.get(home)?.length ?? 0) < DOTS) clusters.set(home, [...(clusters.get(home) ?? []), index]);
  }
  return { clusters, tray: tray.slice(0, TRAY) };
}

export function layout(payload, width, { theme, shape }) {
  const { nodes } = payload;
  const features = shape(payload.shape);
  if (!features.length) return empty.layout({ text: payload.words.no_shape }, width, { theme });
  const insets = [
    ...(payload.generated ? [] : [["nation", "china"]]), // a place that does not exist lies nowhere in the country
    ...(payload.abroad ? [["world", "world"]] : []),
  ];
  const wide = width >= WIDE && insets.length > 0;
  const side = wide ? Math.min(360, Math.max(250, width * 0.28)) : width;
  const mainWidth = wide ? width - side - 16 : width;
  const mainHeight = wide ? Math.min(640, Math.max(440, mainWidth * 0.66)) : Math.max(340, width * 0.95);
  const box = [0, 0, mainWidth, mainHeight];
  const frame = mainFrame(payload, features, [12, 12, mainWidth - 24, mainHeight - 24]);
  const { clusters, tray } = clustersOf(payload, features, nodes);
  const backdrop = [rect(0.5, 0.5, mainWidth - 1, mainHeight - 1, { fill: theme.paper, stroke: theme.line }, 3)];
  const context = {
    nodes,
    theme,
    drawn: new Map(),
    backdrop,
    front: [],
    labels: [],
    clusters,
    shape,
    box: [1, 1, mainWidth - 2, mainHeight - 2],
  };
  drawAreas(payload, features, frame, context);
  drawDots(payload, features, frame, context);
  drawParks(payload, frame, context);
  context.front.push(
    ...placeLabels(context.labels, box),
    text(mainWidth - 10, mainHeight - 22, payload.words.schematic, theme.secondary, { align: "right" }),
  );
  let [left, top] = wide ? [mainWidth + 16, 0] : [0, mainHeight + 12];
  for (const [kind, name] of insets) {
    const height = Math.round(side * ASPECT[kind]) + 32;
    if (!shape(name).length) continue;
    inset(payload, shape(name), [left, top, side, height], kind, context);
    top += height + 12;
  }
  const unplaced = [...tray, ...payload.parks.filter((index) => !nodes[index].at)];
  const end = drawTray(unplaced, [left, top, side], payload.words.unplaced, context);
  return { width, height: Math.max(end, mainHeight) + 2, backdrop, nodes: context.drawn, front: context.front };
}
