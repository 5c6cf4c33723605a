// Flows between blocks as thin curves; several flows between the same two blocks are one, a little thicker.
import { arrow, curve, path } from "./marks.js";

const DASH = { equipment: [5, 3], service: [1.5, 3] };
const BELOW = 30;
const LOOP = 22;
const FADED = 0.3;
const HEAD = 16;

/** Right edge to left edge for a block further right, left edge to right edge for one further left, up from a supporting block. */
function route(a, b, stroke) {
  if (a.below && a[1] > b[1] + b[3] + BELOW) return upward(a, b, stroke);
  if (b[1] > a[1] + a[3] + BELOW && b.below) return downward(a, b, stroke);
  if (b[0] > a[0] + a[2] - 1) {
    const end = [b[0] - 1, b[1] + HEAD];
    return { data: curve([a[0] + a[2], a[1] + HEAD], [end[0] - 5, end[1]]), head: [arrow(end, stroke)] };
  }
  if (b[0] + b[2] < a[0] + 1) {
    const end = [b[0] + b[2] + 1, b[1] + HEAD + 6];
    const middle = Math.max((a[0] - end[0]) / 2, 24);
    const data = `M${a[0]} ${a[1] + HEAD}C${a[0] - middle} ${a[1] + HEAD} ${end[0] + 5 + middle} ${end[1]} ${end[0] + 5} ${end[1]}`;
    return { data, head: [path(`M${end[0]} ${end[1]}l6 -3.2v6.4z`, { fill: stroke }, { silent: true })] };
  }
  return { data: loop(a, b), head: [] };
}

/** From the top of a supporting block into the left edge of what it supports. */
function upward(a, b, stroke) {
  const [x, y, end] = [a[0] + a[2] / 2, a[1], [b[0] - 1, b[1] + HEAD + 6]];
  const data = `M${x} ${y}C${x} ${y - 46} ${end[0] - 46} ${end[1]} ${end[0] - 5} ${end[1]}`;
  return { data, head: [arrow(end, stroke)] };
}

/** From the right edge of a block down onto a supporting block. */
function downward(a, b, stroke) {
  const [x, y, end] = [a[0] + a[2], a[1] + HEAD, [b[0] + b[2] / 2, b[1] - 1]];
  const data = `M${x} ${y}C${x + 40} ${y} ${end[0]} ${end[1] - 50} ${end[0]} ${end[1] - 5}`;
  return { data, head: [path(`M${end[0]} ${end[1]}l-3.2 -6h6.4z`, { fill: stroke }, { silent: true })] };
}

/** A flow inside a column: out at the right and in at the right. */
function loop(a, b) {
  const x = a[0] + a[2];
  return `M${x} ${a[1] + HEAD}C${x + LOOP} ${a[1] + HEAD} ${x + LOOP} ${b[1] + HEAD + 6} ${x} ${b[1] + HEAD + 6}`;
}

/** Flows between the blocks that are seen, counted. */
function gather(flows, standing, drawn) {
  const found = new Map();
  for (const [giver, taker, kind] of flows) {
    const [from, to] = [standing.get(giver), standing.get(taker)];
    if (from === to || !drawn.get(from) || !drawn.get(to)) continue;
    const key = `${from}>${to}`;
    found.set(key, { from, to, kind, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

export function flowPaths(flows, standing, { drawn, view, theme }) {
  const opacity = view.found || view.states ? FADED : 1;
  const made = gather(flows, standing, drawn).map((flow) => {
    const lit = view.active !== undefined && (flow.from === view.active || flow.to === view.active);
    const stroke = lit ? theme.accent : theme.flow;
    const { data, head } = route(drawn.get(flow.from).box, drawn.get(flow.to).box, stroke);
    const lineWidth = (lit ? 2 : 1.2) + Math.min(Math.log2(flow.count), 3) * 0.6;
    const dash = DASH[flow.kind] ? { lineDash: DASH[flow.kind] } : {};
    return {
      lit,
      elements: [path(data, { stroke, lineWidth, fill: "none", opacity: lit ? 1 : opacity, ...dash }, { silent: true }), ...head],
    };
  });
  return made.sort((a, b) => a.lit - b.lit).flatMap((flow) => flow.elements);
}
