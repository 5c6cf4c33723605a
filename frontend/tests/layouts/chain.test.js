import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, boxOf, LONG, laidOut, link, nodesOf, overlap, saidBy, saidIn, textsOf } from "../drawn.js";

const column = (stage, title, entries) => ({ stage, title, count: `${entries.length} 环节`, entries });
const chip = (name, rest = {}) => ({ kind: "chip", name, ...rest });
const fold = (name, entries, counts = [0, 0, 0, entries.length]) => ({ kind: "fold", name, entries, counts });

/** Silicon upstream, wafers midstream, chips downstream, tests in support: 1 → 2 → 3, 4 → 2. */
const alone = (nodes = [link("硅料"), link("硅片", "weak"), link("芯片", "absent"), link("检测", "unknown")]) => ({
  fold: "收起",
  nodes: nodesOf(...nodes),
  lanes: [
    {
      head: null,
      columns: [column("upstream", "上游", [1]), column("midstream", "中游", [2]), column("downstream", "下游", [3])],
      support: column("support", "配套", [4]),
      flows: [
        [1, 2, "material"],
        [2, 3, "component"],
        [4, 2, "service"],
      ],
    },
  ],
});

const one = (node, ...more) => ({
  fold: "收起",
  nodes: nodesOf(node, ...more),
  lanes: [{ head: null, columns: [column("upstream", "上游", [1])], flows: [] }],
});

test("columns run from upstream to downstream, support stands below them", () => {
  const layout = laidOut("chain", alone(), 1200);
  assertSound(layout);
  const [first, second, third, support] = [1, 2, 3, 4].map((index) => boxOf(layout, index));
  assert.ok(first[0] + first[2] < second[0] && second[0] + second[2] < third[0]);
  assert.ok(support[1] > Math.max(...[first, second, third].map(([, y, , height]) => y + height)));
  assert.ok(support.below);
});

test("each column has its stage and how many links it has", () => {
  const said = saidBy(laidOut("chain", alone(), 1200));
  for (const words of ["上游", "中游", "下游", "配套", "1 环节"]) assert.ok(said.includes(words), words);
});

test("adjoining columns of one stage share a heading that counts both", () => {
  const payload = alone();
  payload.lanes[0].columns[1] = column("upstream", "上游", [2]);
  const said = saidBy(laidOut("chain", payload, 1200));
  assert.equal(said.filter((words) => words === "上游").length, 1);
  assert.ok(said.includes("2 环节"));
});

test("a block says its name and its state in words", () => {
  const layout = laidOut("chain", alone(), 1200);
  assert.deepEqual(saidIn(layout, 3).slice(0, 2), ["芯片", "缺"]);
  assert.deepEqual(saidIn(layout, 1), ["硅料", "有", "2 家"]);
});

test("an unknown link without organisations says nothing more; an absent one says why", () => {
  const layout = laidOut("chain", one(link("检测", "unknown", { say: "不明：没有组织记录" })), 800);
  assert.deepEqual(saidIn(layout, 1), ["检测", "不明"]);
  const absent = laidOut("chain", one(link("芯片", "absent", { say: "缺：经核实没有" })), 800);
  assert.ok(saidIn(absent, 1).includes("缺：经核实没有"));
});

test("a state that is not known is drawn and says no state", () => {
  const layout = laidOut("chain", one(link("新材料", "bogus")), 800);
  assertSound(layout);
  assert.equal(saidIn(layout, 1)[0], "新材料");
});

test("organisations stand inside their link, none on another", () => {
  const chips = Array.from({ length: 9 }, (_, n) => chip(`企业${n}`.repeat(1 + (n % 4))));
  const layout = laidOut("chain", one(link("硅片", "present", { chips: chips.map((_, n) => n + 2) }), ...chips), 900);
  assertSound(layout);
  const [x, y, width, height] = boxOf(layout, 1);
  const boxes = chips.map((_, n) => boxOf(layout, n + 2));
  for (const [left, top, across, down] of boxes)
    assert.ok(left >= x && top >= y && left + across <= x + width && top + down <= y + height);
  for (const [n, box] of boxes.entries()) for (const other of boxes.slice(n + 1)) assert.ok(!overlap(box, other));
});

test("very long names stay inside their blocks, on a desk and on a phone", () => {
  const nodes = ["present", "weak", "absent", "unknown"].map((state) => link(LONG, state, { say: LONG, note: LONG }));
  nodes[0].chips = [5];
  for (const width of [320, 700, 1600]) {
    const layout = laidOut("chain", alone([...nodes, chip(LONG, { tone: "leader", doubt: true })]), width);
    assertSound(layout);
    for (const [, { box, elements }] of layout.nodes) {
      for (const { style } of elements.filter((part) => part.type === "text")) assert.ok(style.y < box[1] + box[3], style.text);
    }
  }
});

test("a closed fold stands for what is in it; an open one shows it below", () => {
  const payload = one(fold("材料 2", [2, 3]), link("硅料"), link("靶材"));
  const closed = laidOut("chain", payload, 800);
  assert.deepEqual([...closed.nodes.keys()], [1]);
  assert.match(saidIn(closed, 1)[0], /^＋/);
  const open = laidOut("chain", payload, 800, { open: [1] });
  assertSound(open);
  assert.deepEqual([...open.nodes.keys()], [1, 2, 3]);
  assert.match(saidIn(open, 1)[0], /^−/);
  assert.ok(boxOf(open, 2)[1] >= boxOf(open, 1)[1] + boxOf(open, 1)[3]);
  assert.ok(open.height > closed.height);
});

test("folds inside folds open one at a time", () => {
  const payload = one(fold("外 1", [2]), fold("内 1", [3]), link("硅料"));
  assert.deepEqual([...laidOut("chain", payload, 800, { open: [1] }).nodes.keys()], [1, 2]);
  assert.deepEqual([...laidOut("chain", payload, 800, { open: [1, 2] }).nodes.keys()], [1, 2, 3]);
  assert.deepEqual([...laidOut("chain", payload, 800, { open: [2] }).nodes.keys()], [1]);
});

test("flows are drawn between what is seen: none out of a link in a closed fold but from the fold", () => {
  const payload = one(fold("材料 1", [2]), link("硅料"), link("硅片"));
  payload.lanes[0].columns.push(column("midstream", "中游", [3]));
  payload.lanes[0].flows = [[2, 3, "material"]];
  const curves = (layout) => layout.backdrop.filter((part) => part.type === "path" && part.shape.pathData.includes("C"));
  const [flow] = curves(laidOut("chain", payload, 1200));
  const fromFold = boxOf(laidOut("chain", payload, 1200), 1);
  assert.ok(flow.shape.pathData.startsWith(`M${fromFold[0] + fromFold[2]} `));
  assert.equal(curves(laidOut("chain", payload, 1200, { open: [1] })).length, 1);
});

test("several chains are lanes with the same columns, each with its name", () => {
  const lane = (head, first, second) => ({
    head,
    columns: [column("upstream", "上游", [first]), column("downstream", "下游", [second])],
    flows: [[first, second, "material"]],
  });
  const head = (name) => ({ kind: "chain", name, counts: [1, 1, 0, 0] });
  const nodes = nodesOf(head("电子"), head("医药"), link("硅料"), link("芯片"), link("原药"), link("制剂"));
  for (const width of [360, 1200]) {
    const layout = laidOut("chain", { fold: "收起", nodes, lanes: [lane(1, 3, 4), lane(2, 5, 6)] }, width);
    assertSound(layout);
    assert.equal(boxOf(layout, 3)[0], boxOf(layout, 5)[0]);
    assert.equal(boxOf(layout, 4)[0], boxOf(layout, 6)[0]);
    assert.ok(boxOf(layout, 5)[1] > boxOf(layout, 3)[1] + boxOf(layout, 3)[3]);
    assert.equal(textsOf(layout).filter(({ style }) => style.text === "上游").length, 1);
  }
});

test("a chain without links is a drawing without blocks", () => {
  const layout = laidOut("chain", { fold: "收起", nodes: nodesOf(), lanes: [{ head: null, columns: [], flows: [] }] }, 800);
  assertSound(layout);
  assert.equal(layout.nodes.size, 0);
});
