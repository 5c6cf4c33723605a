// A map as one SVG sheet: title, finding, legend, map, how to read it, sources, date and version.
import { echarts } from "./echarts.js";
import { escaped, legendRows } from "./legend.js";
import { layoutOf, nameOf, viewed } from "./series.js";
import { wrap } from "./text.js";
import { FACE, themeOf } from "./theme.js";
import { wordsOf } from "./words.js";

const MARGIN = 36;
const SOURCES = 6;
const NARROW = 680;

/** Inline styles as plain attributes: office programs read them, and a strict page policy allows them. */
const plain = (markup) =>
  markup.replace(/<style[\s\S]*?<\/style>/, "").replaceAll(/ style="([^"]*)"/g, (_, rules) =>
    rules
      .split(";")
      .filter(Boolean)
      .map((rule) => ` ${rule.slice(0, rule.indexOf(":")).trim()}="${rule.slice(rule.indexOf(":") + 1).trim()}"`)
      .join(""),
  );

/** The bare map as SVG text with its size. */
export function mapSvg(drawing, { width = 1320, theme = "light", view = {} } = {}) {
  const language = wordsOf(drawing.language);
  const option = viewed(drawing.option, { ...view, theme, width, stateWords: language.states });
  const size = layoutOf(nameOf(option), option.series[0].itemPayload, width);
  const chart = echarts.init(null, null, {
    renderer: "svg",
    ssr: true,
    width: Math.ceil(size.width),
    height: Math.ceil(size.height),
  });
  chart.setOption(option);
  const markup = plain(chart.renderToSVGString());
  chart.dispose();
  return { markup, width: Math.ceil(size.width), height: Math.ceil(size.height) };
}

function paragraph(x, y, words, { size = 12, room, fill, bold = false, step = size * 1.55 }) {
  const lines = wrap(words, size, room);
  const spans = lines.map(
    (line, at) =>
      `<text x="${x}" y="${y + size + at * step}" font-size="${size}" fill="${fill}"${bold ? ' font-weight="bold"' : ""}>${escaped(line)}</text>`,
  );
  return { markup: spans.join(""), end: y + lines.length * step };
}

const sourcesOf = (drawing, words) => {
  const titles = drawing.sources
    .slice(0, SOURCES)
    .map((one) => (one.published_on ? `${one.title}（${one.published_on}）` : one.title));
  const rest = drawing.sources.length > SOURCES ? [words.more.replace("{n}", drawing.sources.length)] : [];
  const gap = drawing.language === "zh" ? "；" : "; ";
  return [...titles, ...rest].join(gap) || words.none;
};

function foot(drawing, y, width, theme, words) {
  const stacked = width < NARROW;
  const room = stacked ? width : (width - 2 * 28) / 3;
  const columns = [
    [words.how, drawing.how_to_read],
    [words.not, drawing.does_not_decide],
    [words.sources, [sourcesOf(drawing, words), drawing.approval].filter(Boolean).join(" ")],
  ];
  let top = y;
  const drawn = columns.map(([head, body], at) => {
    const x = stacked ? MARGIN : MARGIN + at * (room + 28);
    const title = paragraph(x, top, head, { size: 12, room, fill: theme.ink, bold: true });
    const below = paragraph(x, title.end + 1, body, { size: 12, room, fill: theme.secondary });
    if (stacked) top = below.end + 10;
    return { title, body: below };
  });
  return {
    markup: drawn.map(({ title, body }) => title.markup + body.markup).join(""),
    end: Math.max(...drawn.map(({ body }) => body.end)),
  };
}

/** The whole sheet as SVG text. */
export function sheetSvg(drawing, { width = 1320, theme: themeName = "light", view = {} } = {}) {
  const [theme, words] = [themeOf(themeName), wordsOf(drawing.language)];
  const map = mapSvg(drawing, { width, theme: themeName, view });
  const inner = Math.max(map.width, width);
  const stamp = `${words.asOf} ${drawing.as_of} · ${words.version} ${drawing.version} · ${words.page}`;
  const title = paragraph(MARGIN, 28, drawing.title, { size: 28, room: inner, fill: theme.ink, bold: true, step: 38 });
  const finding = paragraph(MARGIN, title.end + 2, drawing.finding, { size: 16, room: inner, fill: theme.ink });
  const keys = legendRows(drawing.legend, inner, themeName);
  const mapTop = finding.end + 14 + keys.height + (keys.height ? 14 : 0);
  const notes = foot(drawing, mapTop + map.height + 26, inner, theme, words);
  const height = Math.ceil(notes.end + 46);
  const outer = inner + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${outer}" height="${height}" viewBox="0 0 ${outer} ${height}" font-family='${FACE}'>`,
    `<title>${escaped(drawing.title)}</title><desc>${escaped(drawing.finding)}</desc><rect width="100%" height="100%" fill="${theme.paper}"/>`,
    title.markup,
    finding.markup,
    `<g transform="translate(${MARGIN} ${finding.end + 14})">${keys.markup}</g>`,
    map.markup.replace("<svg ", `<svg x="${MARGIN}" y="${mapTop}" `),
    `<path d="M${MARGIN} ${mapTop + map.height + 14}H${outer - MARGIN}" stroke="${theme.line}"/>`,
    notes.markup,
    `<text x="${MARGIN}" y="${height - 18}" font-size="12" fill="${theme.secondary}">${escaped(stamp)}</text></svg>`,
  ].join("");
}

const PAPER = 297 / 420;
const WIDTHS = [1320, 1640, 2000, 2440, 2960];
const shapeOf = (markup) =>
  markup
    .match(/width="([\d.]+)" height="([\d.]+)"/)
    .slice(1)
    .map(Number);

/** The sheet in black and white, laid out as wide as it must be to fill an A3 page held sideways. */
export function printSheet(drawing, view = {}) {
  for (const width of WIDTHS) {
    const markup = sheetSvg(drawing, { width, theme: "print", view });
    const [across, down] = shapeOf(markup);
    if (down / across <= PAPER || width === WIDTHS[WIDTHS.length - 1]) return markup;
  }
  return "";
}
