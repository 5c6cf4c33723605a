// Everything the pages load goes to src/lianqun/maps/assets, built anew; the shapes only when they are not there yet.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { BUNDLES, OUT } from "../vite.config.js";
import { writeShapes } from "./shapes.js";

const SHAPES = "shapes";

if (existsSync(OUT)) {
  for (const name of readdirSync(OUT)) if (name !== SHAPES) rmSync(join(OUT, name), { recursive: true });
}
for (const bundle of BUNDLES) await build(bundle());
if (!existsSync(join(OUT, SHAPES, "index.json"))) writeShapes(join(OUT, SHAPES));
