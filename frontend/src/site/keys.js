// Keys: / and Ctrl-K search, g then a letter or digit to go, j and k through rows, Enter opens, ? help. Never while one types.
const PAUSE = 1200;
let going = -PAUSE; // not 0: a key in the first second of a page follows no g

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

export function bindKeys(root) {
  root.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return act(event, () => focusSearch(root));
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || root.querySelector("dialog[open]")) return;
    if (event.timeStamp - going < PAUSE && /^[a-z0-9]$/.test(event.key)) return act(event, () => go(root, event.key));
    const rows = root.querySelector("[data-review], [data-decide]") ? {} : { j: () => move(root, 1), k: () => move(root, -1) };
    const step = { "/": () => focusSearch(root), "?": () => root.getElementById("help")?.showModal(), ...rows }[event.key];
    if (step) return act(event, step);
    if (event.key === "g") going = event.timeStamp;
    if (event.key === "Enter" && event.target === root.body) root.querySelector("tr.current a")?.click();
  });
}

function act(event, step) {
  event.preventDefault();
  going = -PAUSE;
  step();
}

function focusSearch(root) {
  const field = root.querySelector("[data-search]");
  field?.focus();
  field?.select();
}

function go(root, letter) {
  const target = root.querySelector(`[data-key="${letter}"]`);
  if (target) window.location.assign(target.href);
}

function move(root, by) {
  const rows = [...root.querySelectorAll("[data-rows] > tbody > tr:not([hidden])")];
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.classList.contains("current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))];
  rows[here]?.classList.remove("current");
  next.classList.add("current");
  next.scrollIntoView({ block: "nearest" });
}
