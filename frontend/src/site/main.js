// Entry of every page: htmx without eval, then one small module for each thing that a page can do.
import htmx from "htmx.org";
import { bindBulk, bindChosen } from "./bulk.js";
import { bindDecide } from "./decide.js";
import { openDrawers } from "./drawer.js";
import { bindKeys } from "./keys.js";
import { bindMaps } from "./maps.js";
import { bindMenus } from "./menus.js";
import { bindRecords } from "./records.js";
import { bindReview } from "./review.js";
import { bindTables } from "./tables.js";
import { bindTheme } from "./theme.js";

window.htmx = htmx;

const bindings = [
  bindMenus,
  bindTheme,
  bindKeys,
  openDrawers,
  bindTables,
  bindReview,
  bindDecide,
  bindBulk,
  bindChosen,
  bindMaps,
  bindRecords,
];

function start() {
  for (const bind of bindings) bind(document);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
