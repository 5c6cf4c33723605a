import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, widthOf, wrap } from "../src/draw/text.js";

test("a Chinese character is as wide as it is high, a Latin letter narrower", () => {
  assert.equal(widthOf("硅片", 12), 24);
  assert.equal(widthOf("", 12), 0);
  assert.ok(widthOf("ab", 12) < widthOf("硅", 12) * 1.5);
  assert.ok(widthOf("il", 12) < widthOf("mw", 12));
});

test("names from 14 px are set bold and take a little more room", () => {
  assert.ok(widthOf("硅", 14) > 14);
  assert.equal(widthOf("硅", 13), 13);
});

test("a character outside the basic plane counts once and is never halved", () => {
  assert.equal(widthOf("𠮷", 12), widthOf("a", 12)); // not in the table of wide letters, but one letter
  assert.ok(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(cut("𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷", 12, 30)));
});

test("what fits stays as it is", () => {
  assert.equal(cut("大尺寸硅片", 12, 60), "大尺寸硅片");
  assert.equal(cut("", 12, 0), "");
});

test("what does not fit keeps its beginning and its end and is no wider than the room", () => {
  const name = "德州经济技术开发区集成电路关键材料有限公司";
  const shorter = cut(name, 12, 100);
  assert.match(shorter, /^德州.*…公司$/);
  assert.ok(widthOf(shorter, 12) <= 100);
});

test("without any room one letter is left", () => {
  assert.equal(cut("大尺寸硅片", 12, 1), "大");
});

test("no letter is lost or doubled by breaking lines", () => {
  const sentence = "截至2024年1月，德州市电子信息产业链有19个环节，其中4个有企业，总投资25.0亿元（含在建）。";
  const lines = wrap(sentence, 12, 130);
  assert.equal(lines.join("").replaceAll(" ", ""), sentence);
  assert.ok(lines.length > 3);
});

test("a closing mark never starts a line, an opening one never ends it", () => {
  for (let room = 40; room < 200; room += 7) {
    for (const line of wrap("一二三四五六，七八九十。（甲乙丙）丁戊己：“庚辛”壬癸；子丑！", 12, room)) {
      assert.doesNotMatch(line, /^[，。）：”；！]/, `${room}: ${line}`);
      assert.doesNotMatch(line, /[（“]$/, `${room}: ${line}`);
    }
  }
});

test("Latin words and numbers are not broken", () => {
  assert.deepEqual(wrap("semiconductor silicon wafers", 12, 90), ["semiconductor", "silicon wafers"]);
  assert.ok(wrap("投资250000万元", 12, 50).some((line) => line.includes("250000")));
});

test("the last allowed line ends in dots", () => {
  const lines = wrap("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", 12, 60, 2);
  assert.equal(lines.length, 2);
  assert.equal(lines[0], "一二三四五");
  assert.match(lines[1], /^六七八.*…$/);
  assert.ok(widthOf(lines[1], 12) <= 60);
});

test("nothing to say is one empty line", () => {
  assert.deepEqual(wrap("", 12, 100), [""]);
});
