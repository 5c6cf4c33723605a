// Legend swatches as SVG, the same on the page, on the printed sheet and in a saved file.
import { hatchPath } from "./marks.js";
import { widthOf } from "./text.js";
import { FACE, themeOf } from "./theme.js";

const [W, H] = [22, 14];

const box = (attributes) => `<rect x="1" y="1" width="${W - 2}" height="${H - 2}" rx="2" ${attributes}/>`;
const lines = (stroke, step = 5) => `<path d="${hatchPath(2, 2, W - 4, H - 4, step)}" stroke="${stroke}" fill="none"/>`;
const dot = (r, attributes) => `<circle cx="${W / 2}" cy="${H / 2}" r="${r}" ${attributes}/>`;

function toneOf(tone, theme) {
  return tone?.startsWith("ramp") ? theme.ramp[Number(tone.slice(4))] : (theme[tone] ?? theme.ink);
}

const SWATCHES = {
  fill: (c) => box(`fill="${c}"`),
  light: (c, t) => box(`fill="${t.weakFill}" stroke="${c}"`) + `<rect x="1" y="1" width="4" height="${H - 2}" fill="${c}"/>`,
  outline: (c, t) => box(`fill="${t.absentFill}" stroke="${c}" stroke-width="2" stroke-dasharray="4 2.5"`),
  hatch: (_, t) => box(`fill="${t.paper}" stroke="${t.strong}"`) + lines(t.unknown),
  leader: (c) => `<text x="${W / 2}" y="${H - 2}" font-size="12" text-anchor="middle" fill="${c}">▲</text>`,
  key: (c, t) => box(`fill="${t.paper}" stroke="${t.strong}"`) + `<path d="M1 1h9l-9 9z" fill="${c}"/>`,
  chip: (c, t) => box(`fill="${t.paper}" stroke="${c}"`),
  chip_dotted: (_, t) => box(`fill="${t.paper}" stroke="${t.strong}" stroke-dasharray="2 2"`),
  chip_full: (c) => box(`fill="${c}"`),
  flow: (_, t) => `<path d="M1 11C10 11 10 3 20 3" stroke="${t.accent}" fill="none" stroke-width="1.4"/>`,
  dash: (c, t) => box(`fill="${t.paper}" stroke="${c}" stroke-dasharray="4 3"`),
  bar_laboratory: (c, t) => box(`fill="${t.paper}" stroke="${c}" stroke-dasharray="1.5 3"`),
  bar_pilot: (c, t) => box(`fill="${t.paper}" stroke="${c}" stroke-dasharray="5 3"`) + lines(t.ramp[1], 7),
  bar_growing: (c, t) => box(`fill="${t.ramp[0]}" stroke="${c}"`),
  bar_mainstream: (c) => box(`fill="${c}"`),
  bar_fading: (_, t) => box(`fill="${t.paper}" stroke="${t.strong}"`) + lines(t.hatch),
  production: (c) => dot(5, `fill="${c}"`),
  pilot: (c, t) =>
    dot(5, `fill="${t.paper}" stroke="${c}" stroke-width="1.5"`) +
    `<path d="M${W / 2} ${H / 2 - 5}a5 5 0 0 1 0 10z" fill="${c}"/>`,
  research: (c, t) => dot(5, `fill="${t.paper}" stroke="${c}" stroke-width="1.5"`),
  frontier: (c) => `<path d="M7 1v12" stroke="${c}" stroke-width="1.6"/><path d="M7 1h9l-3 4l3 4h-9z" fill="${c}"/>`,
  dot_leader: (c) => dot(6, `fill="${c}"`),
  dot: (c, t) => dot(4, `fill="${t.paper}" stroke="${c}" stroke-width="1.6"`),
  diamond: (c) => `<path d="M${W / 2} 0l7 7l-7 7l-7 -7z" fill="${c}"/>`,
};

const swatch = (entry, theme) => (SWATCHES[entry.swatch] ?? SWATCHES.fill)(toneOf(entry.tone, theme), theme);

const escaped = (words) =>
  words.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);

/** The legend in rows of a given width: SVG text and the height it takes. */
export function legendRows(entries, width, themeName) {
  const theme = themeOf(themeName);
  let [x, y] = [0, 0];
  const parts = entries.map((entry) => {
    const room = W + 8 + widthOf(entry.label, 13) + 20;
    if (x && x + room > width) [x, y] = [0, y + 24];
    const face = `font-size="13" fill="${theme.ink}" font-family='${FACE}'`;
    const label = `<text x="${W + 7}" y="12" ${face}>${escaped(entry.label)}</text>`;
    const part = `<g transform="translate(${x} ${y})">${swatch(entry, theme)}${label}</g>`;
    x += room;
    return part;
  });
  return { markup: parts.join(""), height: entries.length ? y + 20 : 0 };
}

/** Put the drawing's legend into an element of the page. */
export function legend(element, drawing, { theme = "light" } = {}) {
  element.replaceChildren(
    ...drawing.legend.map((entry) => {
      const item = document.createElement("span");
      item.className = "legend-entry";
      const frame = `width="${W}" height="${H}" viewBox="0 0 ${W} ${H}" aria-hidden="true"`;
      const markup = `<svg xmlns="http://www.w3.org/2000/svg" ${frame}>${swatch(entry, themeOf(theme))}</svg>`;
      const picture = new DOMParser().parseFromString(markup, "image/svg+xml");
      item.append(document.importNode(picture.documentElement, true), document.createTextNode(entry.label));
      return item;
    }),
  );
}

export { escaped };
