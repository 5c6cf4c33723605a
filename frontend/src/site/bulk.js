// All claims of one kind at once: check all or none, x for the row one stands on, how many are checked, and the time it took.
import { startTimer } from "./timer.js";

export function bindBulk(root) {
  const form = root.querySelector("[data-bulk]");
  if (!form) return;
  const timer = startTimer();
  const boxes = () => [...form.querySelectorAll('input[name="id"]:not([disabled])')];
  const all = form.querySelector("[data-check-all]");
  const tell = () => {
    const checked = boxes().filter((box) => box.checked).length;
    const said = form.querySelector("[data-checked]");
    said.textContent = said.dataset.words
      .replace("{n}", checked)
      .replace("{all}", form.querySelectorAll('input[name="id"]').length);
    all.checked = checked > 0 && checked === boxes().length;
    all.indeterminate = checked > 0 && checked < boxes().length;
    form.querySelector("[data-accept-checked]").disabled = checked === 0;
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  form.addEventListener("formdata", (event) => event.formData.set("seconds", timer.seconds().toFixed(1)));
  root.addEventListener("keydown", (event) => {
    const box = form.querySelector("tr.current input[name=id]:not([disabled])");
    if (event.key !== "x" || event.defaultPrevented || event.target.closest?.("input:not([type=checkbox]), select") || !box)
      return;
    box.checked = !box.checked;
    tell();
  });
  tell();
}

/** Rows of a list that are checked: all or none, how many, and a button that waits for the first. */
export function bindChosen(root) {
  const form = root.querySelector("[data-chosen]");
  if (!form) return;
  // not form.id: boxes called "id" belong to the form, and stand in the way of its own
  const boxes = () => [...form.elements].filter((one) => one.name === "id");
  const all = form.querySelector("[data-check-all]");
  const said = form.querySelector("[data-checked]");
  const tell = () => {
    const checked = boxes().filter((box) => box.checked).length;
    said.textContent = said.dataset.words.replace("{n}", checked).replace("{all}", boxes().length);
    all.checked = checked > 0 && checked === boxes().length;
    all.indeterminate = checked > 0 && checked < boxes().length;
    form.querySelector("[data-with-checked]").disabled = checked === 0;
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  root.addEventListener("change", (event) => event.target.form === form && tell());
  tell();
}
