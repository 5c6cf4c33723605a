// Small builders of graphic elements for custom series.
import { FACE } from "./theme.js";

const HATCH_STEP = 6;

export const rect = (x, y, width, height, style, r = 0) => ({ type: "rect", shape: { x, y, width, height, r }, style });

export const line = (x1, y1, x2, y2, style) => ({
  type: "line",
  shape: { x1, y1, x2, y2 },
  style: { lineWidth: 1, ...style },
  silent: true,
});

export const path = (pathData, style, rest = {}) => ({ type: "path", shape: { pathData }, style, ...rest });

export const circle = (cx, cy, r, style) => ({ type: "circle", shape: { cx, cy, r }, style });

export const text = (x, y, words, fill, { size = 12, bold = false, align = "left", baseline = "top", halo = "" } = {}) => ({
  type: "text",
  silent: true,
  style: {
    x,
    y,
    text: words,
    fill,
    fontSize: size,
    fontWeight: bold ? "bold" : "normal",
    fontFamily: FACE,
    align,
    verticalAlign: baseline,
    ...(halo ? { stroke: halo, lineWidth: 3 } : {}),
  },
});

/** Diagonal strokes inside a rectangle as one path. */
export function hatchPath(x, y, width, height, step = HATCH_STEP) {
  const parts = [];
  for (let offset = step / 2; offset < width + height; offset += step) {
    const [x1, y1] = offset <= height ? [x, y + offset] : [x + offset - height, y + height];
    const [x2, y2] = offset <= width ? [x + offset, y] : [x + width, y + offset - width];
    parts.push(`M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`);
  }
  return parts.join("");
}

export const hatch = (x, y, width, height, stroke, step) =>
  path(hatchPath(x, y, width, height, step), { stroke, lineWidth: 1, fill: "none" }, { silent: true });

/** Corners of the bar at the left edge of a box with these corners: one radius, or four from the top left clockwise. */
const leftCorners = (r) => (Array.isArray(r) ? [r[0], 0, 0, r[3]] : [r, 0, 0, r]);

/** A box in the manner of a state: filled, light, outlined, hatched. */
export function stateBox(state, box, theme, r = 3) {
  const [x, y, width, height] = box;
  const inner = [x + 0.5, y + 0.5, width - 1, height - 1];
  if (state === "present") return [rect(x, y, width, height, { fill: theme.present }, r)];
  if (state === "weak")
    return [
      rect(...inner, { fill: theme.weakFill, stroke: theme.weak, lineWidth: 1 }, r),
      rect(x, y, 4, height, { fill: theme.weak }, leftCorners(r)),
    ];
  if (state === "absent") {
    return [
      rect(
        x + 1,
        y + 1,
        width - 2,
        height - 2,
        { fill: theme.absentFill, stroke: theme.absent, lineWidth: 2, lineDash: [5, 3] },
        r,
      ),
    ];
  }
  return [
    rect(...inner, { fill: theme.paper, stroke: theme.strong, lineWidth: 1 }, r),
    hatch(x + 1, y + 1, width - 2, height - 2, theme.hatch),
  ];
}

/** Ink on a box of that state. */
export const stateInk = (state, theme) =>
  ({ present: theme.onFill, weak: theme.weakInk, absent: theme.absent, unknown: theme.ink })[state] ?? theme.ink;

/** Halo that keeps text readable on hatching. */
export const stateHalo = (state, theme) => (state === "unknown" ? theme.paper : "");

/** A thin strip showing how many links are present, weak, absent, unknown. */
export function stateStrip(counts, [x, y, width, height], theme) {
  const total = counts.reduce((sum, n) => sum + n, 0) || 1;
  let at = x;
  return ["present", "weak", "absent", "unknown"].flatMap((state, index) => {
    const room = (counts[index] / total) * width;
    const box = [at, y, Math.max(room - 1, 0), height];
    at += room;
    return room < 2 ? [] : stateBox(state, box, theme, 1);
  });
}

/** A soft curve from left to right. */
export function curve([x1, y1], [x2, y2]) {
  const middle = Math.max(Math.abs(x2 - x1) * 0.5, 24);
  return `M${x1} ${y1}C${x1 + middle} ${y1} ${x2 - middle} ${y2} ${x2} ${y2}`;
}

export const arrow = ([x, y], fill) => path(`M${x} ${y}l-6 -3.2v6.4z`, { fill }, { silent: true });

export const group = (children, rest = {}) => ({ type: "group", children, ...rest });

/** The corner that marks a key link. */
export const keyMark = (node, [x, y], theme) =>
  node.key ? [path(`M${x} ${y}h12l-12 12z`, { fill: theme.accent, stroke: theme.paper, lineWidth: 1.2 }, { silent: true })] : [];
