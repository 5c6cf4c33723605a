// Chains as bands, links as blocks on a common grid; a block spans more columns the larger the chosen measure.
import { keyMark, line, rect, stateBox, stateHalo, stateInk, stateStrip, text } from "../marks.js";
import { cut, widthOf, wrap } from "../text.js";

const HEAD = 208;
const GAP = 6;
const NARROW = 680;
const SPANS = 3;
const LEAST_SCALE = 6;
const STAGE = 14;
const SMALL = { cell: 124, name: 14, step: 19, names: 1 };
const LARGE = { cell: 196, name: 16, step: 22, names: 3 };

/** Columns that a block spans. Very small numbers are not told apart by size. */
const spanOf = (value, most) => Math.min(SPANS, 1 + Math.floor((value / Math.max(most, LEAST_SCALE)) * SPANS * 0.999));

/** Lines of a block: name, note, who leads it or stands there. */
function linesOf(node, width, size) {
  const room = width - 18;
  const people = node.leaders?.length ? `▲ ${node.leaders.join("、")}` : (node.others ?? []).join("、");
  return { name: wrap(node.name, size.name, room, 2), names: people ? wrap(people, 12, room, size.names) : [] };
}

const heightOf = ({ name, names }, size) => 9 + name.length * size.step + 18 + names.length * 17 + 6;

function block(node, box, size, theme) {
  if (node.kind === "fold") return foldBlock(node, box, size, theme);
  const [x, y, width] = box;
  const { name, names } = linesOf(node, width, size);
  const solid = node.state === "present";
  const halo = stateHalo(node.state, theme);
  const below = y + 9 + name.length * size.step;
  return [
    ...stateBox(node.state, box, theme),
    ...keyMark(node, box, theme),
    ...name.map((words, at) =>
      text(x + 11, y + 9 + at * size.step, words, stateInk(node.state, theme), { size: size.name, bold: true, halo }),
    ),
    text(x + 11, below + 1, cut(node.note, 12, width - 18), solid ? theme.onFill : theme.secondary, { halo }),
    ...names.map((words, at) => text(x + 11, below + 19 + at * 17, words, solid ? theme.onFill : theme.ink, { halo })),
  ];
}

function foldBlock(node, [x, y, width, height], size, theme) {
  const words = wrap(node.name, size.name, width - 18, 2);
  return [
    rect(x + 0.5, y + 0.5, width - 1, height - 1, { fill: theme.ground, stroke: theme.strong }, 3),
    ...words.map((one, at) => text(x + 11, y + 9 + at * size.step, one, theme.ink, { size: size.name, bold: true })),
    ...stateStrip(node.counts, [x + 11, y + height - 14, width - 22, 6], theme),
  ];
}

/** Blocks in rows of grid cells; the first block of a stage carries the stage's name. */
function rowsOf(stages, columns, { nodes, most, measure }, apart) {
  const rows = [];
  let used = columns;
  for (const [stage, members] of stages) {
    if (apart) used = columns;
    members.forEach((index, at) => {
      const span = Math.min(spanOf(nodes[index].m?.[measure] ?? 0, most), columns);
      if (used + span > columns) {
        rows.push([]);
        used = 0;
      }
      rows[rows.length - 1].push({ index, column: used, span, stage: at === 0 ? stage : "" });
      used += span;
    });
  }
  return rows;
}

function drawRow(row, y, frame, size, { nodes, theme, drawn }) {
  const widths = row.map(({ span }) => span * frame.cell + (span - 1) * GAP);
  const height = Math.max(48, ...row.map(({ index }, at) => heightOf(linesOf(nodes[index], widths[at], size), size)));
  row.forEach(({ index, column }, at) => {
    const box = [frame.left + column * (frame.cell + GAP), y, widths[at], height];
    drawn.set(index, { box, elements: block(nodes[index], box, size, theme) });
  });
  return y + height;
}

/** Names of the stages above the rows in which they begin. */
function stageNames(row, y, frame, { theme, backdrop }) {
  for (const { column, stage } of row) {
    if (!stage) continue;
    const x = frame.left + column * (frame.cell + GAP);
    backdrop.push(
      text(x, y, stage, theme.secondary),
      line(x + widthOf(stage, 12) + 6, y + 7, x + frame.cell, y + 7, { stroke: theme.line }),
    );
  }
  return row.some(({ stage }) => stage) ? y + 18 : y;
}

function drawRows(rows, frame, size, context) {
  let y = frame.top;
  for (const row of rows) {
    if (!frame.apart) y = stageNames(row, y, frame, context);
    else if (row[0].stage) context.backdrop.push(text(0, y + 9, row[0].stage, context.theme.ink, { size: 14, bold: true }));
    y = drawRow(row, y, frame, size, context) + GAP;
  }
  return y;
}

const countsIn = (node, words) =>
  node.counts
    .map((n, at) => (n ? `${words[at]} ${n}` : ""))
    .filter(Boolean)
    .join("  ");

function headAtLeft(node, [x, y, width], { theme, stateWords }) {
  const name = wrap(node.name, 16, width, 2);
  const top = y + 23 * name.length;
  return [
    rect(x, y - 4, width, top + 82 - y, { fill: "transparent" }),
    ...name.map((one, at) => text(x, y + at * 23, one, theme.ink, { size: 16, bold: true })),
    ...node.lines.map((one, at) => text(x, top + 1 + at * 18, cut(one, 12, width), theme.secondary)),
    ...stateStrip(node.counts, [x, top + 43, width, 8], theme),
    text(x, top + 57, countsIn(node, stateWords), theme.secondary),
  ];
}

function headAbove(node, [x, y, width], { theme, stateWords }) {
  const counts = countsIn(node, stateWords);
  return [
    rect(x, y - 4, width, 62, { fill: "transparent" }),
    text(x, y, node.name, theme.ink, { size: 20, bold: true }),
    text(x + width, y + 6, counts, theme.secondary, { align: "right" }),
    text(
      x + widthOf(node.name, 20) + 18,
      y + 7,
      cut(node.lines.join(" · "), 12, width - widthOf(node.name, 20) - widthOf(counts, 12) - 48),
      theme.secondary,
    ),
    ...stateStrip(node.counts, [x, y + 34, width, 9], theme),
  ];
}

function gridOf(room, left, size) {
  const columns = Math.max(2, Math.floor((room - left + GAP) / (size.cell + GAP)));
  return { left, columns, cell: (room - left - (columns - 1) * GAP) / columns };
}

/** One band: its head beside the blocks, or above them when the band stands alone or the screen is narrow. */
function drawBand(band, top, width, context) {
  const { payload, drawn, beside } = context;
  const size = payload.large ? LARGE : SMALL;
  const stage = Math.max(...band.stages.map(([name]) => widthOf(name, 14))) + STAGE;
  const grid = gridOf(width, beside ? HEAD + 24 : payload.large ? stage : 0, size);
  const headBox = [0, top, beside ? HEAD : width];
  const draw = beside || width < NARROW ? headAtLeft : headAbove;
  const headHeight = beside ? 0 : draw === headAbove ? 60 : 106;
  drawn.set(band.head, {
    box: [0, top - 4, headBox[2], draw === headAbove ? 54 : 100],
    elements: draw(payload.nodes[band.head], headBox, context),
  });
  const frame = { ...grid, top: top + headHeight, apart: payload.large };
  return Math.max(
    drawRows(rowsOf(band.stages, grid.columns, context, frame.apart), frame, size, context),
    beside ? top + 108 : 0,
  );
}

export function layout(payload, width, given) {
  const measure = Math.max(0, Object.keys(payload.measures).indexOf(given.view.measure));
  const most = Math.max(0, ...payload.nodes.map((node) => node.m?.[measure] ?? 0));
  const beside = !payload.large && width >= NARROW;
  const context = { ...given, payload, nodes: payload.nodes, measure, most, beside, drawn: new Map(), backdrop: [] };
  let y = 4;
  payload.bands.forEach((band, at) => {
    if (at) context.backdrop.push(line(0, y + 6, width, y + 6, { stroke: given.theme.strong }));
    y = drawBand(band, at ? y + 18 : y, width, context);
  });
  return { width, height: y + 4, backdrop: context.backdrop, nodes: context.drawn };
}
