import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, boxOf, LONG, laidOut, link, nodesOf, overlap, saidBy, saidIn } from "../drawn.js";

const MEASURES = { organizations: "企业家数", investment: "投资额" };
const head = (name, counts = [1, 1, 1, 1]) => ({ kind: "chain", name, lines: ["主导 · 链长", "4 环节"], counts });
const sized = (name, organizations, investment = 0, state = "present") => link(name, state, { m: [organizations, investment] });

function one(links, { large = true, stages } = {}) {
  const nodes = nodesOf(head("电子信息产业链"), ...links);
  const members = links.map((_, at) => at + 2);
  return { measures: MEASURES, large, nodes, bands: [{ head: 1, stages: stages?.(members) ?? [["上游", members]] }] };
}

test("every link is a block, and no two blocks touch", () => {
  const links = ["present", "weak", "absent", "unknown"].flatMap((state) => [
    sized(`甲${state}`, 1, 0, state),
    sized(`乙${state}`, 9, 0, state),
  ]);
  for (const width of [320, 700, 1320]) {
    const layout = laidOut("panorama", one(links), width);
    assertSound(layout);
    const boxes = links.map((_, at) => boxOf(layout, at + 2));
    for (const [at, box] of boxes.entries()) for (const other of boxes.slice(at + 1)) assert.ok(!overlap(box, other));
  }
});

test("the larger the measure, the wider the block; measures change it", () => {
  const payload = one([sized("小", 1, 90), sized("中", 30, 45), sized("大", 60, 1)]);
  const widths = (view) => [2, 3, 4].map((index) => boxOf(laidOut("panorama", payload, 1320, view), index)[2]);
  const [small, middle, large] = widths({});
  assert.ok(small < middle && middle < large);
  assert.deepEqual(widths({ measure: "investment" }), [large, middle, small]);
  assert.deepEqual(widths({ measure: "nothing" }), [small, middle, large]);
});

test("very small numbers are not told apart by size", () => {
  const layout = laidOut("panorama", one([sized("零", 0), sized("一", 1)]), 1320);
  assert.equal(boxOf(layout, 2)[2], boxOf(layout, 3)[2]);
});

test("blocks of a row are equally high", () => {
  const layout = laidOut("panorama", one([sized("硅", 1), sized(LONG, 1)]), 1320);
  assert.equal(boxOf(layout, 2)[1], boxOf(layout, 3)[1]);
  assert.equal(boxOf(layout, 2)[3], boxOf(layout, 3)[3]);
});

test("in a chain alone each stage begins a row and is named beside it", () => {
  const payload = one([sized("硅料", 1), sized("硅片", 1), sized("芯片", 1)], {
    stages: ([first, second, third]) => [
      ["上游", [first]],
      ["下游", [second, third]],
    ],
  });
  const layout = laidOut("panorama", payload, 1320);
  assert.ok(boxOf(layout, 3)[1] > boxOf(layout, 2)[1]);
  assert.equal(boxOf(layout, 4)[1], boxOf(layout, 3)[1]);
  assert.equal(saidBy(layout).filter((words) => words === "下游").length, 1);
});

test("leaders are marked; where there are none the others are named", () => {
  const nodes = [
    link("硅片", "present", { m: [1, 0], leaders: ["有研"], others: ["英望"] }),
    link("靶材", "weak", { m: [1, 0], others: ["威讯", "英望"] }),
  ];
  const layout = laidOut("panorama", one(nodes), 1320);
  assert.ok(saidIn(layout, 2).includes("▲ 有研"));
  assert.ok(saidIn(layout, 3).includes("威讯、英望"));
});

test("several chains are bands one below the other, beside their heads, or below them on a phone", () => {
  const nodes = nodesOf(head("电子"), head("医药"), sized("硅片", 1), sized("原药", 1));
  const bands = [
    { head: 1, stages: [["上游", [3]]] },
    { head: 2, stages: [["上游", [4]]] },
  ];
  const payload = { measures: MEASURES, large: false, nodes, bands };
  const wide = laidOut("panorama", payload, 1320);
  assertSound(wide);
  assert.ok(boxOf(wide, 3)[0] > boxOf(wide, 1)[0] + boxOf(wide, 1)[2]);
  assert.ok(boxOf(wide, 4)[1] > boxOf(wide, 3)[1] + boxOf(wide, 3)[3]);
  const narrow = laidOut("panorama", payload, 360);
  assertSound(narrow);
  assert.ok(boxOf(narrow, 3)[1] >= boxOf(narrow, 1)[1] + boxOf(narrow, 1)[3] - 8);
});

test("the head counts the states it has, in words, and leaves out what is none", () => {
  const payload = one([sized("硅片", 1)]);
  payload.nodes[1] = head("电子", [3, 0, 0, 2]);
  assert.ok(saidIn(laidOut("panorama", payload, 1320), 1).includes("有 3  不明 2"));
});

test("very long names and a state that is not known stay inside", () => {
  const links = [sized(LONG, 50, 0, "bogus"), link(LONG, "absent", { m: [1, 0], note: LONG, leaders: [LONG, LONG] })];
  for (const width of [320, 1320]) {
    const payload = one(links);
    payload.nodes[1] = { ...head(LONG), lines: [LONG, LONG] };
    const layout = laidOut("panorama", payload, width);
    for (const index of [2, 3]) {
      const [x, y, across, down] = boxOf(layout, index);
      for (const { style } of layout.nodes.get(index).elements.filter((part) => part.type === "text")) {
        assert.ok(style.x >= x && style.x < x + across && style.y >= y && style.y < y + down, style.text);
      }
    }
  }
});

test("no bands is an empty drawing", () => {
  const layout = laidOut("panorama", { measures: MEASURES, large: false, nodes: nodesOf(), bands: [] }, 800);
  assertSound(layout);
  assert.equal(layout.nodes.size, 0);
});
