// Entry of every page that draws: `window.lianqun.mount`.
import { mount } from "./mount.js";

window.lianqun = { ...(window.lianqun ?? {}), mount };
document.dispatchEvent(new CustomEvent("lianqun:ready"));
