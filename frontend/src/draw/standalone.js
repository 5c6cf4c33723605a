// One map as a page of its own, with everything inside: no network, no site.
import "./standalone.css";
import { legend } from "./legend.js";
import { mount } from "./mount.js";
import { panel } from "./panel.js";
import { registerShape } from "./shapes.js";
import { printSheet } from "./sheet.js";
import { tableOf } from "./table.js";
import { wordsOf } from "./words.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const STATES = ["present", "weak", "absent", "unknown"];

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const button = (label, act, rest = {}) => make("button", { type: "button", on: { click: act }, ...rest }, label);

function toolbar(drawing, words, chart, page) {
  const hits = make("span", { class: "hits", "aria-live": "polite" });
  const search = make("input", {
    type: "search",
    placeholder: words.search,
    "aria-label": words.search,
    on: {
      input: (event) => {
        const sought = event.target.value;
        const found = chart().find(sought);
        hits.textContent = sought.trim() ? words.hits.replace("{n}", found) : "";
      },
    },
  });
  const hasStates = drawing.legend.some((entry) => entry.key === "present");
  const boxes = STATES.map((state) => make("input", { type: "checkbox", value: state, checked: "" }));
  const filter = () =>
    chart().filter(boxes.every((box) => box.checked) ? [] : boxes.filter((box) => box.checked).map((box) => box.value));
  const states =
    hasStates && drawing.kind !== "regions"
      ? make("fieldset", { on: { change: filter } }, ...boxes.map((box) => make("label", {}, box, words.states[box.value])))
      : null;
  const measures = drawing.option.series[0].itemPayload.measures;
  const measure = measures
    ? make(
        "label",
        {},
        `${words.measure} `,
        make(
          "select",
          { on: { change: (event) => chart().measure(event.target.value) } },
          ...Object.entries(measures).map(([key, label]) => make("option", { value: key }, label)),
        ),
      )
    : null;
  const wall = make(
    "label",
    {},
    make("input", { type: "checkbox", on: { change: (event) => page.theme(event.target.checked ? "wall" : "light") } }),
    words.wall,
  );
  return make(
    "div",
    { class: "tools", role: "toolbar" },
    search,
    hits,
    states,
    measure,
    make("span", { class: "gap" }),
    wall,
    button("＋", () => chart().zoom(1.2), { title: words.zoomIn, "aria-label": words.zoomIn }),
    button("－", () => chart().zoom(1 / 1.2), { title: words.zoomOut, "aria-label": words.zoomOut }),
    button(words.full, () => chart().fullscreen()),
    button("SVG", () => chart().download("svg")),
    button("PNG", () => chart().download("png")),
    button(words.print, () => window.print()),
  );
}

function sourcesOf(drawing, words) {
  const titles = drawing.sources.map((one) =>
    make("li", {}, one.published_on ? `${one.title}（${one.published_on}）` : one.title),
  );
  return make(
    "section",
    {},
    make("h2", {}, words.sources),
    titles.length ? make("ul", {}, ...titles) : words.none,
    drawing.approval ? make("p", {}, drawing.approval) : null,
  );
}

function notes(drawing, words) {
  const part = (head, body) => make("section", {}, make("h2", {}, head), make("p", {}, body));
  return make(
    "footer",
    {},
    part(words.how, drawing.how_to_read),
    part(words.not, drawing.does_not_decide),
    sourcesOf(drawing, words),
    make("p", { class: "stamp" }, `${words.asOf} ${drawing.as_of} · ${words.version} ${drawing.version}`),
  );
}

function start() {
  const drawings = read("drawings");
  const details = read("details");
  for (const [name, shape] of Object.entries(read("shapes"))) registerShape(name, shape);
  const main = document.getElementById("map");
  const state = { chart: null, theme: "light" };

  function show(drawing) {
    const words = wordsOf(drawing.language);
    state.chart?.destroy();
    state.drawing = drawing;
    const box = make("div", { class: "map" });
    const keys = make("div", { class: "legend" });
    const side = panel(details, words, { reveal: (ref) => state.chart.reveal(ref) });
    const others =
      drawings.length > 1
        ? make(
            "nav",
            {},
            ...drawings.map((one) => button(one.title, () => show(one), one === drawing ? { "aria-current": "page" } : {})),
          )
        : null;
    const page = {
      theme(key) {
        state.theme = key;
        document.documentElement.dataset.theme = key;
        legend(keys, drawing, { theme: key });
        state.chart.theme(key);
      },
    };
    const table = tableOf(drawing, words, {
      open: (ref) => {
        side.open(ref);
        state.chart.reveal(ref);
      },
    });
    main.replaceChildren(
      make("header", {}, others, make("h1", {}, drawing.title), make("p", { class: "finding" }, drawing.finding)),
      toolbar(drawing, words, () => state.chart, page),
      keys,
      make("div", { class: "work" }, box, side.element),
      table,
      notes(drawing, words),
    );
    document.title = drawing.title;
    legend(keys, drawing, { theme: state.theme });
    state.chart = mount(box, drawing, {
      theme: state.theme,
      onOpen(ref) {
        const next =
          ref.kind === "place" &&
          drawings.find((one) => one !== drawing && one.option.series[0].itemPayload.place?.id === ref.id);
        if (next) show(next);
        else side.open(ref);
      },
    });
  }

  show(drawings[0]);
  const paper = make("div", { class: "sheet" });
  document.body.append(paper);
  window.addEventListener("beforeprint", () => {
    const sheet = new DOMParser().parseFromString(printSheet(state.drawing, state.chart.seen()), "image/svg+xml");
    paper.replaceChildren(document.importNode(sheet.documentElement, true));
  });
}

start();
