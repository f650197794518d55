// The page: views and addresses, marks and cards, and what the server sends.
(() => {
  const natoqa = window.natoqa;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const VIEWS = ["ask", "sources", "paper", "quality"];
  let raise = null;
  let wanted = null; // where to land once the sources of another answer have come

  // Called by the conversation component when it is ready; other parts may come after it.
  window.natoqaEvents = (names, trigger) => {
    raise = (name, data = {}) => names.includes(name) && trigger(name, data);
    start();
  };

  function start() {
    const parts = ["#head .head", "#sources .sources", "#view-paper .paper", "#question textarea"];
    if (!parts.every((part) => document.querySelector(part))) {
      setTimeout(start, 20);
      return;
    }
    if (natoqa.get("ui") !== natoqa.browser) raise("relabel");
    natoqa.apply();
    measure();
    watch();
    route();
    root.dataset.ready = "yes";
  }

  // The views fill what the head leaves; its height depends on width, language and text size.
  function measure() {
    const head = document.getElementById("head");
    const set = () => root.style.setProperty("--head", `${head.offsetHeight}px`);
    new ResizeObserver(set).observe(head);
    set();
  }

  // U+2060 only keeps a mark on the line of what it proves.
  const text = (element) => (element ? element.innerText.replaceAll("\u2060", "").trim() : "");

  natoqa.answerLanguage = () => (natoqa.get("answer") === "auto" ? "" : natoqa.get("answer"));
  natoqa.uiLanguage = () => natoqa.get("ui");
  natoqa.stopped = () => {
    natoqa.drop("halt");
    return text(document.querySelector("#live .qt"));
  };
  natoqa.save = (content, kind) => {
    if (!content) return;
    const type = kind === "json" ? "application/json" : "text/markdown";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    link.download = `natoqa-${new Date().toISOString().slice(0, 10)}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // ---- views and addresses -------------------------------------------------------------

  function view(name) {
    root.dataset.view = name;
    for (const link of document.querySelectorAll("nav a[data-view]")) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function address() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return ""; // a stray "%"
    }
  }

  // On a phone the sources are a view of their own, with a place in the history.
  function showSources() {
    if (!narrow() || root.dataset.view === "sources") return;
    history.pushState({ sources: true }, "", "#sources");
    view("sources");
  }

  function route() {
    const hash = address();
    if (VIEWS.includes(hash)) return view(hash);
    const target = hash && byId("view-paper") && byId("view-paper").querySelector(`#${CSS.escape(hash)}`);
    if (!target) return view((hash && root.dataset.view) || "ask");
    view("paper");
    requestAnimationFrame(() => {
      target.scrollIntoView({ block: "start" });
      land(target);
    });
    return undefined;
  }

  function land(element) {
    element.focus({ preventScroll: true });
    element.classList.remove("landed");
    void element.offsetWidth; // start the animation again
    element.classList.add("landed");
  }

  // ---- marks and cards -----------------------------------------------------------------

  function openCard(turn, paragraph, cite) {
    const panel = document.querySelector("#sources .sources");
    if (!panel) return;
    if (panel.dataset.turn !== String(turn)) {
      wanted = { turn, paragraph, cite };
      raise("show", { turn: Number(turn) });
      return;
    }
    const card = byId(`card-${paragraph}`);
    if (!card) {
      location.hash = paragraph;
      return;
    }
    showSources();
    for (const one of document.querySelectorAll("mark.now")) one.classList.remove("now");
    const quotes = [...card.querySelectorAll(`mark[data-cite="${cite}"]`)];
    for (const quote of quotes) quote.classList.add("now");
    const seen = quotes.find((quote) => quote.offsetParent !== null);
    card.scrollIntoView({ block: "start" });
    if (seen) {
      const box = seen.getBoundingClientRect();
      if (box.bottom > window.innerHeight) seen.scrollIntoView({ block: "center" });
    }
    land(card);
  }

  function openSources(turn) {
    showSources();
    wanted = { turn };
    const panel = document.querySelector("#sources .sources");
    if (panel && panel.dataset.turn === String(turn)) arrived();
    else raise("show", { turn: Number(turn) });
  }

  function arrived() {
    const panel = document.querySelector("#sources .sources");
    natoqa.apply();
    current(panel ? panel.dataset.turn : "");
    if (!wanted || !panel || panel.dataset.turn !== String(wanted.turn)) return;
    const { turn, paragraph, cite } = wanted;
    wanted = null;
    if (paragraph) openCard(turn, paragraph, cite);
    else byId("sources").scrollTo({ top: 0 });
  }

  function current(turn) {
    for (const one of document.querySelectorAll("#log .turn")) {
      one.classList.toggle("current", one.dataset.turn === turn);
    }
  }

  const narrow = () => window.matchMedia("(max-width: 900px)").matches;

  // ---- watching what the server sends --------------------------------------------------

  function watch() {
    const all = () => [...document.querySelectorAll("#log .turn")];
    const seen = new Set(all().map((turn) => turn.dataset.run));
    new MutationObserver(() => {
      natoqa.redrawn();
      const last = all().pop();
      if (last && !seen.has(last.dataset.run)) {
        last.scrollIntoView({ block: "start" });
        announce(last.querySelector(".a"));
      }
      for (const turn of all()) seen.add(turn.dataset.run);
      const panel = document.querySelector("#sources .sources");
      current(panel ? panel.dataset.turn : "");
    }).observe(byId("log"), { childList: true, subtree: true });
    new MutationObserver(() => {
      const live = document.querySelector("#live .turn");
      if (!live) return;
      if (!natoqa.late(live.dataset.run)) live.scrollIntoView({ block: "nearest" });
    }).observe(byId("live"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-run"] });
    new MutationObserver(natoqa.mark).observe(byId("next"), { childList: true, subtree: true });
    new MutationObserver(arrived).observe(byId("sources"), {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"],
    });
  }

  function announce(element) {
    const place = byId("announce");
    if (place && element) place.textContent = text(element);
  }

  window.addEventListener("hashchange", route);
  Object.assign(natoqa, { view, route, text, openCard, openSources, raise: (...event) => raise?.(...event) });
  view("ask");
})();
