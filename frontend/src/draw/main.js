// Entry of every page that draws: `window.lianqun.mount` and `window.lianqun.legend`.
import { legend } from "./legend.js";
import { mount } from "./mount.js";
import { sheetSvg } from "./sheet.js";

window.lianqun = { ...(window.lianqun ?? {}), mount, legend, sheetSvg };
document.dispatchEvent(new CustomEvent("lianqun:ready"));
