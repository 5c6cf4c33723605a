// Names on a map without two of them on top of each other: what matters first, and each tries a few places round its point.
import { text } from "./marks.js";
import { widthOf } from "./text.js";

const overlaps = (a, b) => a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

function candidates({ at: [x, y], r = 0, words, size, centred, second }) {
  const width = Math.max(widthOf(words, size), second ? widthOf(second, 12) : 0);
  const height = size + 3 + (second ? 15 : 0);
  if (centred)
    return [
      [0, 0],
      [0, -18],
      [0, 18],
      [-26, 0],
      [26, 0],
    ].map(([dx, dy]) => [x - width / 2 + dx, y - height / 2 + dy, width, height]);
  const gap = r + 3;
  return [
    [x + gap, y - height / 2, width, height],
    [x - gap - width, y - height / 2, width, height],
    [x - width / 2, y - gap - height, width, height],
    [x - width / 2, y + gap, width, height],
    [x + gap, y - gap - height, width, height],
    [x + gap, y + gap, width, height],
    [x - gap - width, y + gap, width, height],
  ];
}

const within = ([x, y, width, height], [left, top, w, h]) =>
  x >= left && y >= top && x + width <= left + w && y + height <= top + h;

/** Text elements for as many labels as fit; labels that must be there are placed even when they touch another. */
export function placeLabels(labels, frame) {
  const taken = labels.filter((label) => !label.centred && label.r).map(({ at: [x, y], r }) => [x - r, y - r, 2 * r, 2 * r]);
  const ranked = [...labels].sort(
    (a, b) => Number(Boolean(b.must)) - Number(Boolean(a.must)) || Number(Boolean(b.bold)) - Number(Boolean(a.bold)),
  );
  return ranked.flatMap((label) => {
    const own = label.r ? [label.at[0] - label.r, label.at[1] - label.r] : null;
    const blocked = (box) => taken.some((other) => overlaps(box, other) && !(own && other[0] === own[0] && other[1] === own[1]));
    const options = candidates(label).filter((box) => within(box, frame));
    const box = options.find((one) => !blocked(one)) ?? (label.must ? (options[0] ?? candidates(label)[0]) : null);
    if (!box) return [];
    taken.push(box);
    const style = { size: label.size, bold: label.bold, halo: label.halo };
    const centre = box[0] + box[2] / 2;
    const name = label.centred
      ? text(centre, box[1], label.words, label.ink, { ...style, align: "center" })
      : text(box[0], box[1] + 1, label.words, label.ink, style);
    return label.second
      ? [name, text(centre, box[1] + label.size + 4, label.second, label.ink, { size: 12, align: "center", halo: label.halo })]
      : [name];
  });
}
