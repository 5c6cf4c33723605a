// Drawing on Node: one JSON request on standard input, the SVG sheet on standard output.
import { readFileSync } from "node:fs";
import { registerShape } from "./shapes.js";
import { sheetSvg } from "./sheet.js";

export { registerShape, sheetSvg };

/** `{drawing, width, theme, shapes: {name: path}}` → the sheet as SVG text. */
export function drawRequest({ drawing, width, theme, shapes = {}, view = {} }) {
  for (const [name, path] of Object.entries(shapes)) registerShape(name, JSON.parse(readFileSync(path, "utf-8")));
  return sheetSvg(drawing, { width, theme, view });
}

if (process.argv[2] === "--stdin") process.stdout.write(drawRequest(JSON.parse(readFileSync(0, "utf-8"))));
