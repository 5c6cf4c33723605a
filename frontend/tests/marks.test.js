import assert from "node:assert/strict";
import { test } from "node:test";
import { curve, hatchPath, keyMark, stateBox, stateHalo, stateInk, stateStrip } from "../src/draw/marks.js";
import { themeOf } from "../src/draw/theme.js";

const theme = themeOf("light");
const BOX = [10, 20, 100, 40];
const typesOf = (elements) => elements.map((one) => one.type);
const pointsOf = (pathData) => [...pathData.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("hatching stays inside its rectangle and covers it, wide or high", () => {
  for (const [x, y, width, height] of [BOX, [0, 0, 20, 90], [5, 5, 6, 6]]) {
    const points = pointsOf(hatchPath(x, y, width, height));
    assert.ok(points.length >= 2);
    for (const [px, py] of points) assert.ok(px >= x && px <= x + width && py >= y && py <= y + height, `${px} ${py}`);
    assert.ok(Math.max(...points.map(([px]) => px)) > x + width - 6);
    assert.ok(Math.max(...points.map(([, py]) => py)) > y + height - 6);
  }
});

test("hatching of nothing is nothing", () => {
  assert.equal(hatchPath(0, 0, 0, 0), "");
});

test("four states look different without colour", () => {
  assert.deepEqual(typesOf(stateBox("present", BOX, theme)), ["rect"]);
  assert.deepEqual(typesOf(stateBox("weak", BOX, theme)), ["rect", "rect"]);
  assert.deepEqual(typesOf(stateBox("unknown", BOX, theme)), ["rect", "path"]);
  const [absent] = stateBox("absent", BOX, theme);
  assert.ok(absent.style.lineDash && absent.style.fill === theme.absentFill);
});

test("a state that is not known is drawn as unknown, never as absent", () => {
  for (const state of ["gone", "", undefined]) {
    assert.deepEqual(stateBox(state, BOX, theme), stateBox("unknown", BOX, theme));
    assert.equal(stateInk(state, theme), theme.ink);
  }
});

test("only hatching needs a halo behind its words", () => {
  assert.equal(stateHalo("unknown", theme), theme.paper);
  for (const state of ["present", "weak", "absent"]) assert.equal(stateHalo(state, theme), "");
});

test("a strip is shared out by the counts, from present to unknown", () => {
  const strip = stateStrip([1, 0, 2, 1], [0, 0, 100, 8], theme);
  const boxes = strip.filter((one) => one.type === "rect").map((one) => [Math.round(one.shape.x), Math.round(one.shape.width)]);
  assert.deepEqual(boxes, [
    [0, 24],
    [26, 47],
    [76, 23],
  ]);
});

test("a strip of nothing is empty, and one state fills it", () => {
  assert.deepEqual(stateStrip([0, 0, 0, 0], [0, 0, 100, 8], theme), []);
  const [whole] = stateStrip([7, 0, 0, 0], [5, 0, 100, 8], theme);
  assert.deepEqual([whole.shape.x, whole.shape.width], [5, 99]);
});

test("a curve leaves to the right and arrives from the left, also where there is little room", () => {
  for (const end of [200, 30, -80]) {
    const [x1, , c1, , c2, , x2] = curve([0, 10], [end, 50])
      .match(/-?[\d.]+/g)
      .map(Number);
    assert.ok(c1 > x1 && c2 < x2, curve([0, 10], [end, 50]));
  }
});

test("only a key link has the corner", () => {
  assert.equal(keyMark({ key: true }, [0, 0], theme).length, 1);
  assert.deepEqual(keyMark({ key: false }, [0, 0], theme), []);
  assert.deepEqual(keyMark({}, [0, 0], theme), []);
});

test("the bar of a weak box has the corners of its left edge, whether they are given as one or as four", () => {
  const barOf = (r) => stateBox("weak", BOX, theme, r)[1].shape.r;
  assert.deepEqual(barOf(3), [3, 0, 0, 3]);
  assert.deepEqual(barOf([3, 3, 0, 0]), [3, 0, 0, 0]);
});
