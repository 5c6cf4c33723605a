// Tables that hold all their rows sort and filter here; long lists sort and filter on the server by address.
const order = new Intl.Collator(document.documentElement.lang || "zh", { numeric: true });

export function bindTables(root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) bindSort(table);
  for (const field of root.querySelectorAll("[data-filter-table]"))
    field.addEventListener("input", () => filterRows(root, field));
  for (const field of root.querySelectorAll("thead [data-column-filter]"))
    field.addEventListener("change", () => field.form.requestSubmit());
  for (const button of root.querySelectorAll("[data-all-columns]")) {
    button.addEventListener("click", () => {
      for (const table of root.querySelectorAll("table.cards")) table.classList.toggle("all");
    });
  }
}

function bindSort(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.querySelector("button.sort")?.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortRows(table.tBodies[0], column, descending ? -1 : 1);
    });
  });
}

function sortRows(body, column, sign) {
  const keyed = [...body.rows].map((row) => [keyOf(row.cells[column]), row]);
  keyed.sort(([left], [right]) => compare(left, right, sign));
  body.append(...keyed.map(([, row]) => row));
}

// What is not known stands last, whichever way one sorts.
function compare(left, right, sign) {
  if (left === "" || right === "") return (left === "") - (right === "");
  return sign * (typeof left === "number" && typeof right === "number" ? left - right : order.compare(left, right));
}

function keyOf(cell) {
  const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
  return text !== "" && cell?.classList.contains("number") && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function filterRows(root, field) {
  const table = root.getElementById(field.dataset.filterTable);
  const wanted = field.value.trim().toLowerCase();
  for (const row of table.tBodies[0].rows) row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
}
