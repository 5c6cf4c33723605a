import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../src/draw/words.js";

const [chinese, english] = [wordsOf("zh"), wordsOf("en")];

test("both languages say the same things, with the same places to fill in", () => {
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  assert.deepEqual(Object.keys(chinese.states), Object.keys(english.states));
  for (const [key, words] of Object.entries(chinese)) {
    if (key === "states") continue;
    assert.ok(words && english[key], key);
    assert.deepEqual(words.match(/\{\w+\}/g), english[key].match(/\{\w+\}/g), key);
  }
});

test("Chinese words are Chinese, English ones are not", () => {
  for (const words of Object.values({ ...chinese, ...chinese.states }))
    if (typeof words === "string") assert.match(words, /[\u4e00-\u9fff]/);
  for (const words of Object.values({ ...english, ...english.states }))
    if (typeof words === "string") assert.doesNotMatch(words, /[\u4e00-\u9fff]/);
});

test("any tag of Chinese is Chinese; what is not known is English", () => {
  assert.equal(wordsOf("zh-Hans"), chinese);
  assert.equal(wordsOf("zh-Hant"), chinese);
  for (const language of ["en-GB", "fr", "", undefined]) assert.equal(wordsOf(language), english);
});
