import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, boxOf, elementsOf, LONG, laidOut, link, nodesOf, overlap, saidBy, saidIn } from "../drawn.js";

const field = (name) => ({ kind: "field", name });
const ribbon = (into, share, rest = {}) => ({
  kind: "ribbon",
  name: "去向",
  note: share === undefined ? "占比不明" : `${share}%`,
  field: into,
  ...(share === undefined ? {} : { share }),
  ...rest,
});
const payload = (nodes, fields, links) => ({
  heads: ["环节", "应用领域"],
  unknown: "占比不明",
  rest: "其余不明",
  nodes: nodesOf(...nodes),
  fields,
  links,
});

/** Wafers go 60 % to chips and 25 % to panels; 15 % are not known. */
const wafers = (shares = [60, 25], rest = 15) =>
  payload(
    [field("芯片"), field("面板"), { ...link("硅片"), rest }, ribbon(1, shares[0]), ribbon(2, shares[1])],
    [1, 2],
    [{ head: 3, ribbons: [4, 5] }],
  );

test("links stand left, fields right, heads above them", () => {
  const layout = laidOut("applications", wafers(), 900);
  assertSound(layout);
  const [chips, , wafer] = [1, 2, 3].map((index) => boxOf(layout, index));
  assert.ok(wafer[0] + wafer[2] < chips[0]);
  assert.deepEqual(saidBy(layout).slice(0, 2), ["环节", "应用领域"]);
});

test("a ribbon is as thick as its share", () => {
  const layout = laidOut("applications", wafers([60, 20], 20), 900);
  assert.ok(Math.abs(boxOf(layout, 4)[3] / boxOf(layout, 5)[3] - 3) < 0.01);
});

test("the smallest share can still be seen, and none", () => {
  const layout = laidOut("applications", wafers([99, 0], 1), 900);
  assertSound(layout);
  assert.ok(boxOf(layout, 5)[3] >= 3);
});

test("a share that is not known is thin, hatched and says no number; a known one says it", () => {
  const layout = laidOut("applications", wafers([undefined, undefined], 0), 900);
  assertSound(layout);
  for (const index of [4, 5]) {
    assert.deepEqual(saidIn(layout, index), []);
    assert.ok(layout.nodes.get(index).elements.some((part) => part.clipPath));
    assert.equal(boxOf(layout, index)[3], boxOf(layout, 4)[3]);
  }
  const known = laidOut("applications", wafers(), 900);
  assert.ok(!known.nodes.get(4).elements.some((part) => part.clipPath));
  assert.deepEqual(saidIn(known, 4), ["60%"]);
});

test("what is left over of a link stays open at its end", () => {
  const open = (rest) => laidOut("applications", wafers([60, 25], rest), 900).nodes.get(3).elements.length;
  assert.ok(open(15) > open(0));
});

test("ribbons do not cross at one link: they leave in the order given", () => {
  const layout = laidOut("applications", wafers(), 900);
  const starts = [4, 5].map((index) => Number(layout.nodes.get(index).elements[0].shape.pathData.match(/^M[\d.]+ ([\d.]+)/)[1]));
  assert.ok(starts[0] < starts[1]);
});

test("fields do not touch, however many reach for one place", () => {
  const fields = Array.from({ length: 12 }, (_, at) => field(`领域${at}`));
  const ribbons = fields.map((_, at) => ribbon(at + 1, undefined));
  const layout = laidOut(
    "applications",
    payload(
      [...fields, link("硅片"), ...ribbons],
      fields.map((_, at) => at + 1),
      [{ head: 13, ribbons: ribbons.map((_, at) => at + 14) }],
    ),
    900,
  );
  assertSound(layout);
  const boxes = fields.map((_, at) => boxOf(layout, at + 1));
  for (const [at, box] of boxes.entries()) for (const other of boxes.slice(at + 1)) assert.ok(!overlap(box, other));
});

test("pointing at a link, a field or a ribbon lights the ribbons that belong to it", () => {
  const lit = (active) => {
    const layout = laidOut("applications", wafers(), 900, { active });
    return [4, 5].map((index) => layout.nodes.get(index).z);
  };
  assert.deepEqual(lit(undefined), [0, 0]);
  assert.deepEqual(lit(3), [1, 1]);
  assert.deepEqual(lit(1), [1, 0]);
  assert.deepEqual(lit(5), [0, 1]);
});

test("very long names and a state that is not known stay on the sheet", () => {
  for (const width of [320, 1400]) {
    const nodes = [field(LONG), { ...link(LONG, "bogus"), rest: 50 }, ribbon(1, 50)];
    const layout = laidOut("applications", payload(nodes, [1], [{ head: 2, ribbons: [3] }]), width);
    assertSound(layout);
    assert.ok(elementsOf(layout).length > 5);
  }
});
