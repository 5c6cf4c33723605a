// A map on a page: mount the drawing, pass on the state filter, search, full screen and downloads, open what is clicked.
import { askWhy } from "./drawer.js";

const PAGES = { link: "links", organization: "organizations", place: "places", chain: "chains", project: "projects" };
const TABLES = { ...PAGES, technology: "technologies", application: "applications", platform: "platforms" };

export function bindMaps(root) {
  for (const box of root.querySelectorAll("[data-map]")) {
    if (window.lianqun?.mount) mountMap(root, box);
    else root.addEventListener("lianqun:ready", () => mountMap(root, box), { once: true });
  }
}

function mountMap(root, box) {
  const drawing = JSON.parse(root.getElementById(box.dataset.map).textContent);
  let chart = draw(root, box, drawing);
  root.addEventListener("lianqun:theme", () => {
    chart.destroy?.();
    chart = draw(root, box, drawing);
  });
  const tools = root.querySelector(`[data-map-tools="${box.dataset.map}"]`);
  if (tools) bindTools(tools, () => chart);
  window.addEventListener("resize", () => chart.resize?.());
  const wanted = new URLSearchParams(window.location.search).get("find");
  if (wanted) chart.find?.(wanted);
}

function draw(root, box, drawing) {
  return window.lianqun.mount(box, drawing, {
    onOpen: (ref) => open(ref),
    shapeUrl: (name) => `${box.dataset.shapes}${name}.json`,
    language: root.documentElement.lang.startsWith("zh") ? "zh" : "en",
    theme: root.documentElement.dataset.theme === "wall" ? "wall" : "light",
  });
}

function open(ref) {
  if (ref.kind === "place" || ref.kind === "chain") return window.location.assign(`/${PAGES[ref.kind]}/${encodeURIComponent(ref.id)}${window.location.search}`);
  if (TABLES[ref.kind]) askWhy(TABLES[ref.kind], ref.id);
}

function bindTools(tools, chart) {
  const states = [...tools.querySelectorAll("[data-state]")];
  const filter = () => chart().filter?.(states.filter((box) => box.checked).map((box) => box.value));
  for (const box of states) box.addEventListener("change", filter);
  const search = tools.querySelector("[data-map-find]");
  search?.addEventListener("input", () => chart().find?.(search.value.trim()));
  tools.querySelector("[data-fullscreen]")?.addEventListener("click", () => chart().fullscreen?.());
  for (const button of tools.querySelectorAll("[data-download]")) button.addEventListener("click", () => chart().download?.(button.dataset.download));
  const table = tools.querySelector("[data-table-view]");
  table?.addEventListener("click", () => {
    document.getElementById("map-table")?.scrollIntoView({ behavior: "smooth" });
    document.querySelector("#map-table table")?.focus();
  });
}
