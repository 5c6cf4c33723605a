import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { THEMES, themeOf } from "../src/draw/theme.js";

const TOKENS = ["draw", "site"].map((part) => readFileSync(new URL(`../src/${part}/tokens.css`, import.meta.url), "utf-8"));
// Name of a colour in the drawings → name of its token.
const SHARED = {
  ink: "ink",
  secondary: "secondary",
  line: "line",
  paper: "paper",
  ground: "ground",
  accent: "accent",
  onFill: "on-accent",
  wash: "accent-wash",
  present: "present",
  weak: "weak",
  unknown: "unknown",
};
const SELECTORS = { light: ":root {", wall: ':root[data-theme="wall"] {' };

/** Tokens of a theme; the wall has those of the light theme that it does not give itself. */
function tokensOf(theme) {
  const blocks = TOKENS.map((css) => css.slice(css.indexOf(SELECTORS[theme])).split("}")[0]);
  const own = blocks.flatMap((block) => [...block.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value]));
  return theme === "light" ? Object.fromEntries(own) : { ...tokensOf("light"), ...Object.fromEntries(own) };
}

const brightness = (colour) => {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast as WCAG counts it: 4.5 can be read. */
function contrast(one, other) {
  const [light, dark] = [brightness(one), brightness(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

for (const theme of ["light", "wall"]) {
  test(`the drawings have the colours of the tokens: ${theme}`, () => {
    const tokens = tokensOf(theme);
    const drawn = Object.fromEntries(Object.keys(SHARED).map((name) => [name, themeOf(theme)[name]]));
    const written = Object.fromEntries(Object.entries(SHARED).map(([name, token]) => [name, tokens[token]]));
    assert.deepEqual(drawn, written);
  });
}

test("a missing block counts as in the light theme and as absent on the wall", () => {
  assert.equal(themeOf("light").absent, tokensOf("light").absent);
  assert.equal(themeOf("wall").absent, tokensOf("wall")["absent-ink"]);
});

for (const [name, theme] of Object.entries(THEMES)) {
  test(`every theme has every colour: ${name}`, () => {
    assert.deepEqual(Object.keys(theme).sort(), Object.keys(THEMES.light).sort());
    for (const colour of Object.values(theme).flat()) assert.match(colour, /^#[0-9a-f]{6}$/);
    assert.equal(theme.ramp.length, theme.rampInk.length);
  });

  test(`words can be read on what they stand on: ${name}`, () => {
    const pairs = [
      [theme.ink, theme.paper],
      [theme.ink, theme.ground],
      [theme.secondary, theme.paper],
      [theme.accent, theme.paper],
      [theme.accent, theme.wash],
      [theme.absent, theme.absentFill],
      [theme.weakInk, theme.weakFill],
      [theme.onFill, theme.present],
      ...theme.ramp.map((fill, at) => [theme.rampInk[at], fill]),
    ];
    for (const [ink, ground] of pairs) assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}: ${contrast(ink, ground)}`);
  });

  test(`each step of the ramp is told from the next: ${name}`, () => {
    const steps = theme.ramp.map(brightness);
    const falling = steps.every((step, at) => at === 0 || step < steps[at - 1]);
    const rising = steps.every((step, at) => at === 0 || step > steps[at - 1]);
    assert.ok(falling || rising);
  });
}

test("paper needs no colour", () => {
  for (const [name, colour] of Object.entries(THEMES.print)) {
    for (const one of [colour].flat())
      assert.ok(one.slice(1, 3) === one.slice(3, 5) && one.slice(3, 5) === one.slice(5), `${name} ${one}`);
  }
});

test("a theme that is not known is the light one", () => {
  for (const name of ["", "dark", undefined]) assert.equal(themeOf(name), THEMES.light);
});
