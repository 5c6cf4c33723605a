// Everything the pages load goes to src/lianqun/maps/assets; the shapes only when they are not there yet.
// What an earlier build left is removed last, so that a running site never finds a file missing.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { BUNDLES, OUT } from "../vite.config.js";
import { writeShapes } from "./shapes.js";

const SHAPES = join(OUT, "shapes");

const started = Date.now();
for (const bundle of BUNDLES) await build(bundle());
if (!existsSync(join(SHAPES, "index.json"))) writeShapes(SHAPES);
for (const entry of readdirSync(OUT, { withFileTypes: true })) {
  const path = join(OUT, entry.name);
  if (entry.isFile() && statSync(path).mtimeMs < started - 1000) rmSync(path);
}
