// Light at the desk, dark on the wall; kept in a cookie so that the page arrives in the right colours.
export function bindTheme(root) {
  for (const button of root.querySelectorAll("[data-theme-switch]")) {
    button.addEventListener("click", () => {
      const next = root.documentElement.dataset.theme === "wall" ? "light" : "wall";
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is there only over HTTPS, and an office may serve plain HTTP.
      document.cookie = `lianqun_theme=${next}; path=/; max-age=31536000; SameSite=Lax`;
      root.documentElement.dataset.theme = next;
      button.setAttribute("aria-pressed", String(next === "wall"));
      root.dispatchEvent(new CustomEvent("lianqun:theme", { detail: next }));
    });
  }
}
