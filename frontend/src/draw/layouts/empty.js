// A map with nothing to draw says why, and what to do next.
import { hatch, rect, text } from "../marks.js";
import { wrap } from "../text.js";

const HEIGHT = 240;

export function layout({ text: words }, width, { theme }) {
  const lines = wrap(words, 14, Math.min(width - 64, 560));
  const top = HEIGHT / 2 - lines.length * 12;
  const backdrop = [
    rect(0.5, 0.5, width - 1, HEIGHT - 1, { fill: theme.paper, stroke: theme.line }, 4),
    hatch(1, 1, width - 2, HEIGHT - 2, theme.line, 12),
    ...lines.map((line, at) => text(width / 2, top + at * 24, line, theme.ink, { size: 14, align: "center", halo: theme.paper })),
  ];
  return { width, height: HEIGHT, backdrop, nodes: new Map() };
}
