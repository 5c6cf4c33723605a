// Links in columns from upstream to downstream; folds open in place, flows run between what is seen.
import { flowPaths } from "../flows.js";
import { keyMark, line, rect, stateBox, stateHalo, stateInk, stateStrip, text } from "../marks.js";
import { cut, widthOf, wrap } from "../text.js";

const STAGES = ["upstream", "midstream", "downstream", "support"];
const COLUMN_ROOM = 64;
const LEAST = 114;
const SUPPORT = 150;
const MOST = 300;
const NARROW = 680;
const LANE_HEAD = 168;
const TOP = 40;
const GAP = 14;
const CHIP = 22;
const LINE = 18;

/** Entries of a column as seen: links, closed folds, and open folds followed by what is inside them. */
function seen(entries, nodes, open) {
  return entries.flatMap((index) => {
    const node = nodes[index];
    if (node.kind !== "fold") return [{ index }];
    if (!open.has(index)) return [{ index }];
    return [{ index, opened: true }, ...seen(node.entries, nodes, open)];
  });
}

/** Every link (or fold) → the entry that stands for it. */
function standFor(entries, nodes, open, owner, found = new Map()) {
  for (const index of entries) {
    const shown = owner ?? index;
    found.set(index, shown);
    const node = nodes[index];
    if (node.kind === "fold") standFor(node.entries, nodes, open, owner ?? (open.has(index) ? null : index), found);
  }
  return found;
}

function chipsOf(node, nodes, width) {
  const rows = [[]];
  let used = 0;
  for (const index of node.chips ?? []) {
    const words = cut(nodes[index].name, 12, width - 30);
    const room = Math.min(widthOf(words, 12) + 14, width - 16);
    if (used + room > width - 16 && rows[rows.length - 1].length) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1].push({ index, words, x: used, width: room });
    used += room + 5;
  }
  return rows.filter((row) => row.length);
}

/** What a link's block holds, with its height. */
function measured(node, nodes, width, stateWord) {
  const room = width - 20;
  const name = wrap(node.name, 14, room, 3);
  const beside = widthOf(name[name.length - 1], 14) + widthOf(stateWord, 12) + 8 <= room;
  const head = 12 + (name.length + (beside ? 0 : 1)) * LINE;
  const chips = chipsOf(node, nodes, width);
  const says = node.say && node.state === "absent" ? wrap(node.say, 12, width - 30, 3) : [];
  const hasNote = chips.length || !(says.length || node.state === "unknown");
  const body = (hasNote ? 20 : 0) + says.length * 17 + chips.length * (CHIP + 4);
  return { name, head, chips, lines: says, note: hasNote ? node.note : "", height: head + (body ? body + 6 : 0) };
}

function linkBlock(node, box, content, { theme, stateWord, nodes, drawn }) {
  const [x, y, width, height] = box;
  const { name, head, chips, lines, note } = content;
  const ink = stateInk(node.state, theme);
  const halo = stateHalo(node.state, theme);
  const whole = node.state === "absent";
  const frame = whole
    ? stateBox("absent", box, theme)
    : [
        rect(
          x + 0.5,
          y + 0.5,
          width - 1,
          height - 1,
          {
            fill: theme.paper,
            stroke: node.state === "present" ? theme.present : node.state === "weak" ? theme.weak : theme.strong,
            lineWidth: 1,
          },
          3,
        ),
        ...stateBox(node.state, [x, y, width, head], theme, height > head ? [3, 3, 0, 0] : 3),
      ];
  let at = y + head + 6;
  const elements = [
    ...frame,
    ...keyMark(node, box, theme),
    ...name.map((words, row) => text(x + 11, y + 8 + row * LINE, words, ink, { size: 14, bold: true, halo })),
    text(x + width - 9, y + head - LINE - 3, stateWord, ink, { align: "right", halo }),
  ];
  if (note) {
    elements.push(text(x + 10, at, cut(note, 12, width - 18), theme.secondary));
    at += 20;
  }
  for (const words of lines) {
    elements.push(text(x + 10, at, words, whole ? theme.absent : theme.secondary));
    at += 17;
  }
  for (const row of chips) {
    for (const chip of row) drawn.set(chip.index, chipOf(nodes[chip.index], chip, [x + 8 + chip.x, at, chip.width, CHIP], theme));
    at += CHIP + 4;
  }
  return { box, elements };
}

function chipOf(node, { words }, box, theme) {
  const [x, y, width, height] = box;
  const leader = node.tone === "leader";
  const edge = leader || node.tone === "backbone" ? theme.accent : theme.strong;
  const fill = leader && !node.doubt ? theme.accent : leader ? theme.wash : theme.paper;
  const ink = leader && !node.doubt ? theme.onFill : leader || node.tone === "backbone" ? theme.accent : theme.ink;
  const style = { fill, stroke: edge, lineWidth: leader ? 1.4 : 1, ...(node.doubt ? { lineDash: [2, 2] } : {}) };
  return {
    box,
    z: 2,
    elements: [
      rect(x + 0.5, y + 0.5, width - 1, height - 1, style, 3),
      text(x + width / 2, y + height / 2 + 0.5, words, ink, { align: "center", baseline: "middle", bold: leader }),
    ],
  };
}

function foldBlock(node, box, opened, { theme, fold }) {
  const [x, y, width, height] = box;
  const label = opened ? `− ${node.name}` : `＋ ${node.name}`;
  if (opened) {
    return {
      box,
      elements: [
        rect(x, y, width, height, { fill: theme.wash }, 3),
        text(x + 10, y + height / 2, cut(label, 12, width - 60), theme.accent, { baseline: "middle" }),
        text(x + width - 9, y + height / 2, fold, theme.accent, { baseline: "middle", align: "right" }),
      ],
    };
  }
  const lines = wrap(label, 14, width - 20, 2);
  return {
    box,
    elements: [
      rect(x + 3.5, y + 3.5, width - 1, height - 1, { fill: theme.ground, stroke: theme.strong }, 3),
      rect(x + 0.5, y + 0.5, width - 1, height - 1, { fill: theme.paper, stroke: theme.accent }, 3),
      ...lines.map((words, row) => text(x + 10, y + 8 + row * LINE, words, theme.accent, { size: 14, bold: true })),
      ...stateStrip(node.counts, [x + 10, y + height - 14, width - 20, 7], theme),
    ],
  };
}

/** Items of one column: what stands where, from 0 down. */
function stack(column, width, context) {
  let y = 0;
  return seen(column.entries, context.nodes, context.open).map(({ index, opened }) => {
    const item = { ...sized(index, opened, width, context), y };
    y += item.height + (opened ? 8 : GAP);
    return item;
  });
}

function sized(index, opened, width, { nodes, stateWord }) {
  const node = nodes[index];
  const content = node.kind === "link" ? measured(node, nodes, width, stateWord(node.state)) : null;
  const height = content ? content.height : opened ? 26 : 28 + wrap(`＋ ${node.name}`, 14, width - 20, 2).length * LINE;
  return { index, opened, content, height };
}

const heightOf = (items) => (items.length ? items[items.length - 1].y + items[items.length - 1].height : 0);

function put(item, box, context) {
  const node = context.nodes[item.index];
  const { theme, stateWord, nodes, drawn, fold } = context;
  const made = item.content
    ? linkBlock(node, box, item.content, { theme, stateWord: stateWord(node.state), nodes, drawn })
    : foldBlock(node, box, item.opened, { theme, fold });
  drawn.set(item.index, made);
}

/** Supporting links side by side below the columns. */
function supportBand(support, y, frame, context) {
  const { theme, backdrop } = context;
  const width = Math.max(SUPPORT, Math.min(220, frame.column));
  const across = Math.max(1, Math.floor((frame.used + GAP) / (width + GAP)));
  const cell = (frame.used - (across - 1) * GAP) / across;
  const items = seen(support.entries, context.nodes, context.open).map(({ index, opened }) =>
    sized(index, opened, cell, context),
  );
  backdrop.push(...columnHead(support, [frame.left, y, frame.used], theme));
  let top = y + TOP - 4;
  for (let at = 0; at < items.length; at += across) {
    const row = items.slice(at, at + across);
    for (const [place, item] of row.entries()) {
      put(item, Object.assign([frame.left + place * (cell + GAP), top, cell, item.height], { below: true }), context);
    }
    top += Math.max(...row.map((item) => item.height)) + GAP;
  }
  return top;
}

const columnHead = (column, [x, y, width], theme) => [
  text(x, y + 4, column.title, theme.ink, { size: 14, bold: true }),
  text(x + width, y + 6, column.count, theme.secondary, { align: "right" }),
  line(x, y + 26, x + width, y + 26, { stroke: theme.strong }),
];

/** Adjoining columns of one stage share one heading. */
function zonesOf(columns) {
  const zones = [];
  columns.forEach((column, at) => {
    const last = zones[zones.length - 1];
    if (last?.stage === column.stage) Object.assign(last, { to: at, links: last.links + parseInt(column.count, 10) });
    else zones.push({ ...column, from: at, to: at, links: parseInt(column.count, 10) });
  });
  return zones.map((zone) => ({ ...zone, count: zone.count.replace(/\d+/, zone.links) }));
}

function drawColumns(columns, y, frame, context) {
  const stacks = columns.map((one) => stack(one, frame.column, context));
  const tallest = Math.max(0, ...stacks.map(heightOf));
  stacks.forEach((items, at) => {
    const shift = y + (frame.centred ? Math.min((tallest - heightOf(items)) * 0.45, 160) : 0);
    for (const item of items)
      put(item, [frame.left + at * (frame.column + frame.gap), shift + item.y, frame.column, item.height], context);
  });
  return y + tallest;
}

function flowsOf(lane, context) {
  const every = [...lane.columns, ...(lane.support ? [lane.support] : [])];
  const standing = new Map(every.flatMap((one) => [...standFor(one.entries, context.nodes, context.open)]));
  return flowPaths(lane.flows, standing, context);
}

function frameOf(count, room, left) {
  const gap = Math.min(COLUMN_ROOM, Math.max(28, (room - left - count * 190) / Math.max(count, 1)));
  const column = Math.min(MOST, Math.max(LEAST, (room - left - gap * (count - 1) - 26) / count));
  return { left, gap, column, used: count * column + (count - 1) * gap };
}

function headings(columns, y, frame, { theme, backdrop }) {
  const step = frame.column + frame.gap;
  for (const zone of zonesOf(columns)) {
    const width = (zone.to - zone.from) * step + frame.column;
    backdrop.push(...columnHead(zone, [frame.left + zone.from * step, y, width], theme));
  }
}

/** A chain alone: columns over the whole width, support below. */
function drawAlone(lane, room, context) {
  const count = Math.max(lane.columns.length, 1);
  const bare = frameOf(count, room, 0);
  const frame = { ...bare, left: count * MOST < room ? (room - bare.used) / 2 : 0, centred: true };
  headings(lane.columns, 0, frame, context);
  const end = drawColumns(lane.columns, TOP, frame, context);
  const bottom = lane.support ? supportBand(lane.support, end + 22, frame, context) : end;
  return { width: Math.max(room, frame.used + 26), height: bottom + 10 };
}

/** Several chains: a lane each, stages in the same columns throughout, support last. */
function drawLanes(lanes, room, context) {
  const { nodes, theme, backdrop, drawn } = context;
  const stages = STAGES.filter((stage) =>
    lanes.some((lane) => [...lane.columns, lane.support].some((one) => one?.stage === stage)),
  );
  const narrow = room < NARROW;
  const frame = frameOf(stages.length, room, narrow ? 0 : LANE_HEAD);
  const step = frame.column + frame.gap;
  const title = new Map(
    lanes.flatMap((lane) => [...lane.columns, lane.support].filter(Boolean).map((one) => [one.stage, one.title])),
  );
  for (const [at, stage] of stages.entries()) {
    backdrop.push(text(frame.left + at * step, 4, title.get(stage), theme.ink, { size: 14, bold: true }));
  }
  let y = 30;
  for (const lane of lanes) {
    backdrop.push(line(0, y, frame.left + frame.used, y, { stroke: theme.strong }));
    const top = y + 14 + (narrow ? 54 : 0);
    const node = nodes[lane.head];
    const name = wrap(node.name, 14, LANE_HEAD - 24, 2);
    drawn.set(lane.head, {
      box: [0, y + 8, LANE_HEAD - 16, 64],
      elements: [
        rect(0, y + 8, LANE_HEAD - 16, 64, { fill: "transparent" }),
        ...name.map((words, at) => text(0, y + 15 + at * 19, words, theme.ink, { size: 14, bold: true })),
        ...stateStrip(node.counts, [0, y + 20 + name.length * 19, LANE_HEAD - 24, 8], theme),
      ],
    });
    let end = top + 56;
    for (const column of [...lane.columns, ...(lane.support ? [lane.support] : [])]) {
      const x = frame.left + stages.indexOf(column.stage) * step;
      for (const item of stack(column, frame.column, context)) {
        put(item, [x, top + item.y, frame.column, item.height], context);
        end = Math.max(end, top + item.y + item.height);
      }
    }
    y = end + 14;
  }
  return { width: Math.max(room, frame.left + frame.used + 4), height: y };
}

export function layout(payload, room, given) {
  const { nodes, lanes, fold } = payload;
  const context = { ...given, nodes, fold, open: new Set(given.view.open ?? []), drawn: new Map(), backdrop: [] };
  const size = lanes[0].head === null ? drawAlone(lanes[0], room, context) : drawLanes(lanes, room, context);
  const flows = lanes.flatMap((lane) => flowsOf(lane, context));
  return { ...size, backdrop: [...context.backdrop, ...flows], nodes: context.drawn };
}
