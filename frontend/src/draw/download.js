// The sheet as a file of the reader's own: SVG, or PNG at twice its size.
import { sheetSvg } from "./sheet.js";

const WIDTH = 1320;
const SCALE = 2;

function hand(url, name) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

function picture(markup) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("svg"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  });
}

async function pngOf(markup) {
  const image = await picture(markup);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.width * SCALE, height: image.height * SCALE });
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Save the whole sheet with the folds, filter and measure as they are seen. */
export async function save(drawing, form, view) {
  const { theme = "light", open, states, found, measure } = view;
  const markup = sheetSvg(drawing, { width: WIDTH, theme, view: { open, states, found, measure } });
  const blob = form === "png" ? await pngOf(markup) : new Blob([markup], { type: "image/svg+xml" });
  const url = URL.createObjectURL(blob);
  hand(url, `${drawing.title.replaceAll(/\s*·\s*/g, "-")} ${drawing.as_of}.${form}`);
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
