// The drawer beside the map: what was clicked, its lists, and the sentences behind it; and the way back.
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
};

const keyOf = (ref) => `${ref.kind}:${ref.id}`;

function evidenceOf(detail, words) {
  const items = detail.evidence.map((one) => {
    const quote = one.quote ? make("blockquote", {}, one.quote) : null;
    const by = [one.by, one.why].filter(Boolean).join("：");
    return make(
      "li",
      {},
      quote,
      one.title ? make("cite", {}, one.title) : null,
      by ? make("p", {}, `${words.said} ${by}`) : null,
    );
  });
  return make(
    "section",
    {},
    make("h3", {}, words.evidence),
    items.length ? make("ul", { class: "evidence" }, ...items) : make("p", { class: "quiet" }, words.noEvidence),
  );
}

export function panel(details, words, { reveal }) {
  const element = make("aside", { "aria-label": words.details, tabindex: "-1" }, make("p", { class: "quiet" }, words.nothing));
  const trail = [];

  function listOf(list) {
    const items = list.items.map((item) => {
      const link = make("button", { type: "button", class: "link" }, item.text);
      link.addEventListener("click", () => {
        open(item.ref);
        reveal(item.ref);
      });
      return make("li", {}, link, item.note ? make("span", { class: "quiet" }, item.note) : null);
    });
    return make("section", {}, make("h3", {}, `${list.title} ${list.items.length}`), make("ul", {}, ...items));
  }

  function draw(detail) {
    const back = make("button", { type: "button" }, `← ${words.back}`);
    back.addEventListener("click", () => {
      trail.pop();
      const before = trail[trail.length - 1];
      if (before) draw(details[before]);
    });
    const facts = detail.facts.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]);
    element.replaceChildren(
      trail.length > 1 ? back : "",
      make("h2", {}, detail.title),
      make("dl", {}, ...facts),
      ...detail.lists.map(listOf),
      evidenceOf(detail, words),
    );
    element.focus({ preventScroll: true });
  }

  function open(ref) {
    const detail = details[keyOf(ref)];
    if (!detail) return;
    if (trail[trail.length - 1] !== keyOf(ref)) trail.push(keyOf(ref));
    draw(detail);
  }

  return { element, open };
}
