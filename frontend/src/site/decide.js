// A list of questions decided by key: j and k choose one, a, c and r answer it, u takes the latest answer back.
const KEYS = { a: "accept", c: "correct", r: "refuse", u: "undo" };

export function bindDecide(root) {
  const list = root.querySelector("[data-decide]");
  if (!list) return;
  const lines = () => [...list.querySelectorAll(".claim")];
  const current = () => list.querySelector(".claim.current");
  let latest = ""; // the id of the line that was answered last

  const choose = (line, load = true) => {
    if (!line) return;
    for (const other of lines()) other.classList.toggle("current", other === line);
    line.scrollIntoView({ block: "nearest" });
    if (load && line.dataset.context)
      window.htmx.ajax("GET", line.dataset.context, { target: "#review-text", swap: "innerHTML" });
  };
  const step = (by) => choose(lines()[lines().indexOf(current()) + by]);

  choose(current() ?? lines()[0], false);
  list.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, input")) choose(event.target.closest(".claim"));
  });
  root.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest?.("input, textarea, select, dialog")
    )
      return;
    if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
    const act = KEYS[event.key];
    const line = act === "undo" && !current()?.querySelector('[data-act="undo"]') ? root.getElementById(latest) : current();
    const button = act && line?.querySelector(`[data-act="${act}"]:not([disabled])`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  root.addEventListener("htmx:afterSettle", (event) => {
    const line = event.detail.elt;
    if (!line?.classList?.contains("claim") || !list.contains(line)) return;
    if (!line.classList.contains("done")) return choose(line);
    latest = line.id;
    const waiting = lines().filter((one) => !one.classList.contains("done"));
    choose(waiting.find((one) => line.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? waiting[0] ?? line);
  });
}
