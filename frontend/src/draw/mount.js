// A map in an element of a page: drawn to its width, opened by mouse and keys, searched, filtered, saved.
import { save } from "./download.js";
import { echarts } from "./echarts.js";
import { innerWidth, overlay } from "./overlay.js";
import { layoutOf, nameOf, viewed } from "./series.js";
import { hasShape, registerShape } from "./shapes.js";
import { wordsOf } from "./words.js";

const LIGHTS = new Set(["chain", "applications"]);
const TEXTS = ["name", "note", "say", "leaders", "others", "projects"];

const textOf = (node) =>
  TEXTS.flatMap((key) => node[key] ?? "")
    .join(" ")
    .toLowerCase();

async function loadShapes(drawing, shapeUrl) {
  const wanted = (drawing.shapes ?? []).filter((name) => !hasShape(name));
  if (!shapeUrl) return;
  await Promise.all(
    wanted.map(async (name) => {
      const answer = await fetch(shapeUrl(name));
      if (answer.ok) registerShape(name, await answer.json());
    }),
  );
}

/** Folds around a node, outermost first. */
function foldsAround(nodes, wanted) {
  const owner = new Map();
  nodes.forEach((node, index) => {
    if (node.kind === "fold") for (const inside of node.entries ?? []) owner.set(inside, index);
    for (const chip of node.chips ?? []) owner.set(chip, index);
  });
  const found = [];
  for (let at = owner.get(wanted); at !== undefined; at = owner.get(at)) if (nodes[at].kind === "fold") found.push(at);
  return found;
}

export function mount(element, drawing, { onOpen = () => {}, shapeUrl, theme = "light", width } = {}) {
  const words = wordsOf(drawing.language);
  const name = nameOf(drawing.option);
  const { nodes } = drawing.option.series[0].itemPayload;
  const items = drawing.option.series[0].data;
  const view = { theme, open: [], states: null, found: null, stateWords: words.states };
  const state = { scale: 1, option: null, layout: null, ready: false, gone: false };
  const frame = overlay(element, `${drawing.title}。${drawing.finding} ${words.map}`);
  const chart = echarts.init(frame.canvas, null, { renderer: "svg", width: 10, height: 10 });

  const isNode = (index) => Boolean(items[index]?.ref) && Boolean(state.layout?.nodes.has(index));

  function draw() {
    if (state.gone || !state.ready) return;
    const room = Math.max(320, Math.floor((width ?? innerWidth(element)) / state.scale));
    state.option = viewed(drawing.option, { ...view, width: room });
    state.layout = layoutOf(name, state.option.series[0].itemPayload, room);
    const size = { width: Math.ceil(state.layout.width), height: Math.ceil(state.layout.height) };
    chart.clear();
    chart.resize(size);
    chart.setOption(state.option);
    frame.fit(size, state.scale);
  }

  function open(index) {
    const node = nodes[index];
    if (node.kind === "fold" && node.entries) {
      point(undefined);
      view.open = view.open.includes(index) ? view.open.filter((one) => one !== index) : [...view.open, index];
      draw();
      return;
    }
    const { ref } = items[index];
    if (ref && ref.kind !== "fold") onOpen(ref);
  }

  function point(index) {
    if (view.active === index) return;
    view.active = index;
    const known = index !== undefined && state.layout.nodes.has(index);
    if (LIGHTS.has(name)) draw();
    frame.tell(known ? nodes[index] : null, known ? state.layout.nodes.get(index).box : null, words);
  }

  function ringRound(index) {
    const item = state.layout?.nodes.get(index);
    if (item) frame.show(item.box);
    return Boolean(item);
  }

  frame.onKeys({
    boxes: () => [...state.layout.nodes].filter(([index]) => isNode(index)).map(([index, item]) => ({ index, box: item.box })),
    onMove: point,
    onOpen: open,
  });
  chart.on("mouseover", ({ dataIndex }) => isNode(dataIndex) && point(dataIndex));
  chart.on("click", ({ dataIndex }) => isNode(dataIndex) && open(dataIndex));
  chart.on("globalout", () => point(undefined));

  const watcher = new ResizeObserver(() => requestAnimationFrame(draw));

  loadShapes(drawing, shapeUrl).then(() => {
    state.ready = true;
    draw();
    if (view.found?.length) ringRound(view.found[0]);
    if (!width) watcher.observe(element);
    element.dispatchEvent(new CustomEvent("lianqun:drawn", { bubbles: true }));
  });

  const api = {
    find(text) {
      const sought = text.trim().toLowerCase();
      const hits = sought ? nodes.flatMap((node, index) => (index && textOf(node).includes(sought) ? [index] : [])) : [];
      view.found = sought ? hits : null;
      view.open = [...new Set([...view.open, ...hits.flatMap((index) => foldsAround(nodes, index))])];
      draw();
      if (hits.length) ringRound(hits[0]);
      return hits.length;
    },
    filter(states) {
      view.states = states?.length ? [...states] : null;
      draw();
    },
    reveal(ref) {
      const index = items.findIndex((item) => item.ref?.kind === ref.kind && item.ref?.id === ref.id);
      if (index < 0) return false;
      view.open = [...new Set([...view.open, ...foldsAround(nodes, index)])];
      draw();
      if (!ringRound(index)) return false;
      point(index);
      return true;
    },
    measure(key) {
      view.measure = key;
      draw();
    },
    theme(key) {
      view.theme = key;
      draw();
    },
    zoom(factor) {
      state.scale = Math.min(3, Math.max(0.5, state.scale * factor));
      draw();
    },
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : element.requestFullscreen()),
    download: (form = "svg") => save(drawing, form, view),
    seen: () => ({ open: view.open, states: view.states, found: view.found, measure: view.measure }),
    resize: draw,
    destroy() {
      state.gone = true;
      watcher.disconnect();
      chart.dispose();
      element.replaceChildren();
    },
  };
  return api;
}
