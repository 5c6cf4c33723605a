// What lies over the drawing: the frame that scrolls, the ring round the chosen node, the note beside it, the voice for screen readers.
import { FACE, themeOf } from "./theme.js";

// The ring and the note look the same in every theme.
const { accent, ink, onFill } = themeOf("light");
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function part(tag, style, attributes = {}) {
  const element = document.createElement(tag);
  Object.assign(element.style, style);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const middle = ([x, y, width, height]) => [x + width / 2, y + height / 2];

/** The node that lies next in a direction: near in it, and little to the side. */
export function nextIn([dx, dy], from, boxes) {
  const [x, y] = middle(from);
  const ranked = boxes
    .map((one) => {
      const [cx, cy] = middle(one.box);
      const [along, aside] = [(cx - x) * dx + (cy - y) * dy, Math.abs((cx - x) * dy) + Math.abs((cy - y) * dx)];
      return { ...one, along, far: along + 2.5 * aside };
    })
    .filter((one) => one.along > 1)
    .sort((a, b) => a.far - b.far);
  return ranked[0];
}

const isReadingOrder = (a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0];

/** The width inside an element's padding, in pixels. */
export function innerWidth(element) {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - (parseFloat(paddingLeft) || 0) - (parseFloat(paddingRight) || 0);
}

export function overlay(element, label) {
  element.style.position ||= "relative";
  const scroll = part(
    "div",
    { position: "relative", overflowX: "auto", overflowY: "hidden", outline: "none", maxWidth: "100%" },
    { tabindex: "0", role: "application", "aria-label": label },
  );
  const stage = part("div", { position: "relative", transformOrigin: "0 0" });
  const canvas = part("div", {});
  const ring = part("div", {
    position: "absolute",
    pointerEvents: "none",
    border: `2px solid ${accent}`,
    borderRadius: "4px",
    display: "none",
  });
  const note = part(
    "div",
    {
      position: "absolute",
      pointerEvents: "none",
      maxWidth: "280px",
      padding: "6px 10px",
      background: ink,
      color: onFill,
      borderRadius: "4px",
      font: `12px/1.5 ${FACE}`,
      display: "none",
      zIndex: "5",
      whiteSpace: "pre-line",
    },
    { "aria-hidden": "true" },
  );
  const voice = part(
    "div",
    { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
    { "aria-live": "polite" },
  );
  stage.append(canvas, ring, note);
  scroll.append(stage);
  element.replaceChildren(scroll, voice);
  let current = null;

  function fit({ width, height }, scale) {
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    Object.assign(stage.style, {
      width: `${width}px`,
      height: `${height * scale}px`,
      transform: scale === 1 ? "" : `scale(${scale})`,
    });
    scroll.style.overflowX = width * scale > innerWidth(element) + 1 ? "auto" : "hidden";
  }

  function show([x, y, width, height]) {
    scroll.scrollTo({ left: Math.max(0, x + width / 2 - scroll.clientWidth / 2) });
    Object.assign(ring.style, {
      left: `${x - 3}px`,
      top: `${y - 3}px`,
      width: `${width + 2}px`,
      height: `${height + 2}px`,
      display: "block",
    });
    ring.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function tell(node, box, words) {
    const shown = node && box;
    note.style.display = shown ? "block" : "none";
    if (!shown) ring.style.display = "none";
    if (!shown) return;
    const lines = [node.name, node.state ? words.states[node.state] : "", node.note ?? "", node.say ?? ""].filter(Boolean);
    note.textContent = lines.join("\n");
    voice.textContent = lines.join("，");
    const [x, y, width, height] = box;
    const left = Math.max(0, Math.min(x, scroll.scrollLeft + scroll.clientWidth - 290));
    Object.assign(note.style, {
      left: `${left}px`,
      top: y + height + 90 < canvas.clientHeight ? `${y + height + 6}px` : "auto",
      bottom: y + height + 90 < canvas.clientHeight ? "auto" : `${canvas.clientHeight - y + 6}px`,
    });
    Object.assign(ring.style, {
      left: `${x - 3}px`,
      top: `${y - 3}px`,
      width: `${width + 2}px`,
      height: `${height + 2}px`,
      display: document.activeElement === scroll ? "block" : "none",
    });
  }

  function onKeys({ boxes, onMove, onOpen }) {
    scroll.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const all = boxes().sort(isReadingOrder);
      const at = all.find((one) => one.index === current);
      const go = (one) => {
        event.preventDefault();
        if (!one) return;
        current = one.index;
        onMove(one.index);
        show(one.box);
      };
      if (ARROWS[event.key]) go(at ? nextIn(ARROWS[event.key], at.box, all) : all[0]);
      else if (event.key === "Home") go(all[0]);
      else if (event.key === "End") go(all[all.length - 1]);
      else if ((event.key === "Enter" || event.key === " ") && at) {
        event.preventDefault();
        onOpen(at.index);
      } else if (event.key === "Escape") {
        current = null;
        onMove(undefined);
      }
    });
    scroll.addEventListener("pointerdown", () => scroll.focus({ preventScroll: true }));
    scroll.addEventListener("mouseleave", () => onMove(undefined));
  }

  return { canvas, fit, show, tell, onKeys };
}
