import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels } from "../src/draw/labels.js";
import { LONG, overlap, roomOf } from "./drawn.js";

const FRAME = [0, 0, 400, 300];
const at = (x, y, words, rest = {}) => ({ at: [x, y], r: 5, words, size: 12, ink: "#000000", ...rest });
const saidBy = (labels) => placeLabels(labels, FRAME).map((one) => one.style.text);

test("nothing to name is nothing drawn", () => {
  assert.deepEqual(placeLabels([], FRAME), []);
});

test("a name stands right of its point", () => {
  const [label] = placeLabels([at(100, 100, "硅片")], FRAME);
  assert.ok(label.style.x > 105);
  assert.ok(Math.abs(roomOf(label)[1] + 6 - 100) < 4);
});

test("at the right edge it stands left of its point instead", () => {
  const [label] = placeLabels([at(395, 100, "硅片")], FRAME);
  const [x, , width] = roomOf(label);
  assert.ok(x + width <= 390);
});

test("no two names touch, however close their points", () => {
  const crowd = Array.from({ length: 30 }, (_, n) => at(150 + (n % 6) * 9, 120 + Math.floor(n / 6) * 9, `企业${n}`));
  const rooms = placeLabels(crowd, FRAME).map(roomOf);
  assert.ok(rooms.length > 3 && rooms.length < 30);
  for (const [n, one] of rooms.entries())
    for (const other of rooms.slice(n + 1)) assert.ok(!overlap(one, other), `${one} ${other}`);
});

test("a name does not cover another's dot", () => {
  const labels = [at(100, 100, "甲"), at(115, 100, "乙")];
  for (const label of placeLabels(labels, FRAME)) {
    const room = roomOf(label);
    const own = label.style.text === "甲" ? 100 : 115;
    for (const [x, y] of labels.map((one) => one.at))
      if (x !== own) assert.ok(!overlap(room, [x - 5, y - 5, 10, 10]), `${label.style.text} covers ${x}`);
  }
});

test("what must be named is named first and always; bold goes before the rest", () => {
  const here = (words, rest) => at(200, 150, words, { centred: true, r: 0, ...rest });
  assert.deepEqual(saidBy([here("丙"), here("乙", { bold: true }), here("甲", { must: true })]).slice(0, 2), ["甲", "乙"]);
  const musts = Array.from({ length: 12 }, (_, n) => here(`必须${n}`, { must: true }));
  assert.equal(saidBy(musts).length, 12);
});

test("a name that fits nowhere is left out unless it must be there", () => {
  assert.deepEqual(saidBy([at(200, 150, LONG)]), []);
  assert.deepEqual(saidBy([at(200, 150, LONG, { must: true })]), [LONG]);
});

test("the second line stands below the first, both about one middle", () => {
  const [name, second] = placeLabels([at(200, 150, "德州市", { centred: true, r: 0, size: 14, second: "12 家" })], FRAME);
  assert.equal(second.style.text, "12 家");
  assert.ok(second.style.y >= name.style.y + 14);
  assert.equal(name.style.x, second.style.x);
});
