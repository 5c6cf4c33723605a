// Flows between blocks as thin curves; several flows between the same two blocks are one, a little thicker.
import { arrow, curve, path } from "./marks.js";

const DASH = { equipment: [5, 3], service: [1.5, 3] };
const BELOW = 30;
const HEAD = 16;

/** From the right edge of a block to the left edge of one further right; up from a supporting block; round the side otherwise. */
function route(a, b, stroke) {
  if (b[0] > a[0] + a[2] - 1) {
    const end = [b[0] - 1, b[1] + HEAD];
    return { data: curve([a[0] + a[2], a[1] + HEAD], [end[0] - 5, end[1]]), head: [arrow(end, stroke)] };
  }
  if (a[1] > b[1] + b[3] + BELOW) {
    const [x1, y1, x2, y2] = [a[0] + a[2] / 2, a[1], b[0] + b[2] / 2, b[1] + b[3] + 5];
    const head = path(`M${x2} ${y2 - 5}l3.2 6h-6.4z`, { fill: stroke }, { silent: true });
    return { data: `M${x1} ${y1}C${x1} ${y1 - 40} ${x2} ${y2 + 40} ${x2} ${y2}`, head: [head] };
  }
  return { data: loop([a[0] + a[2], a[1] + HEAD], [b[0] + b[2], b[1] + HEAD + 6]), head: [] };
}

/** A flow inside a column or backwards: out at the right and in at the right. */
function loop([x1, y1], [x2, y2]) {
  const x = Math.max(x1, x2) + 26;
  return `M${x1} ${y1}C${x} ${y1} ${x} ${y2} ${x2} ${y2}`;
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
  const made = gather(flows, standing, drawn).map((flow) => {
    const lit = view.active !== undefined && (flow.from === view.active || flow.to === view.active);
    const stroke = lit ? theme.accent : theme.flow;
    const { data, head } = route(drawn.get(flow.from).box, drawn.get(flow.to).box, stroke);
    const lineWidth = (lit ? 2 : 1.2) + Math.min(Math.log2(flow.count), 3) * 0.6;
    const dash = DASH[flow.kind] ? { lineDash: DASH[flow.kind] } : {};
    return { lit, elements: [path(data, { stroke, lineWidth, fill: "none", ...dash }, { silent: true }), ...head] };
  });
  return made.sort((a, b) => a.lit - b.lit).flatMap((flow) => flow.elements);
}
