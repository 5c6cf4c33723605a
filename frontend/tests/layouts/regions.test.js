import assert from "node:assert/strict";
import { before, test } from "node:test";
import { registerShape } from "../../src/draw/shapes.js";
import { themeOf } from "../../src/draw/theme.js";
import { assertSound, boxOf, elementsOf, LONG, laidOut, nodesOf, overlap, saidBy } from "../drawn.js";

const square = (code, name, [west, south], size = 1) => ({
  type: "Feature",
  properties: { code, name },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  },
});
const collection = (...features) => ({ type: "FeatureCollection", features });
const region = (code, name, rest = {}) => ({ kind: "region", name, code, note: "", ...rest });
const dot = (name, rest = {}) => ({ kind: "dot", name, rank: 1, ...rest });
const WORDS = {
  nation: "全国位置",
  world: "国外去向",
  schematic: "示意",
  no_data: "暂无资料",
  unplaced: "位置未细化",
  no_shape: "没有这一地区的图形。",
};

/** Two districts side by side: 夏津 in the west, 平原 in the east. */
const place = (nodes, rest = {}) => {
  const all = nodesOf(...nodes);
  const of = (kind) => all.flatMap((node, index) => (node.kind === kind ? [index] : []));
  return {
    ...{
      shape: "371400",
      focus: "",
      place: { id: "371400", code: "371400", name: "德州市", at: [116.4, 37.4] },
      classes: 2,
      abroad: true,
      words: WORDS,
    },
    ...{ nodes: all, regions: of("region"), parks: of("park"), dots: of("dot"), trades: of("trade") },
    ...rest,
  };
};

before(() => {
  registerShape("371400", collection(square("371427", "夏津县", [116, 37]), square("371426", "平原县", [117, 37])));
  registerShape("china", collection(square("370000", "山东省", [115, 34], 6), square("440000", "广东省", [110, 20], 6)));
  registerShape("world", collection(square("CN", "中国", [75, 20], 50), square("US", "美国", [-120, 30], 40)));
});

test("districts stand where they lie: west is left, north is up", () => {
  const layout = laidOut(
    "regions",
    place([region("371427", "夏津县", { rank: 0, count: 1 }), region("371426", "平原县", { rank: 1, count: 9 })]),
    1200,
  );
  assertSound(layout);
  assert.ok(boxOf(layout, 1)[0] + boxOf(layout, 1)[2] <= boxOf(layout, 2)[0] + 1);
});

test("north is up", () => {
  registerShape("south-north", collection(square("1", "南", [116, 37]), square("2", "北", [116, 38])));
  const layout = laidOut("regions", place([region("1", "南"), region("2", "北")], { shape: "south-north" }), 1200);
  assert.ok(boxOf(layout, 2)[1] + boxOf(layout, 2)[3] <= boxOf(layout, 1)[1] + 1);
});

test("more is darker; where nothing is known the district is hatched, not pale", () => {
  const nodes = [region("371427", "夏津县", { rank: 1, count: 9 }), region("371426", "平原县")];
  const layout = laidOut("regions", place(nodes), 1200);
  const theme = themeOf("light");
  assert.equal(layout.nodes.get(1).elements[0].style.fill, theme.ramp[4]);
  assert.equal(layout.nodes.get(2).elements[0].style.fill, theme.paper);
  assert.ok(layout.nodes.get(2).elements[1].clipPath);
});

test("an organisation stands in its district, a dozen of them without two on one spot", () => {
  const dots = Array.from({ length: 12 }, (_, at) => dot(`企业${at}`, { codes: ["371427", "371400"] }));
  const layout = laidOut("regions", place([region("371427", "夏津县", { rank: 0, count: 12 }), ...dots]), 1200);
  assertSound(layout);
  const [x, y, width, height] = boxOf(layout, 1);
  const boxes = dots.map((_, at) => boxOf(layout, at + 2));
  for (const [left, top, across, down] of boxes) {
    assert.ok(left + across / 2 > x && left + across / 2 < x + width && top + down / 2 > y && top + down / 2 < y + height);
  }
  assert.equal(new Set(boxes.map((box) => box.slice(0, 2).map(Math.round).join())).size, dots.length);
});

test("at most a dozen dots a district", () => {
  const dots = Array.from({ length: 30 }, (_, at) => dot(`企业${at}`, { codes: ["371427"] }));
  const layout = laidOut("regions", place([region("371427", "夏津县", { rank: 0, count: 30 }), ...dots]), 1200);
  assert.equal(dots.filter((_, at) => layout.nodes.has(at + 2)).length, 12);
});

test("who stands in no district that is drawn stands in the list, with its name", () => {
  const layout = laidOut(
    "regions",
    place([region("371427", "夏津县"), dot("有研集团", { codes: ["371400"], rank: 0 }), dot("英望科技")]),
    1200,
  );
  assertSound(layout);
  assert.ok(saidBy(layout).includes("位置未细化"));
  assert.ok(!overlap(boxOf(layout, 2), boxOf(layout, 3)));
  assert.ok(boxOf(layout, 2)[0] > boxOf(layout, 1)[0] + boxOf(layout, 1)[2]);
});

test("a park stands at its place, or in the list when that is not known", () => {
  const park = (name, rest = {}) => ({ kind: "park", name, code: "371400", note: "", ...rest });
  const layout = laidOut("regions", place([park("开发区", { at: [116.5, 37.5] }), park("新区")]), 1200);
  assertSound(layout);
  const [known, listed] = [boxOf(layout, 1), boxOf(layout, 2)];
  assert.equal(known[2], 14);
  assert.ok(listed[0] > known[0] + 100);
});

test("trade inside the country is drawn on the country, abroad on the world", () => {
  const trade = (name, rest) => ({ kind: "trade", name, note: "", ...rest });
  const nodes = [trade("深圳客户", { code: "440300" }), trade("美国客户", { code: "US", abroad: true })];
  const layout = laidOut("regions", place(nodes), 1200);
  assertSound(layout);
  assert.ok(boxOf(layout, 2)[1] > boxOf(layout, 1)[1]);
  const said = saidBy(layout);
  for (const words of ["全国位置", "国外去向", "深圳客户", "美国客户"]) assert.ok(said.includes(words), words);
});

test("America lies right of China", () => {
  const nodes = [{ kind: "trade", name: "美国客户", code: "US", abroad: true, note: "" }];
  const layout = laidOut("regions", place(nodes), 1200);
  const [home] = elementsOf(layout).filter(
    (part) => part.type === "circle" && part.shape.r === 4.5 && part.shape.cy > boxOf(layout, 1)[1] - 90,
  );
  assert.ok(boxOf(layout, 1)[0] > home.shape.cx);
});

test("a customer whose place is known lies there, also beyond the date line", () => {
  const customer = (at) => ({ kind: "trade", name: "客户", code: "", abroad: true, note: "", at });
  const layout = laidOut("regions", place([customer([140, 36]), customer([-100, 36])]), 1200);
  assertSound(layout);
  assert.ok(boxOf(layout, 2)[0] > boxOf(layout, 1)[0]);
});

test("without trade abroad there is no world", () => {
  assert.ok(!saidBy(laidOut("regions", place([], { abroad: false }), 1200)).includes("国外去向"));
});

test("one district in focus: its neighbours are pale and cannot be chosen", () => {
  const layout = laidOut(
    "regions",
    place([region("371427", "夏津县", { count: 3, note: "3 家" })], { focus: "371427", classes: 0 }),
    1200,
  );
  assertSound({ ...layout, nodes: new Map([...layout.nodes].filter(([index]) => index !== 1)) });
  assert.deepEqual([...layout.nodes.keys()], [1]);
  assert.equal(layout.nodes.get(1).elements[0].style.stroke, themeOf("light").accent);
});

test("on a phone the insets stand below the map", () => {
  const layout = laidOut("regions", place([region("371427", "夏津县")]), 360);
  assertSound(layout);
  assert.equal(layout.width, 360);
});

test("a shape that is not there is said, with what to do", () => {
  const layout = laidOut("regions", place([], { shape: "999999" }), 800);
  assertSound(layout);
  assert.equal(saidBy(layout).join(""), WORDS.no_shape);
});

test("very long names are cut in the list and left out on the map", () => {
  const layout = laidOut("regions", place([dot(LONG, { rank: 0 }), dot(LONG, { codes: ["371427"], rank: 2 })]), 1200);
  assertSound(layout);
  assert.ok(saidBy(layout).every((words) => words.length < LONG.length));
});
