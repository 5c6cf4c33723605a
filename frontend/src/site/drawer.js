// The drawer that says why: htmx fills its body, this opens and closes it and gives the focus back.
let opener = null;

export function openDrawers(root) {
  const drawer = root.querySelector("[data-drawer]");
  if (!drawer) return;
  root.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "why-body") opener = event.detail.elt;
  });
  root.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "why-body") show(drawer);
  });
  drawer.querySelector("[data-close]").addEventListener("click", () => hide(drawer));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawer.hidden) hide(drawer);
  });
}

function show(drawer) {
  drawer.hidden = false;
  drawer.querySelector(".body").scrollTop = 0;
  drawer.querySelector("[data-close]").focus({ preventScroll: true });
}

function hide(drawer) {
  drawer.hidden = true;
  opener?.focus?.({ preventScroll: true });
}

/** Open the drawer on any row of the data: `table` and `id` as in the address /why/<table>/<id>. */
export function askWhy(table, id) {
  const query = window.location.search;
  window.htmx.ajax("GET", `/why/${table}/${encodeURIComponent(id)}${query}`, { target: "#why-body", swap: "innerHTML" });
}
