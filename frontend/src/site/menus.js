// Menus are <details>: one open at a time, closed by Escape and by a click elsewhere; pickers filter as one types.
export function bindMenus(root) {
  root.addEventListener("click", (event) => {
    for (const menu of root.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = root.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const field of root.querySelectorAll("[data-narrow]")) {
    field.addEventListener("input", () => narrow(field));
    field.closest("details")?.addEventListener("toggle", (event) => event.target.open && field.focus());
  }
  for (const field of root.querySelectorAll("[data-submit-on-change]")) field.addEventListener("change", () => field.form.requestSubmit());
  root.querySelector("[data-rail-toggle]")?.addEventListener("click", () => root.querySelector(".rail").classList.toggle("open"));
  for (const button of root.querySelectorAll("[data-open-dialog]")) {
    button.addEventListener("click", () => root.getElementById(button.dataset.openDialog).showModal());
  }
  for (const button of root.querySelectorAll("[data-close-dialog]")) button.addEventListener("click", () => button.closest("dialog").close());
  for (const button of root.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
}

function narrow(field) {
  const wanted = field.value.trim().toLowerCase();
  for (const item of field.closest(".sheet").querySelectorAll("[data-words]")) {
    item.hidden = wanted !== "" && !item.dataset.words.toLowerCase().includes(wanted);
  }
}
