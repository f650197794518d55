// The paper tab: find as you type, and notes on terms.
(() => {
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  let hits = [];
  let at = -1;

  // The text of one language of one paragraph with the nodes it stands in; footnote numbers left out.
  function pieces(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) =>
        node.parentElement.closest("sup") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: text.length });
      text += walker.currentNode.data;
    }
    return { nodes, text };
  }

  function point(nodes, offset) {
    let found = nodes[0];
    for (const one of nodes) if (one.start <= offset) found = one;
    return [found.node, offset - found.start];
  }

  function ranges(element, query) {
    const { nodes, text } = pieces(element);
    const folded = fold(text);
    if (folded.length !== text.length) return [];
    const found = [];
    for (let i = folded.indexOf(query); i >= 0; i = folded.indexOf(query, i + query.length)) {
      const range = new Range();
      range.setStart(...point(nodes, i));
      // The last character decides the end, so that it stays in the node it stands in.
      const [node, offset] = point(nodes, i + query.length - 1);
      range.setEnd(node, offset + 1);
      found.push(range);
    }
    return found;
  }

  function find(input) {
    const query = fold(input.value.trim());
    hits = [];
    at = -1;
    if (query) {
      for (const element of document.querySelectorAll("#view-paper .para .src")) {
        if (getComputedStyle(element).display !== "none") hits.push(...ranges(element, query));
      }
    }
    if (window.Highlight && CSS.highlights) {
      CSS.highlights.set("natoqa-find", new Highlight(...hits));
      CSS.highlights.delete("natoqa-found");
    }
    const found = document.getElementById("found");
    found.querySelector(".n").hidden = !query || hits.length === 0;
    found.querySelector(".none").hidden = !query || hits.length > 0;
    for (const b of found.querySelectorAll("b")) b.textContent = String(hits.length);
  }

  // What is shown has changed: count anew, but stay at the place that is being read.
  const findAgain = () => find(document.getElementById("find"));

  function go(step) {
    if (!hits.length) return;
    at = at < 0 ? 0 : (at + step + hits.length) % hits.length;
    const range = hits[at];
    if (window.Highlight && CSS.highlights) CSS.highlights.set("natoqa-found", new Highlight(range));
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "find") return;
    find(event.target);
    go(0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "find" && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    }
  });

  // Terms: one tooltip for the page, shown on hover, focus, tap or Enter; Escape hides it.
  let pinned = null;

  function show(term) {
    const tip = document.getElementById("tip");
    const entry = window.natoqaTerms[Number(term.dataset.term)];
    if (!tip || !entry) return;
    const ui = window.natoqa.get("ui");
    const [name, other] = ui === "ja" ? [entry.ja, entry.en] : [entry.en, entry.ja];
    tip.replaceChildren();
    const add = (tag, text, lang) => {
      if (!text) return;
      const element = document.createElement(tag);
      element.textContent = text;
      element.lang = lang;
      tip.append(element);
    };
    add("b", entry.acronym && entry.acronym !== name ? `${entry.acronym}  ${name}` : name, ui);
    add("i", other, ui === "ja" ? "en" : "ja");
    add("p", ui === "ja" ? entry.note_ja : entry.note_en, ui);
    tip.hidden = false;
    term.setAttribute("aria-describedby", "tip");
    const box = term.getClientRects()[0] || term.getBoundingClientRect();
    const width = tip.offsetWidth;
    const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
    const above = box.bottom + tip.offsetHeight + 12 > window.innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${above ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
  }

  function hide() {
    pinned = null;
    const tip = document.getElementById("tip");
    if (tip) tip.hidden = true;
    for (const term of document.querySelectorAll(".term[aria-describedby]")) {
      term.removeAttribute("aria-describedby");
    }
  }

  const termOf = (event) => event.target.closest && event.target.closest(".term");
  document.addEventListener("mouseover", (event) => {
    const term = termOf(event);
    if (term) show(term);
    else if (!pinned) hide();
  });
  document.addEventListener("focusin", (event) => (termOf(event) ? show(termOf(event)) : hide()));
  document.addEventListener("click", (event) => {
    const term = termOf(event);
    if (!term) return hide();
    const again = pinned === term;
    hide();
    if (!again) {
      pinned = term;
      show(term);
    }
    return undefined;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (termOf(event) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.target.click();
    }
  });
  document.addEventListener("scroll", () => hide(), { capture: true, passive: true });

  Object.assign(window.natoqa, { findStep: go, findAgain });
})();
