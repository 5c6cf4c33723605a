// The review queue: j and k choose a claim, a accepts, r refuses, c corrects, u undoes. The text follows on the left.
const KEYS = { a: "accept", r: "refuse", c: "correct", u: "undo" };

export function bindReview(root) {
  const queue = root.querySelector("[data-review]");
  if (!queue) return;
  choose(queue, queue.querySelector(".claim.current") ?? queue.querySelector(".claim"), false);
  queue.addEventListener("click", (event) => {
    const claim = event.target.closest(".claim");
    if (claim && !event.target.closest("a, button, input, select, textarea, summary")) choose(queue, claim);
  });
  root.addEventListener("keydown", (event) => press(queue, event));
  root.addEventListener("htmx:afterSettle", (event) => settle(queue, event));
}

function press(queue, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const here = queue.querySelector(".claim.current");
  if (event.key === "j") return choose(queue, beside(here, "nextElementSibling"));
  if (event.key === "k") return choose(queue, beside(here, "previousElementSibling"));
  const wanted = KEYS[event.key];
  if (!wanted) return;
  const claim = wanted === "undo" ? (here?.querySelector('[data-act="undo"]') ? here : queue.lastDone()) : here;
  const button = claim?.querySelector(`[data-act="${wanted}"]:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function beside(claim, way) {
  let next = claim?.[way];
  while (next && !next.classList.contains("claim")) next = next[way];
  return next;
}

function choose(queue, claim, load = true) {
  queue.lastDone ??= () => [...queue.querySelectorAll(".claim.done")].sort((left, right) => Number(left.dataset.doneAt) - Number(right.dataset.doneAt)).pop();
  if (!claim) return;
  for (const other of queue.querySelectorAll(".claim.current")) other.classList.remove("current");
  claim.classList.add("current");
  keepInView(claim);
  if (load && claim.dataset.context) window.htmx.ajax("GET", claim.dataset.context, { target: "#review-text", swap: "innerHTML" });
}

// Scroll the pane that holds an element, never the page; where panes do not scroll (a phone), the page follows.
function keepInView(element, middle = false) {
  const pane = element.closest(".stay");
  if (!pane || getComputedStyle(pane).overflowY === "visible") return element.scrollIntoView({ block: "nearest" });
  const [box, room] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (middle) pane.scrollTop += box.top + box.height / 2 - room.top - room.height / 2;
  else if (box.top < room.top) pane.scrollTop += box.top - room.top;
  else if (box.bottom > room.bottom) pane.scrollTop += box.bottom - room.bottom;
}

// After a decision the row is replaced; the next open claim becomes the current one.
function settle(queue, event) {
  const claim = event.detail.elt;
  if (event.detail.target?.id === "review-text" || claim?.id === "review-text") return focusMark();
  if (!claim?.classList?.contains("claim")) return;
  if (claim.classList.contains("done")) {
    claim.dataset.doneAt = String(performance.now());
    let next = beside(claim, "nextElementSibling");
    while (next && next.classList.contains("done")) next = beside(next, "nextElementSibling");
    choose(queue, next ?? queue.querySelector(".claim:not(.done)") ?? claim);
  } else choose(queue, claim);
}

function focusMark() {
  const mark = document.querySelector("#review-text mark.at");
  if (mark) keepInView(mark, true);
}
