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
  for (const field of root.querySelectorAll("[data-submit-on-change]"))
    field.addEventListener("change", () => field.form.requestSubmit());
  root.querySelector("[data-rail-toggle]")?.addEventListener("click", () => root.querySelector(".rail").classList.toggle("open"));
  root.querySelector("#page > .side:not([data-review]) mark.at")?.scrollIntoView({ block: "center" });
  for (const element of root.querySelectorAll(".no-script")) element.hidden = true;
  root.addEventListener("click", (event) => toggle(root, event));
  root.addEventListener("keydown", pressMark);
  for (const button of root.querySelectorAll("[data-open-dialog]")) {
    button.addEventListener("click", () => root.getElementById(button.dataset.openDialog).showModal());
  }
  for (const button of root.querySelectorAll("[data-close-dialog]"))
    button.addEventListener("click", () => button.closest("dialog").close());
  for (const button of root.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
}

function narrow(field) {
  const wanted = field.value.trim().toLowerCase();
  for (const item of field.closest(".sheet").querySelectorAll("[data-words]")) {
    item.hidden = wanted !== "" && !item.dataset.words.toLowerCase().includes(wanted);
  }
}

// Buttons that show or hide another element; its first field gets the focus.
function toggle(root, event) {
  const button = event.target.closest?.("[data-toggle]");
  if (!button) return;
  const target = root.getElementById(button.dataset.toggle);
  target.hidden = !target.hidden;
  if (!target.hidden) target.querySelector("input:not([type=hidden]), select")?.focus();
}

// Marks in a text are buttons: Enter and the space bar press them.
function pressMark(event) {
  if ((event.key !== "Enter" && event.key !== " ") || !event.target.matches?.("[data-press]")) return;
  event.preventDefault();
  event.target.click();
}
