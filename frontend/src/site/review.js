// The review by key: claims step by step, the source beside them, decisions that can be taken back. Works from the first Tab.
import { startTimer } from "./timer.js";

const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const PHONE = window.matchMedia("(max-width: 760px)");
const timer = startTimer();
let whyIsOpen = false;
let asText; // undefined: not chosen yet
let deciding = false;
let next = ""; // a key that came while a decision was on its way

export function bindReview(root) {
  if (!root.getElementById("review-panes")) return;
  begin(root);
  root.addEventListener("keydown", (event) => press(root, event));
  root.addEventListener("click", (event) => click(root, event));
  root.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "post") event.detail.parameters.seconds = timer.seconds().toFixed(1);
  });
  root.addEventListener("htmx:afterSettle", (event) => settle(root, event));
  // While a decision is on its way no other is begun, and the last key waits for it; an acceptance never waits: its claim was not seen yet.
  root.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig?.verb === "post") deciding = true;
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.failed && !event.detail.xhr?.status) deciding = false; // the line is dead: nothing will settle
  });
}

// After the page or its panes are there: the current claim is chosen, without taking the focus from elsewhere.
function begin(root, takeFocus = false) {
  const queue = root.querySelector("[data-review]");
  if (!queue) return;
  queue.classList.add("keyed");
  choose(root, queue.querySelector(".claim.current") ?? queue.querySelector(".claim"), takeFocus);
}

const current = (root) => root.querySelector("[data-review] .claim.current");
const claims = (root) => [...root.querySelectorAll("[data-review] .claim")];

function press(root, event) {
  const claim = current(root);
  if (event.key === "Escape") return leave(root, event);
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.target.closest?.("input, textarea, select, dialog")
  )
    return;
  if (root.querySelector("dialog[open]") || !root.querySelector("[data-review]")) return;
  if (event.target.closest?.("#review-text") && event.key.startsWith("Arrow")) return;
  const reasons = claim?.querySelector(".reasons:not([hidden])");
  const act =
    reasons && /^[1-9]$/.test(event.key)
      ? () => reasons.querySelector(`[data-digit="${event.key}"]`)?.click()
      : actOf(root, claim, event.key);
  if (!act) return;
  event.preventDefault();
  if (!deciding) act();
  else if (event.key.toLowerCase() !== "a") next = event.key;
}

function actOf(root, claim, key) {
  if (key in STEPS) return () => step(root, claim, STEPS[key]);
  const acts = {
    J: () => stepPassage(root, claim, 1),
    K: () => stepPassage(root, claim, -1),
    a: () => button(claim, "accept")?.click(),
    r: () => openReasons(claim),
    c: () => openCorrection(claim),
    e: () => toggleWhy(root),
    u: () => undo(root),
    s: () => toggleText(root),
    f: () => root.querySelector("[data-review-filter] select")?.focus(),
    A: () => claim?.closest(".passage").querySelector('[data-act="accept-clean"]')?.click(),
  };
  return acts[key];
}

const button = (claim, act) => claim?.querySelector(`[data-act="${act}"]:not([disabled])`);

function click(root, event) {
  const stepBy = event.target.closest("[data-step]")?.dataset.step;
  if (stepBy) return step(root, current(root), Number(stepBy));
  if (event.target.closest("[data-show-as]")) return toggleText(root);
  if (event.target.closest("[data-undo-last]")) return deciding ? undefined : undo(root);
  const mark = event.target.closest("#review-text [data-claim]");
  const claim = mark ? root.getElementById(`claim-${mark.dataset.claim}`) : event.target.closest("[data-review] .claim");
  if (!claim) return;
  if (claim !== current(root)) choose(root, claim, !event.target.closest("a, button, input, select, textarea, summary"));
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "refuse") openReasons(claim);
  if (act === "correct") openCorrection(claim);
  if (act === "why") toggleWhy(root);
  if (event.target.closest("[data-leave]")) closeForms(claim);
}

function step(root, claim, by) {
  const all = claims(root);
  choose(root, all[Math.min(all.length - 1, Math.max(0, all.indexOf(claim) + by))]);
}

function stepPassage(root, claim, by) {
  const passages = [...root.querySelectorAll("[data-review] .passage")];
  const there = passages[Math.min(passages.length - 1, Math.max(0, passages.indexOf(claim?.closest(".passage")) + by))];
  choose(root, there?.querySelector(".claim:not(.done)") ?? there?.querySelector(".claim"));
}

function choose(root, claim, takeFocus = true) {
  if (!claim) return;
  for (const other of claims(root)) {
    const isThis = other === claim;
    other.classList.toggle("current", isThis);
    other.tabIndex = isThis ? 0 : -1;
    if (isThis) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  if (takeFocus) claim.focus({ preventScroll: true });
  timer.start();
  load(claim);
  mark(root, claim);
  showPicture(root, claim);
  count(root, claim);
  keepInView(claim);
}

function load(claim) {
  const room = claim.querySelector(".beside");
  if (room && !room.hasChildNodes())
    window.htmx.ajax("GET", claim.dataset.beside, { target: `#${CSS.escape(room.id)}`, swap: "innerHTML" });
}

// The table or page of a claim comes with what stands beside it. Until then what is shown belongs to another claim and is dimmed.
function showPicture(root, claim) {
  const room = root.getElementById("review-picture");
  const own = claim.querySelector("template[data-picture]");
  const isOwn = own || room.dataset.of === claim.dataset.claim || room.dataset.of === undefined;
  room.classList.toggle("stale", !isOwn);
  if (own) room.replaceChildren(own.content.cloneNode(true));
  if (isOwn) room.dataset.of = claim.dataset.claim;
  const spot = showAs(root) ? null : room.querySelector(".at");
  if (spot) keepInView(spot, true);
}

// Whether the text is shown where there is a picture: as chosen by key; else on a phone, where a page cannot be read.
function showAs(root) {
  const text = root.getElementById("review-text");
  const picture = text.querySelector("#review-picture > .source-picture");
  const isText = asText ?? (PHONE.matches && Boolean(picture?.querySelector(".printed")));
  text.classList.toggle("as-picture", Boolean(picture) && !isText);
  text.classList.toggle("as-text", Boolean(picture) && isText);
  text.querySelector("[data-as]").hidden = !picture;
  return isText;
}

function toggleText(root) {
  const text = root.getElementById("review-text");
  if (!text.querySelector("#review-picture > .source-picture")) return;
  asText = text.classList.contains("as-picture");
  showAs(root);
  const spot = text.querySelector(asText ? ".source .q.at" : "#review-picture .at");
  if (spot) keepInView(spot, true);
}

function count(root, claim) {
  const all = claims(root);
  const said = root.querySelector("[data-count]");
  if (said) said.textContent = `${all.indexOf(claim) + 1} / ${all.length}`;
}

// The source: the claim's own span stands out, its sentence is marked, and both are scrolled to.
function mark(root, claim) {
  const text = root.getElementById("review-text");
  const passage = claim.closest(".passage").dataset.passage;
  for (const one of text.querySelectorAll("[data-claim]")) {
    one.classList.toggle("at", one.dataset.claim === claim.dataset.claim);
    one.classList.remove("done");
  }
  for (const one of text.querySelectorAll("[data-sentence]")) one.classList.toggle("here", one.dataset.sentence === passage);
  for (const done of root.querySelectorAll("[data-review] .claim.done")) {
    for (const one of text.querySelectorAll(`[data-claim="${done.dataset.claim}"]`)) one.classList.add("done");
  }
  const spot = text.classList.contains("as-picture") ? null : text.querySelector("[data-claim].at");
  if (spot) keepInView(spot, true);
}

// Scroll the pane that holds an element; where panes do not scroll (a phone), the page follows the claim only.
function keepInView(element, middle = false) {
  const across = element.closest(".table-box");
  if (across && middle)
    across.scrollLeft += element.getBoundingClientRect().left - across.getBoundingClientRect().left - across.clientWidth / 2;
  const pane = element.closest(".stay");
  const room = pane?.getBoundingClientRect();
  const scrolls = pane && getComputedStyle(pane).overflowY !== "visible";
  if (!scrolls) return middle ? undefined : element.scrollIntoView({ block: "nearest" });
  const box = element.getBoundingClientRect();
  if (middle) pane.scrollTop += box.top + box.height / 2 - room.top - room.height / 2;
  else if (box.top < room.top || box.height > room.height) pane.scrollTop += box.top - room.top;
  else if (box.bottom > room.bottom) pane.scrollTop += box.bottom - room.bottom;
}

function openReasons(claim) {
  const reasons = claim?.querySelector(".reasons");
  if (!reasons) return;
  closeForms(claim);
  reasons.hidden = false;
  button(claim, "refuse")?.setAttribute("aria-expanded", "true");
  reasons.querySelector("button").focus();
  keepInView(claim);
}

// The form comes with what stands beside the claim; a key pressed before it is there opens it when it comes.
function openCorrection(claim) {
  const form = claim?.querySelector("[data-correct]");
  if (!form) {
    if (claim && !claim.classList.contains("done")) claim.dataset.opens = "correct";
    return;
  }
  closeForms(claim);
  form.hidden = false;
  const field = form.querySelector("[name=value]");
  field.focus();
  field.select();
  keepInView(claim);
}

function closeForms(claim) {
  for (const form of claim.querySelectorAll(".reasons, [data-correct]")) form.hidden = true;
  button(claim, "refuse")?.setAttribute("aria-expanded", "false");
}

function leave(root, event) {
  const claim = current(root);
  const open = claim?.querySelector(".reasons:not([hidden]), [data-correct]:not([hidden])");
  if (open) {
    event.preventDefault();
    closeForms(claim);
  }
  if (claim && (open || event.target.closest?.("[data-review-filter]"))) claim.focus({ preventScroll: true });
}

function toggleWhy(root) {
  whyIsOpen = !whyIsOpen;
  showWhy(current(root));
}

function showWhy(claim) {
  const why = claim?.querySelector("[data-why]");
  if (why) why.hidden = !whyIsOpen;
  button(claim, "why")?.setAttribute("aria-expanded", String(whyIsOpen));
  if (why && whyIsOpen) keepInView(claim);
}

function undo(root) {
  const address = root.querySelector("[data-review]").dataset.undo;
  window.htmx.ajax("POST", address, { target: "#review-panes", swap: "outerHTML" });
}

// After a decision the claim's row is replaced and the next open claim becomes the current one; after undo or a bulk decision both panes are.
function settle(root, event) {
  const there = event.detail.elt;
  if (there?.classList?.contains("beside")) return besideCame(there.closest(".claim"));
  if (there?.id === "review-panes") begin(root, true);
  else if (there?.classList?.contains("done")) chooseOpen(root, there);
  else if (there?.classList?.contains("claim")) choose(root, there);
  else if (there?.classList?.contains("note") && !current(root)) chooseOpen(root);
  else return;
  deciding = false;
  const key = next;
  next = "";
  if (key) actOf(root, current(root), key)?.();
}

function chooseOpen(root, after) {
  const all = claims(root);
  const open = (one) => !one.classList.contains("done");
  choose(root, all.slice(all.indexOf(after) + 1).find(open) ?? all.find(open) ?? after ?? all[0]);
}

function besideCame(claim) {
  if (!claim.classList.contains("current")) return;
  showWhy(claim);
  showPicture(document, claim);
  if (claim.dataset.opens) openCorrection(claim);
  delete claim.dataset.opens;
  keepInView(claim);
}
