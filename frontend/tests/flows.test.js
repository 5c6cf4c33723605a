import assert from "node:assert/strict";
import { test } from "node:test";
import { flowPaths } from "../src/draw/flows.js";
import { themeOf } from "../src/draw/theme.js";

const theme = themeOf("light");
const below = (box) => Object.assign(box, { below: true });
const BOXES = { 1: [0, 0, 100, 60], 2: [200, 0, 100, 60], 3: [0, 100, 100, 60], 4: below([0, 300, 100, 60]) };

function drawn(flows, { view = {}, standing = {}, boxes = BOXES } = {}) {
  const nodes = new Map(Object.entries(boxes).map(([index, box]) => [Number(index), { box }]));
  const stands = new Map([1, 2, 3, 4, 5].map((index) => [index, standing[index] ?? index]));
  return flowPaths(flows, stands, { drawn: nodes, view, theme });
}

const linesOf = (elements) => elements.filter((one) => one.style.fill === "none");
const endsOf = ({ shape: { pathData } }) => {
  const numbers = pathData.match(/-?[\d.]+/g).map(Number);
  return [numbers.slice(0, 2), numbers.slice(-2)];
};

test("no flows, nothing drawn", () => {
  assert.deepEqual(drawn([]), []);
});

test("to the right: out of the right edge, into the left, with a head", () => {
  const elements = drawn([[1, 2, "material"]]);
  const [[x1, y1], [x2, y2]] = endsOf(elements[0]);
  assert.deepEqual([x1, y1, y2], [100, 16, 16]);
  assert.ok(x2 > 190 && x2 < 200);
  assert.equal(elements.length, 2);
});

test("to the left: out of the left edge, into the right", () => {
  const [[x1], [x2]] = endsOf(drawn([[2, 1, "material"]])[0]);
  assert.equal(x1, 200);
  assert.ok(x2 > 100 && x2 < 110);
});

test("inside a column: out at the right and in at the right, without a head", () => {
  const elements = drawn([[1, 3, "material"]]);
  const [[x1], [x2]] = endsOf(elements[0]);
  assert.deepEqual([x1, x2, elements.length], [100, 100, 1]);
});

test("a supporting block gives from its top and takes at its top", () => {
  const [[, from]] = endsOf(drawn([[4, 2, "equipment"]])[0]);
  assert.equal(from, 300);
  const [, [x, to]] = endsOf(drawn([[2, 4, "equipment"]])[0]);
  assert.deepEqual([x, to < 300 && to > 290], [50, true]);
});

test("several flows between the same two blocks are one line, a little thicker", () => {
  const [one] = linesOf(drawn([[1, 2, "material"]]));
  const many = linesOf(
    drawn([
      [1, 2, "material"],
      [1, 2, "material"],
      [1, 2, "material"],
    ]),
  );
  assert.equal(many.length, 1);
  assert.ok(many[0].style.lineWidth > one.style.lineWidth);
});

test("flows inside a fold are not drawn; those out of it start at the fold", () => {
  const standing = { 2: 1, 3: 1 };
  assert.deepEqual(drawn([[2, 3, "material"]], { standing }), []);
  const [line] = drawn([[3, 4, "material"]], { standing });
  assert.equal(endsOf(line)[0][0], 100);
});

test("a flow to what is not seen is not drawn", () => {
  assert.deepEqual(drawn([[1, 5, "material"]]), []);
});

test("equipment and service are dashed, each its own way; material is a full line", () => {
  const dashes = ["material", "equipment", "service"].map((kind) => linesOf(drawn([[1, 2, kind]]))[0].style.lineDash);
  assert.equal(dashes[0], undefined);
  assert.notDeepEqual(dashes[1], dashes[2]);
});

test("the flows of the block one points at are lit and drawn last", () => {
  const flows = [
    [1, 2, "material"],
    [2, 3, "material"],
  ];
  const lines = linesOf(drawn(flows, { view: { active: 1 } }));
  assert.deepEqual(
    lines.map((one) => one.style.stroke),
    [theme.flow, theme.accent],
  );
  assert.ok(lines[1].style.lineWidth > lines[0].style.lineWidth);
});

test("while one searches or filters, flows fade", () => {
  for (const view of [{ found: [1] }, { states: ["absent"] }])
    assert.ok(drawn([[1, 2, "material"]], { view })[0].style.opacity < 1);
});
