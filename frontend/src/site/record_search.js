// A field in which one searches for a row as one types: arrows choose, Enter takes, Escape closes; what is chosen stands in the hidden field.
const PAUSE = 160;

export function bindSearch(box) {
  const field = box.querySelector("[role=combobox]");
  const state = {
    box,
    field,
    chosen: box.querySelector("input[type=hidden]"),
    list: box.querySelector("[role=listbox]"),
    asked: 0,
  };
  field.addEventListener("input", () => {
    state.chosen.value = "";
    tellKey(state, "");
    ask(state);
  });
  field.addEventListener("keydown", (event) => press(state, event));
  field.addEventListener("blur", () => close(state));
  // Before the field loses the focus, so that a click on a row still finds it there.
  state.list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(state, event.target.closest("[role=option]"));
  });
}

const options = (state) => [...state.list.querySelectorAll("[role=option]")];
const current = (state) => state.list.querySelector("[aria-selected=true]");

function press(state, event) {
  const isOpen = !state.list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (isOpen) step(state, event.key === "ArrowDown" ? 1 : -1);
    else ask(state, 0);
  } else if (event.key === "Enter" && isOpen && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    take(state, current(state));
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    close(state);
  } else if (event.key === "Tab" && isOpen) {
    take(state, current(state));
  }
}

function step(state, by) {
  const all = options(state);
  if (all.length === 0) return;
  select(state, all[(all.indexOf(current(state)) + by + all.length) % all.length]);
}

function select(state, option) {
  for (const one of options(state)) one.setAttribute("aria-selected", String(one === option));
  option?.scrollIntoView({ block: "nearest" });
  if (option) state.field.setAttribute("aria-activedescendant", option.id);
}

function ask(state, pause = PAUSE) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => fetchRows(state), pause);
}

async function fetchRows(state) {
  state.asked += 1;
  const own = state.asked;
  const address = new URL(state.box.dataset.find, window.location.href);
  address.searchParams.set("q", state.field.value);
  let rows = null;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    rows = answer.ok ? (await answer.json()).rows : null;
  } catch {
    // the line is dead: said below
  }
  if (own === state.asked && document.activeElement === state.field) show(state, rows);
}

function show(state, rows) {
  const said = rows === null ? state.box.dataset.failed : state.box.dataset.none;
  state.list.replaceChildren(...(rows?.length ? rows.map((row, at) => optionOf(state, row, at)) : [noteOf(said)]));
  state.list.hidden = false;
  state.field.setAttribute("aria-expanded", "true");
  select(state, state.field.value ? options(state)[0] : null);
}

function optionOf(state, row, at) {
  const option = document.createElement("span");
  option.id = `${state.list.id}-${at}`;
  option.setAttribute("role", "option");
  option.dataset.id = row.id;
  option.dataset.name = row.said;
  const beside = document.createElement("small");
  beside.textContent = [row.said === row.name ? row.name_en : row.name, row.place, row.id]
    .filter((part) => part && part !== row.said)
    .join(" · ");
  option.append(row.said, beside);
  return option;
}

function noteOf(said) {
  const note = document.createElement("small");
  note.className = "quiet";
  note.textContent = said;
  return note;
}

function take(state, option) {
  if (option) {
    state.chosen.value = option.dataset.id;
    state.field.value = option.dataset.name;
    tellKey(state, option.dataset.id);
    state.field.form.dispatchEvent(new Event("input"));
  }
  clearTimeout(state.timer);
  close(state);
}

function tellKey(state, key) {
  state.box.querySelector("[data-key]").textContent = key === state.field.value ? "" : key;
}

function close(state) {
  state.list.hidden = true;
  state.asked += 1;
  state.field.setAttribute("aria-expanded", "false");
  state.field.removeAttribute("aria-activedescendant");
}
