import { mount } from "./mount.js";

window.lianqun = { mount };
