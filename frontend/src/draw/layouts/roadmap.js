// Time runs to the right; a lane is a link, a bar one generation. Generations without years stand apart, in their order.
import { circle, hatch, line, path, rect, text } from "../marks.js";
import { cut, widthOf, wrap } from "../text.js";

const TOP = 46;
const BAR = 26;
const PITCH = 34;
const MARKS = 22;
const PAD = 10;
const LEAST = 760;
const TICKS = [1, 2, 5, 10, 20, 50];

const tickStep = (years, room) => TICKS.find((step) => (step / years) * room >= 56) ?? 50;

/** How a bar is filled, by maturity. */
function barBox(status, [x, y, width, height], theme, opened) {
  const inner = [x + 0.5, y + 0.5, Math.max(width - 1, 1), height - 1];
  const edge = { stroke: theme.accent, lineWidth: 1 };
  const fills = {
    laboratory: [rect(...inner, { fill: theme.paper, ...edge, lineDash: [1.5, 3] }, 3)],
    pilot: [
      rect(...inner, { fill: theme.paper, ...edge, lineDash: [5, 3] }, 3),
      hatch(x + 1, y + 1, width - 2, height - 2, theme.ramp[1], 9),
    ],
    growing: [rect(...inner, { fill: theme.ramp[0], ...edge }, 3)],
    mainstream: [rect(...inner, { fill: theme.accent, stroke: theme.accent }, 3)],
    fading: [
      rect(...inner, { fill: theme.paper, stroke: theme.strong }, 3),
      hatch(x + 1, y + 1, width - 2, height - 2, theme.hatch),
    ],
  };
  return opened ? [rect(...inner, { fill: theme.paper, ...edge, lineDash: [4, 3] }, 3)] : (fills[status] ?? fills.growing);
}

const inkOf = (status, theme) => (status === "mainstream" ? theme.onFill : theme.ink);
const haloOf = (status, theme) => (status === "fading" || status === "pilot" ? theme.paper : "");

function dot([x, y], level, theme) {
  const ring = circle(x, y, 5, { fill: level === "production" ? theme.ink : theme.paper, stroke: theme.ink, lineWidth: 1.5 });
  const half = level === "pilot" ? [path(`M${x} ${y - 5}a5 5 0 0 1 0 10z`, { fill: theme.ink }, { silent: true })] : [];
  return [ring, ...half];
}

/** Organisations below the bar they stand on. */
function marks(node, nodes, [x, y], most, { theme, drawn, frame }) {
  const shownMarks = (node.marks ?? []).map((index) => {
    const shown = cut(`${nodes[index].name} · ${nodes[index].note}`, 12, Math.max(most, 120));
    return { index, shown, room: widthOf(shown, 12) + 20 };
  });
  const total = shownMarks.reduce((sum, { room }) => sum + room + 6, 0);
  let at = Math.max(Math.min(x, frame.right - total), frame.undated);
  for (const { index, shown, room } of shownMarks) {
    drawn.set(index, {
      z: 3,
      box: [at, y, room, 18],
      elements: [
        rect(at, y, room, 18, { fill: "transparent" }),
        ...dot([at + 6, y + 9], nodes[index].level, theme),
        text(at + 16, y + 9, shown, theme.ink, { baseline: "middle", halo: theme.paper }),
      ],
    });
    at += room + 6;
  }
}

const flag = ([x, y], theme) => [
  path(`M${x} ${y - 3}V${y + BAR}`, { stroke: theme.ink, lineWidth: 1.6, fill: "none" }, { silent: true }),
  path(`M${x} ${y - 4}h9l-3 4l3 4h-9z`, { fill: theme.ink }, { silent: true }),
];

function datedBar(index, node, y, frame, { theme, drawn }) {
  const [from, to] = node.years;
  const start = frame.at(from);
  const end = to ? frame.at(to) : frame.right;
  const today = Math.min(Math.max(frame.at(frame.now), start), end);
  const begun = node.future ? start : today;
  const label = `${node.tag} ${node.name}`;
  const elements = [];
  if (end - begun > 2)
    elements.push(...barBox(node.status, [Math.max(begun - 3, start), y, end - Math.max(begun - 3, start), BAR], theme, true));
  if (begun - start > 2) elements.push(...barBox(node.status, [start, y, begun - start, BAR], theme, false));
  const solid = begun - start;
  const need = widthOf(label, 12) + 16;
  if (need <= solid)
    elements.push(
      text(start + (node.frontier ? 14 : 8), y + BAR / 2, label, inkOf(node.status, theme), {
        baseline: "middle",
        halo: haloOf(node.status, theme),
      }),
    );
  else if (start - frame.left > need)
    elements.push(text(start - 8, y + BAR / 2, label, theme.ink, { baseline: "middle", align: "right", halo: theme.paper }));
  else
    elements.push(
      text(begun + 6, y + BAR / 2, cut(label, 12, frame.right - begun - 8), theme.ink, { baseline: "middle", halo: theme.paper }),
    );
  if (node.frontier) elements.push(...flag([start, y], theme));
  drawn.set(index, { box: [start, y, Math.max(end - start, 12), BAR], elements });
}

function undatedBar(index, node, y, frame, { theme, drawn }) {
  const box = [frame.undated, y, frame.undatedWidth, BAR];
  const words = cut(`${node.tag} ${node.name}`, 12, frame.undatedWidth - 18);
  const elements = [
    ...barBox(node.status, box, theme, false),
    text(box[0] + (node.frontier ? 14 : 8), y + BAR / 2, words, inkOf(node.status, theme), {
      baseline: "middle",
      halo: haloOf(node.status, theme),
    }),
    ...(node.frontier ? flag([box[0], y], theme) : []),
  ];
  drawn.set(index, { box, elements });
}

/** Dated generations take a row each; undated ones are stacked beside them. */
function lane(one, y, frame, context) {
  const { nodes, theme, drawn, backdrop } = context;
  const dated = one.bars.filter((index) => nodes[index].years[0]);
  const undated = one.bars.filter((index) => !nodes[index].years[0]);
  let left = y + PAD;
  for (const index of undated) {
    undatedBar(index, nodes[index], left, frame, context);
    left += PITCH - 2;
    if (nodes[index].marks) {
      marks(nodes[index], nodes, [frame.undated, left - 4], frame.undatedWidth - 20, context);
      left += MARKS;
    }
  }
  let right = y + PAD;
  for (const index of dated) {
    datedBar(index, nodes[index], right, frame, context);
    right += PITCH - 2;
    if (nodes[index].marks) {
      marks(
        nodes[index],
        nodes,
        [
          Math.min(frame.at(nodes[index].marks.map((at) => nodes[at].year).find(Boolean) ?? nodes[index].years[0]), frame.right),
          right - 4,
        ],
        260,
        context,
      );
      right += MARKS;
    }
  }
  const end = Math.max(left, right, y + 44) + 4;
  const name = wrap(nodes[one.head].name, 14, frame.head - 30, 2);
  drawn.set(one.head, {
    box: [0, y + 2, frame.head - 8, end - y - 4],
    elements: [
      rect(0, y + 2, frame.head - 8, end - y - 4, { fill: "transparent" }),
      ...context.swatch(nodes[one.head].state, [2, y + PAD + 6, 12, 12]),
      ...name.map((words, at) => text(22, y + PAD + 4 + at * 19, words, theme.ink, { size: 14, bold: true })),
    ],
  });
  backdrop.push(line(0, end, frame.right, end, { stroke: theme.line }));
  return end;
}

function axis(frame, height, payload, theme) {
  const [first, last] = payload.years;
  const step = tickStep(last - first, frame.right - frame.left);
  const parts = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    const x = frame.at(year);
    parts.push(line(x, TOP - 6, x, height, { stroke: theme.line }));
    if (Math.abs(x - frame.at(payload.now)) > 2)
      parts.push(text(x, TOP - 24, String(year), theme.secondary, { align: "center" }));
  }
  return parts;
}

function today(frame, height, payload, theme) {
  const x = frame.at(payload.now);
  return [
    line(x, TOP - 8, x, height, { stroke: theme.accent, lineWidth: 1.5 }),
    text(Math.min(x + 4, frame.right), 4, payload.today, theme.accent, {
      align: x > frame.right - 130 ? "right" : "left",
      bold: true,
    }),
  ];
}

export function layout(payload, room, { theme, swatch }) {
  const { nodes } = payload;
  const width = Math.max(room, LEAST);
  const undated = nodes.some((node) => node.kind === "technology" && !node.years[0]);
  const dated = nodes.some((node) => node.kind === "technology" && node.years[0]);
  const head = 186;
  const undatedWidth = undated ? (dated ? Math.min(250, width * 0.22) : width - head - 8) : 0;
  const left = head + (undated ? undatedWidth + 28 : 8);
  const right = width - 10;
  const [first, last] = payload.years;
  const at = (year) => left + ((year - first) / Math.max(last - first, 1)) * (right - left);
  const frame = { head, undated: head, undatedWidth, left, right, at, now: payload.now };
  const drawn = new Map();
  const backdrop = [];
  const context = { nodes, theme, swatch, drawn, backdrop, frame };
  let y = TOP;
  backdrop.push(line(0, y, width - 10, y, { stroke: theme.strong }));
  for (const one of payload.lanes) y = lane(one, y, frame, context);
  const under = dated ? axis(frame, y, payload, theme) : [];
  if (undated)
    under.push(
      text(head, TOP - 24, payload.undated, theme.secondary),
      rect(head - 10, TOP - 30, undatedWidth + 22, y - TOP + 30, { fill: theme.ground }),
    );
  under.reverse();
  return {
    width,
    height: y + 8,
    backdrop: [...under, ...backdrop, ...(dated ? today(frame, y, payload, theme) : [])],
    nodes: drawn,
  };
}
