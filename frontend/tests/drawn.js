// What the tests of the layouts ask of a drawing: its texts, its boxes, and that nothing of it is broken.
import assert from "node:assert/strict";
import { layoutOf } from "../src/draw/series.js";
import { widthOf } from "../src/draw/text.js";

export const LONG = "国家级超高纯稀有金属溅射靶材及大尺寸半导体硅单晶抛光片一体化研发制造与循环利用产业环节".repeat(3);
const STATE_WORDS = { present: "有", weak: "弱", absent: "缺", unknown: "不明" };

/** Nodes as the library gives them: the first is what stands behind everything. */
export const nodesOf = (...nodes) => [{ kind: "backdrop", name: "" }, ...nodes];

export const link = (name, state = "present", rest = {}) => ({ kind: "link", name, state, note: "2 家", ...rest });

/** A layout as the series asks for it, in a view. */
export const laidOut = (name, payload, width, view = {}) =>
  layoutOf(
    name,
    { ...payload, view: { theme: "light", open: [], states: null, found: null, stateWords: STATE_WORDS, ...view } },
    width,
  );

const flat = (elements) => elements.flatMap((one) => [one, ...flat(one.children ?? []), ...(one.clipPath ? [one.clipPath] : [])]);

/** Every graphic element of a layout, those of nodes last. */
export const elementsOf = ({ backdrop, nodes, front = [] }) =>
  flat([...backdrop, ...front, ...[...nodes.values()].flatMap((node) => node.elements)]);

export const textsOf = (layout) => elementsOf(layout).filter((one) => one.type === "text");
export const saidBy = (layout) => textsOf(layout).map((one) => one.style.text);
export const saidIn = (layout, index) =>
  flat(layout.nodes.get(index).elements)
    .filter((one) => one.type === "text")
    .map((one) => one.style.text);

export const boxOf = (layout, index) => layout.nodes.get(index).box;

export const overlap = (a, b) =>
  a[0] + 0.01 < b[0] + b[2] && b[0] + 0.01 < a[0] + a[2] && a[1] + 0.01 < b[1] + b[3] && b[1] + 0.01 < a[1] + a[3];

/** The room that a text takes, from its anchor. */
export function roomOf({ style }) {
  const width = widthOf(style.text, style.fontSize);
  const left = { left: style.x, center: style.x - width / 2, right: style.x - width }[style.align];
  const top = style.verticalAlign === "middle" ? style.y - style.fontSize / 2 : style.y;
  return [left, top, width, style.fontSize];
}

function numbersOf(element) {
  const { pathData, ...shape } = element.shape ?? {};
  const written = pathData?.match(/NaN|Infinity|undefined|-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? [];
  const places = element.type === "text" ? [element.style.x, element.style.y] : Object.values(shape).flat();
  return [...places, ...written.map(Number)];
}

/** Every number is finite, every node stands on the canvas, and no text runs out of it by more than its last letter. */
export function assertSound(layout) {
  assert.ok(Number.isFinite(layout.width) && layout.width > 0, `width ${layout.width}`);
  assert.ok(Number.isFinite(layout.height) && layout.height > 0, `height ${layout.height}`);
  for (const one of elementsOf(layout)) {
    assert.ok(numbersOf(one).every(Number.isFinite), `${one.type} ${JSON.stringify(one.shape ?? one.style)}`);
    assert.doesNotMatch(JSON.stringify(one.style ?? {}), /undefined|null|NaN/);
  }
  for (const [index, { box }] of layout.nodes) {
    const [x, y, width, height] = box;
    assert.ok(width > 0 && height > 0, `node ${index}: ${box}`);
    assert.ok(x >= -1 && y >= -1 && x + width <= layout.width + 1 && y + height <= layout.height + 1, `node ${index}: ${box}`);
  }
  for (const words of textsOf(layout)) {
    const [x, , width] = roomOf(words);
    assert.ok(x >= -2 && x + width <= layout.width + 16, `${words.style.text} runs from ${x} to ${x + width}`);
  }
}
