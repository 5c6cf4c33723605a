// Widths of text without a browser, so that a map is laid out the same on Node and on every screen.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const NARROW = /[ iljtfrI.,:;'|!()[\]]/;
const CAPITAL = /[A-Z@%&mw]/;
const MIDDLE = "…";
// Names are set bold from 14 px up; bold Latin letters are a little wider.
const BOLD = 1.06;

const widthOfLetter = (letter) => (WIDE.test(letter) ? 1 : NARROW.test(letter) ? 0.34 : CAPITAL.test(letter) ? 0.72 : 0.56);

export const widthOf = (text, size) =>
  [...text].reduce((sum, letter) => sum + widthOfLetter(letter), 0) * size * (size > 13 ? BOLD : 1);

/** A text that fits: long ones are cut in the middle, so that beginning and end stay. */
export function cut(text, size, room) {
  if (widthOf(text, size) <= room) return text;
  const letters = [...text];
  for (let keep = letters.length - 1; keep > 1; keep -= 1) {
    const head = Math.ceil(keep * 0.6);
    const shorter =
      letters.slice(0, head).join("").trimEnd() +
      MIDDLE +
      letters
        .slice(letters.length - (keep - head))
        .join("")
        .trimStart();
    if (widthOf(shorter, size) <= room) return shorter;
  }
  return letters[0] ?? "";
}

/** Units that must not be broken: a Chinese character with the bracket before it, a word, a number with its sign. */
const unitsOf = (text) =>
  text.match(/[（《“「『]*(?:[\u3000-\u9fff\uff00-\uffef]|[^\s\-\u3000-\u9fff\uff00-\uffef]+-?\s?|-\s?)|\s/g) ?? [];
const HANGING = /[、，。；：！？）」』”’]$/;
const CLOSING = /^[、，。；：！？）」』”’%,.;:)]/;

/** Lines of at most `room` pixels; the last of at most `most` lines is cut. A closing mark never starts a line. */
export function wrap(text, size, room, most = Infinity) {
  const lines = [""];
  for (const unit of unitsOf(text)) {
    const line = lines[lines.length - 1];
    if (line && widthOf(line + unit.trimEnd(), size) > room && !CLOSING.test(unit)) lines.push(unit.trimStart());
    else lines[lines.length - 1] = line + unit;
  }
  const kept = lines.map((line) => line.trimEnd());
  if (kept.length > most) return [...kept.slice(0, most - 1), clip(kept.slice(most - 1).join(""), size, room)];
  return kept.map((line) => cut(line, size, HANGING.test(line) ? room + size : room));
}

/** The beginning of a sentence that does not fit. */
function clip(sentence, size, room) {
  let [kept, used] = ["", widthOf(MIDDLE, size)];
  for (const letter of sentence) {
    used += widthOf(letter, size);
    if (used > room) return kept.trimEnd() + MIDDLE;
    kept += letter;
  }
  return kept;
}
