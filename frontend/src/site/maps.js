// A map on a page: mount the drawing, pass on the state filter, search, full screen and downloads, open what is clicked.
import { askWhy } from "./drawer.js";

const PAGES = { place: "places", chain: "chains" };
const TABLES = {
  link: "links",
  organization: "organizations",
  project: "projects",
  technology: "technologies",
  application: "applications",
  platform: "platforms",
};

export function bindMaps(root) {
  for (const box of root.querySelectorAll("[data-map]")) {
    if (window.lianqun?.mount) mountMap(root, box);
    else root.addEventListener("lianqun:ready", () => mountMap(root, box), { once: true });
  }
}

function mountMap(root, box) {
  const drawing = JSON.parse(root.getElementById(box.dataset.map).textContent);
  if ("sheet" in box.dataset) return laySheet(root, box, drawing);
  let chart = draw(root, box, drawing);
  root.addEventListener("lianqun:theme", () => {
    chart.destroy?.();
    chart = draw(root, box, drawing);
  });
  const tools = root.querySelector(`[data-map-tools="${box.dataset.map}"]`);
  if (tools) bindTools(tools, () => chart);
  const wanted = new URLSearchParams(window.location.search).get("find");
  if (wanted) box.addEventListener("lianqun:drawn", () => find(tools, chart, wanted), { once: true });
}

function draw(root, box, drawing) {
  const theme = root.documentElement.dataset.theme === "wall" ? "wall" : "light";
  const legend = root.querySelector(`[data-legend="${box.dataset.map}"]`);
  if (legend && drawing.legend?.length) window.lianqun.legend?.(legend, drawing, { theme });
  return window.lianqun.mount(box, drawing, {
    onOpen: (ref) => open(drawing, ref),
    shapeUrl: (name) => `${box.dataset.shapes}${name}.json`,
    language: drawing.language,
    theme,
  });
}

// The sheet for paper: drawn once so that the shapes are there, then laid out anew for A3 in black and white.
function laySheet(root, box, drawing) {
  const chart = draw(root, box, drawing);
  if (!window.lianqun.printSheet) return;
  box.addEventListener(
    "lianqun:drawn",
    () => {
      const markup = window.lianqun.printSheet(drawing, chart.seen?.() ?? {});
      const sheet = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
      chart.destroy?.();
      box.replaceChildren(document.importNode(sheet, true));
      for (const words of root.querySelectorAll(".sheet-words")) words.hidden = true;
    },
    { once: true },
  );
}

function find(tools, chart, wanted) {
  const field = tools?.querySelector("[data-map-find]");
  if (field) field.value = wanted;
  chart.find?.(wanted);
}

// On the map of regions a place opens the map of that place; elsewhere its page. Everything else says why in the drawer.
function open(drawing, ref) {
  const query = new URLSearchParams(window.location.search);
  if (ref.kind === "place" && drawing.kind === "regions") {
    query.set("place", ref.id);
    window.location.assign(`/maps/regions?${query}`);
  } else if (PAGES[ref.kind]) window.location.assign(`/${PAGES[ref.kind]}/${encodeURIComponent(ref.id)}?${query}`);
  else if (TABLES[ref.kind]) askWhy(TABLES[ref.kind], ref.id);
}

function bindTools(tools, chart) {
  const states = [...tools.querySelectorAll("[data-state]")];
  const filter = () => chart().filter?.(states.filter((box) => box.checked).map((box) => box.value));
  for (const box of states) box.addEventListener("change", filter);
  const search = tools.querySelector("[data-map-find]");
  search?.addEventListener("input", () => chart().find?.(search.value.trim()));
  tools.querySelector("[data-fullscreen]")?.addEventListener("click", () => chart().fullscreen?.());
  for (const button of tools.querySelectorAll("[data-download]"))
    button.addEventListener("click", () => chart().download?.(button.dataset.download));
  tools.querySelector("[data-table-view]")?.addEventListener("click", () => {
    document.getElementById("map-table")?.scrollIntoView({ behavior: "smooth" });
    document.querySelector("#map-table table")?.focus({ preventScroll: true });
  });
}
