// Preferences: kept in this browser, applied before the page is drawn.
(() => {
  const KEY = "natoqa.preferences";
  const root = document.documentElement;
  const browser = (navigator.language || "en").toLowerCase().startsWith("ja") ? "ja" : "en";
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem(KEY) || "{}") || {};
  } catch {
    saved = {};
  }
  const allowed = {
    ui: ["ja", "en"],
    answer: ["auto", "ja", "en"],
    theme: ["auto", "light", "dark"],
    src: ["ja", "en", "both"],
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function get(name) {
    if ((allowed[name] || []).includes(saved[name])) return saved[name];
    if (name === "ui") return browser;
    if (name === "src") return get("ui") === "ja" ? "ja" : "both";
    return "auto";
  }

  function apply() {
    root.lang = get("ui");
    root.dataset.ui = get("ui");
    root.dataset.src = get("src");
    const theme = get("theme");
    root.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    if (document.body) document.body.classList.toggle("dark", root.dataset.theme === "dark");
    for (const button of document.querySelectorAll("[data-set]")) {
      button.setAttribute("aria-pressed", String(get(button.dataset.set) === button.dataset.value));
    }
    for (const button of document.querySelectorAll("button[data-src]")) {
      button.setAttribute("aria-pressed", String(get("src") === button.dataset.src));
    }
  }

  function set(name, value) {
    saved[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(saved));
    } catch {
      // A browser that keeps nothing still shows the choice until the page is left.
    }
    apply();
  }

  dark.addEventListener("change", apply);
  window.natoqa = { get, set, apply, browser };
  apply();
})();
