import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, LONG, laidOut, saidBy } from "../drawn.js";

const draw = (text, width) => laidOut("empty", { text, nodes: [] }, width);

test("it says why, in the middle", () => {
  const layout = draw("没有链条。下一步：导入产业链表。", 800);
  assertSound(layout);
  assert.equal(saidBy(layout).join(""), "没有链条。下一步：导入产业链表。");
  assert.equal(layout.nodes.size, 0);
});

test("a long reason takes several lines and stays inside, also on a phone", () => {
  for (const width of [320, 800]) {
    const layout = draw(LONG, width);
    assertSound(layout);
    assert.equal(saidBy(layout).join(""), LONG);
  }
});

test("nothing to say is still a box", () => {
  assertSound(draw("", 320));
});
