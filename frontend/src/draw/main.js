// Entry of every page that draws: `window.lianqun.mount`, `legend`, and the sheet as SVG for files and for paper.
import { legend } from "./legend.js";
import { mount } from "./mount.js";
import { printSheet, sheetSvg } from "./sheet.js";

window.lianqun = { ...(window.lianqun ?? {}), mount, legend, sheetSvg, printSheet };
document.dispatchEvent(new CustomEvent("lianqun:ready"));
