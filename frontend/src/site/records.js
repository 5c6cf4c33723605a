// The form of a row: Ctrl-Enter saves, Escape leaves, and what was typed is kept in this browser until it has been saved.
import { bindSearch } from "./record_search.js";

const KEPT = "lianqun:draft:";
const SENT = "lianqun:sent";
const PAUSE = 300;

export function bindRecords(root) {
  forgetSaved(root);
  root.addEventListener("keydown", (event) => pressEdit(root, event));
  for (const box of root.querySelectorAll("[data-find]")) bindSearch(box);
  const form = root.querySelector("[data-record-form]");
  if (!form) return;
  const key = `${KEPT}${form.dataset.recordForm}:${new URL(form.action).pathname}`;
  const first = typed(form);
  const isOther = () => form.dataset.sent === "yes" || JSON.stringify(typed(form)) !== JSON.stringify(first);
  offerDraft(root, form, key);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form, key), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(form, key);
    remember(() => sessionStorage.setItem(SENT, key));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || root.querySelector("dialog[open]")) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.first"));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || root.querySelector("dialog[open], details.menu[open]")) return;
    if (root.querySelector("[data-drawer]:not([hidden])")) return;
    event.preventDefault();
    if (isOther()) root.getElementById("leave").showModal();
    else form.querySelector("[data-leave]").click();
  });
  root.querySelector("#wrong, #changed")?.scrollIntoView({ block: "nearest" });
  (
    form.querySelector("[aria-invalid], .choice input") ??
    form.querySelector(".record-fields input:not([type=hidden]), .record-fields select")
  )?.focus({ preventScroll: form.dataset.sent === "yes" });
}

// e edits the row that a page is about; in the review it says why.
function pressEdit(root, event) {
  if (event.key !== "e" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (
    event.target.closest?.("input, textarea, select, dialog") ||
    root.querySelector("dialog[open], [data-review], [data-decide]")
  )
    return;
  root.querySelector("a[data-edit]")?.click();
}

// What a browser keeps may be switched off or full; then there is no draft, and everything else goes on.
function remember(step) {
  try {
    return step();
  } catch {
    return null;
  }
}

function typed(form) {
  const told = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && name !== "edit.from") told[name] = value;
  }
  return told;
}

function keep(form, key) {
  remember(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed: typed(form) })));
}

function forgetSaved(root) {
  const key = remember(() => sessionStorage.getItem(SENT));
  if (!key || !root.querySelector("[data-saved]")) return;
  remember(() => {
    localStorage.removeItem(key);
    sessionStorage.removeItem(SENT);
  });
}

function offerDraft(root, form, key) {
  const kept = remember(() => JSON.parse(localStorage.getItem(key) ?? "null"));
  if (!kept || form.dataset.sent === "yes" || !differs(kept.typed, typed(form))) return;
  const note = root.querySelector("[data-draft-note]");
  const words = note.querySelector("[data-draft-words]");
  words.textContent = words.dataset.draftWords.replace("{at}", new Date(kept.at).toLocaleString(document.documentElement.lang));
  note.hidden = false;
  note.querySelector("[data-draft-take]").addEventListener("click", () => {
    fill(form, kept.typed);
    note.hidden = true;
    form.querySelector(".record-fields input:not([type=hidden]), .record-fields select")?.focus();
  });
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    remember(() => localStorage.removeItem(key));
    note.hidden = true;
  });
}

const differs = (kept, now) =>
  Object.entries(kept).some(([name, value]) => name !== "edit.version" && (now[name] ?? "") !== value);

// The version comes back with what was typed on it, so that what others changed since is told when it is saved.
function fill(form, told) {
  for (const [name, value] of Object.entries(told)) {
    const field = form.elements.namedItem(name);
    if (field && !(field instanceof RadioNodeList)) field.value = value;
  }
  form.dataset.sent = "yes";
}
