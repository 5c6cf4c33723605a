import assert from "node:assert/strict";
import { test } from "node:test";
import { escaped, legendRows } from "../src/draw/legend.js";
import { THEMES } from "../src/draw/theme.js";

const entry = (label, swatch = "fill", tone = "present") => ({ key: label, label, swatch, tone });
const placesOf = (markup) => [...markup.matchAll(/translate\(([\d.]+) ([\d.]+)\)/g)].map(([, x, y]) => [Number(x), Number(y)]);
// The swatches that `lianqun.maps` names.
const SWATCHES = [
  ...["fill", "light", "outline", "hatch", "leader", "key", "chip", "chip_dotted", "chip_full", "flow", "dash"],
  ...["laboratory", "pilot", "growing", "mainstream", "fading"].map((status) => `bar_${status}`),
  ...["production", "pilot", "research", "frontier", "dot_leader", "dot", "diamond"],
];
const FULL = ["fill", "chip_full", "bar_mainstream"]; // one full box, whatever it stands for

test("no entries take no room", () => {
  assert.deepEqual(legendRows([], 800, "light"), { markup: "", height: 0 });
});

test("entries stand in a row while they fit, then in the next", () => {
  const entries = ["有", "弱", "缺", "不明"].map((label) => entry(label));
  assert.deepEqual(new Set(placesOf(legendRows(entries, 800, "light").markup).map(([, y]) => y)), new Set([0]));
  const narrow = legendRows(entries, 150, "light");
  const places = placesOf(narrow.markup);
  assert.deepEqual(
    places.map(([, y]) => y),
    [0, 0, 24, 24],
  );
  assert.equal(places[2][0], 0);
  assert.equal(narrow.height, 44);
});

test("an entry wider than the room stands alone and does not leave an empty row before it", () => {
  const places = placesOf(legendRows([entry("很长的说明".repeat(20)), entry("有")], 200, "light").markup);
  assert.deepEqual(places, [
    [0, 0],
    [0, 24],
  ]);
});

for (const theme of Object.keys(THEMES)) {
  test(`every swatch is drawn, each its own way: ${theme}`, () => {
    const drawn = SWATCHES.map((swatch) => legendRows([entry("x", swatch, "accent")], 800, theme).markup);
    assert.equal(new Set(drawn).size, SWATCHES.length - FULL.length + 1);
    for (const markup of drawn) assert.doesNotMatch(markup, /undefined|NaN|null/);
  });
}

test("a ramp's tone is its step; a swatch or a tone that is not known is a box of ink", () => {
  const { ramp, ink } = THEMES.light;
  assert.ok(legendRows([entry("1–3", "fill", "ramp2")], 800, "light").markup.includes(`fill="${ramp[2]}"`));
  assert.ok(legendRows([entry("?", "nothing", "nobody")], 800, "light").markup.includes(`rx="2" fill="${ink}"`));
});

test("words cannot become markup", () => {
  assert.equal(escaped('<b>&"x"'), "&lt;b&gt;&amp;&quot;x&quot;");
  assert.ok(!legendRows([entry("<script>")], 800, "light").markup.includes("<script>"));
});
