// The same rows as a table, for keyboards and screen readers; a row opens what it stands for.
export function tableOf(drawing, words, { open }) {
  const box = document.createElement("details");
  box.className = "table";
  const summary = document.createElement("summary");
  summary.textContent = `${words.table} ${drawing.rows.length}`;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of drawing.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.className = column.numeric ? "number" : "";
    cell.textContent = column.label;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of drawing.rows) {
    const line = body.insertRow();
    drawing.columns.forEach((column, at) => {
      const cell = line.insertCell();
      cell.className = column.numeric ? "number" : "";
      const words = row[column.key] ?? "";
      if (at) cell.textContent = words;
      else {
        const link = document.createElement("button");
        link.type = "button";
        link.className = "link";
        link.textContent = words;
        link.addEventListener("click", () => open(row.ref));
        cell.append(link);
      }
    });
  }
  box.append(summary, table);
  return box;
}
