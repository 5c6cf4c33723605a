import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, boxOf, elementsOf, LONG, laidOut, link, nodesOf, overlap, saidBy, saidIn, textsOf } from "../drawn.js";

const technology = (name, years, rest = {}) => ({ kind: "technology", name, tag: "第1代", status: "growing", years, ...rest });
const mark = (name, rest = {}) => ({ kind: "mark", name, note: "量产", level: "production", year: 2010, ...rest });

function lane(nodes, { years = [2000, 2030], now = 2020 } = {}) {
  const all = nodesOf(link("大尺寸硅片", "weak"), ...nodes);
  const bars = all.flatMap((node, index) => (node.kind === "technology" ? [index] : []));
  return { years, now, today: "数据截至 2020", frontier: "前沿", undated: "年份不详", nodes: all, lanes: [{ head: 1, bars }] };
}

test("time runs to the right: a bar begins and ends at its years", () => {
  const layout = laidOut("roadmap", lane([technology("6英寸", [2000, 2010]), technology("8英寸", [2010, 2030])]), 1200);
  assertSound(layout);
  const [six, eight] = [boxOf(layout, 2), boxOf(layout, 3)];
  assert.ok(Math.abs(six[0] + six[2] - eight[0]) < 0.01);
  assert.ok(Math.abs(eight[2] / six[2] - 2) < 0.01);
  assert.ok(eight[1] > six[1]);
});

test("a bar without an end runs to the edge", () => {
  const layout = laidOut("roadmap", lane([technology("6英寸", [2000, 2030]), technology("8英寸", [2010, null])]), 1200);
  const [six, eight] = [boxOf(layout, 2), boxOf(layout, 3)];
  assert.ok(Math.abs(six[0] + six[2] - (eight[0] + eight[2])) < 0.01);
});

test("what lies after today is dashed", () => {
  const dashed = (nodes) => {
    const layout = laidOut("roadmap", lane(nodes), 1200);
    return layout.nodes.get(2).elements.filter((part) => part.style.lineDash).length;
  };
  assert.equal(dashed([technology("6英寸", [2000, 2010])]), 0);
  assert.equal(dashed([technology("8英寸", [2010, 2030])]), 1);
});

test("each maturity is drawn its own way; one that is not known as growing", () => {
  const drawn = (status) =>
    JSON.stringify(laidOut("roadmap", lane([technology("x", [2000, 2010], { status })]), 1200).nodes.get(2).elements[0]);
  const statuses = ["laboratory", "growing", "mainstream", "fading"];
  assert.equal(new Set(statuses.map(drawn)).size, statuses.length);
  assert.equal(drawn("bogus"), drawn("growing"));
});

test("generations without years stand apart under their own head, in their order", () => {
  const layout = laidOut(
    "roadmap",
    lane([technology("一", [2000, 2010]), technology("二", [null, null]), technology("三", [null, null])]),
    1200,
  );
  assertSound(layout);
  const [dated, second, third] = [2, 3, 4].map((index) => boxOf(layout, index));
  assert.ok(second[0] + second[2] < dated[0]);
  assert.equal(second[0], third[0]);
  assert.ok(third[1] > second[1] + second[3]);
  assert.ok(saidBy(layout).includes("年份不详"));
});

test("without any year there is no axis and no today", () => {
  const said = saidBy(laidOut("roadmap", lane([technology("二", [null, null])]), 1200));
  assert.ok(!said.includes("数据截至 2020"));
  assert.ok(!said.some((words) => /^\d{4}$/.test(words)));
});

test("years on the axis do not crowd: fewer over a longer time", () => {
  for (const years of [
    [2015, 2025],
    [1900, 2030],
  ]) {
    const layout = laidOut("roadmap", lane([technology("x", years)], { years }), 1200);
    const places = textsOf(layout)
      .filter(({ style }) => /^\d{4}$/.test(style.text))
      .map(({ style }) => style.x)
      .sort((a, b) => a - b);
    assert.ok(places.length > 1 && places.length < 24, String(places.length));
    for (const [at, x] of places.entries()) if (at) assert.ok(x - places[at - 1] >= 40);
  }
});

test("one year alone does not divide by nothing", () => {
  assertSound(laidOut("roadmap", lane([technology("x", [2020, 2020])], { years: [2020, 2020] }), 1200));
});

test("organisations stand below the bar they belong to, side by side", () => {
  const nodes = [technology("12英寸", [2010, 2030], { marks: [3, 4] }), mark("有研"), mark("英望", { level: "pilot" })];
  const layout = laidOut("roadmap", lane(nodes), 1200);
  assertSound(layout);
  const [bar, first, second] = [2, 3, 4].map((index) => boxOf(layout, index));
  assert.ok(first[1] >= bar[1] + bar[3] && second[1] === first[1]);
  assert.ok(!overlap(first, second));
  assert.deepEqual(saidIn(layout, 3), ["有研 · 量产"]);
});

test("marks that would run over the edge move left", () => {
  const marks = [mark("很远的企业", { year: 2030 }), mark("更远的企业", { year: 2030 })];
  assertSound(laidOut("roadmap", lane([technology("x", [2028, 2030], { marks: [3, 4] }), ...marks]), 1200));
});

test("the frontier has a flag", () => {
  const flags = (frontier) =>
    elementsOf(laidOut("roadmap", lane([technology("x", [2000, 2010], { frontier })]), 1200)).filter(
      (part) => part.type === "path",
    ).length;
  assert.equal(flags(true) - flags(false), 2);
});

test("very long names stay on the sheet, inside a bar, beside it or cut", () => {
  for (const years of [
    [2000, 2030],
    [2025, 2027],
    [null, null],
  ]) {
    for (const width of [320, 1400]) {
      const payload = lane([technology(LONG, years, { marks: [3] }), mark(LONG)]);
      payload.nodes[1].name = LONG;
      assertSound(laidOut("roadmap", payload, width));
    }
  }
});

test("no lanes is a line and nothing more", () => {
  const layout = laidOut("roadmap", { ...lane([]), lanes: [] }, 800);
  assertSound(layout);
  assert.equal(layout.nodes.size, 0);
});
