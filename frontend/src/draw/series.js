// The custom series of the five maps. An option names them; what they draw follows from their payload, the width and the view.
import { echarts } from "./echarts.js";
import * as applications from "./layouts/applications.js";
import * as chain from "./layouts/chain.js";
import * as empty from "./layouts/empty.js";
import * as panorama from "./layouts/panorama.js";
import * as regions from "./layouts/regions.js";
import * as roadmap from "./layouts/roadmap.js";
import { group, stateBox } from "./marks.js";
import { shapeNamed } from "./shapes.js";
import { themeOf } from "./theme.js";

const LAYOUTS = { applications, chain, empty, panorama, regions, roadmap };
const FADED = 0.16;
const ABOVE = 50;
const laid = new WeakMap();

const STATES = ["present", "weak", "absent", "unknown"];

/** Where everything stands on a canvas of this width; asked again for the same payload and width, the same answer. */
export function layoutOf(name, payload, width) {
  const kept = laid.get(payload);
  if (kept?.asked === width) return kept.found;
  const view = payload.view ?? {};
  const theme = themeOf(view.theme);
  const words = view.stateWords ?? {};
  const context = {
    theme,
    view,
    shape: shapeNamed,
    stateWord: (state) => words[state] ?? "",
    stateWords: STATES.map((state) => words[state] ?? ""),
    swatch: (state, box) => (state ? stateBox(state, box, theme, 2) : []),
  };
  const found = LAYOUTS[name].layout(payload, width, context);
  laid.set(payload, { asked: width, found });
  return found;
}

const raise = (elements, z2) =>
  elements.map((one) => (one.children ? { ...one, children: raise(one.children, z2) } : { ...one, z2 }));
const fade = (elements) =>
  elements.map((one) =>
    one.children ? { ...one, children: fade(one.children) } : { ...one, style: { ...one.style, opacity: FADED } },
  );

const isFaded = (node, index, view) =>
  (view.states && node.state && !view.states.includes(node.state)) || (view.found && !view.found.includes(index));

function render(name) {
  return (params, api) => {
    const payload = params.itemPayload;
    const index = api.value(0);
    const { backdrop, nodes, front } = layoutOf(name, payload, payload.view?.width ?? api.getWidth());
    if (index === 0) return group([...backdrop, ...raise(front ?? [], ABOVE)].map((one) => ({ ...one, silent: true })));
    const item = nodes.get(index);
    if (!item) return undefined;
    const faded = isFaded(payload.nodes[index], index, payload.view ?? {});
    return group(raise(faded ? fade(item.elements) : item.elements, item.z ?? 1));
  };
}

for (const name of Object.keys(LAYOUTS)) echarts.registerCustomSeries(`lianqun.${name}`, render(name));

/** The option with a view (theme, open folds, highlighted node …) written into its payload; the option itself stays as it was. */
export function viewed(option, view) {
  const [series] = option.series;
  return { ...option, series: [{ ...series, itemPayload: { ...series.itemPayload, view } }] };
}

export const nameOf = (option) => option.series[0].renderItem.split(".")[1];
