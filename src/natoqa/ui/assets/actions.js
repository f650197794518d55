// What is pressed: buttons, links, keys.
(() => {
  const natoqa = window.natoqa;
  const byId = (id) => document.getElementById(id);

  async function copy(content, button) {
    try {
      await navigator.clipboard.writeText(content);
    } catch {
      const area = document.createElement("textarea");
      area.value = content;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1600);
  }

  // ---- what is pressed -----------------------------------------------------------------

  function edit(turn) {
    const article = byId(`turn-${turn}`);
    if (!article || article.querySelector(".editor")) return;
    const form = byId("editor-form").content.cloneNode(true);
    const box = form.querySelector("textarea");
    box.value = natoqa.text(article.querySelector(".qt"));
    article.querySelector(".q").after(form);
    natoqa.apply();
    box.focus();
  }

  function rate(button) {
    const { turn } = button.dataset;
    const rating = button.dataset.do;
    const article = byId(`turn-${turn}`);
    natoqa.raise("rate", { turn: Number(turn), rating, comment: "" });
    for (const one of button.parentElement.querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
    for (const old of document.querySelectorAll(".comment")) old.remove();
    const form = byId("comment-form").content.cloneNode(true);
    form.querySelector(".comment").dataset.rating = rating;
    form.querySelector(".comment").dataset.turn = turn;
    article.querySelector(".acts").after(form);
    article.querySelector(".comment").scrollIntoView({ block: "nearest" });
  }

  const actions = {
    ask: (button) => natoqa.isBusy() || natoqa.raise("sample", { question: natoqa.text(button) }),
    retry: () => natoqa.isBusy() || natoqa.raise("again", {}),
    edit: (button) => edit(button.dataset.turn),
    "edit-send": (button) => {
      if (natoqa.isBusy()) return;
      const question = button.closest(".editor").querySelector("textarea").value;
      button.closest(".editor").remove();
      natoqa.raise("again", { question });
    },
    "edit-cancel": (button) => button.closest(".editor").remove(),
    sources: (button) => natoqa.openSources(button.dataset.turn),
    back: (button) => {
      natoqa.view("ask");
      const turn = byId(`turn-${button.dataset.turn}`);
      if (turn) turn.scrollIntoView({ block: "start" });
    },
    copy: (button) => {
      const article = button.closest(".turn");
      const parts = [".qt", ".a", ".translated"].map((part) => natoqa.text(article.querySelector(part)));
      copy(parts.filter(Boolean).join("\n\n"), button);
    },
    "copy-quote": (button) => {
      const card = button.closest(".card");
      const marker = natoqa.text(card.querySelector(".pn"));
      const quotes = [...card.querySelectorAll('mark[data-l="ja"]')].map(quoteText);
      copy(quotes.map((quote) => `「${quote}」（${marker}）`).join("\n"), button);
    },
    unfold: (button) => {
      const folded = button.closest(".card").classList.toggle("folded");
      button.setAttribute("aria-expanded", String(!folded));
    },
    "copy-near": (button) => copy(natoqa.text(button.parentElement.firstElementChild), button),
    up: rate,
    down: rate,
    "comment-send": (button) => {
      const form = button.closest(".comment");
      const comment = form.querySelector("textarea").value.trim();
      const { turn, rating } = form.dataset;
      form.remove();
      if (comment) natoqa.raise("rate", { turn: Number(turn), rating, comment });
    },
    "comment-skip": (button) => button.closest(".comment").remove(),
    clear: (button) => {
      if (!document.querySelector("#log .turn") && !natoqa.isBusy()) return;
      if (button.classList.toggle("sure")) {
        setTimeout(() => button.classList.remove("sure"), 4000);
        return;
      }
      natoqa.raise("erase");
      natoqa.view("ask");
    },
    "export-md": () => natoqa.raise("save_markdown"),
    "export-json": () => natoqa.raise("save_json"),
    "find-next": () => natoqa.findStep(1),
    "find-previous": () => natoqa.findStep(-1),
    skip: () => {
      natoqa.view("ask");
      document.querySelector("#question textarea").focus();
    },
  };

  function quoteText(mark) {
    const copy = mark.cloneNode(true);
    for (const note of copy.querySelectorAll("sup")) note.remove();
    return copy.textContent.trim();
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      natoqa.openCard(mark.dataset.turn, mark.dataset.p, mark.dataset.cite);
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link.dataset.do) actions[link.dataset.do](link);
      else if (location.hash === link.getAttribute("href")) natoqa.route();
      else location.hash = link.getAttribute("href");
      return;
    }
    const button = event.target.closest("button");
    if (!button) {
      const menu = document.querySelector("details.menu[open]");
      if (menu && !menu.contains(event.target)) menu.open = false;
      return;
    }
    if (button.dataset.set) {
      natoqa.set(button.dataset.set, button.dataset.value);
      if (button.dataset.set === "ui") natoqa.raise("relabel");
    } else if (button.dataset.src) {
      natoqa.set("src", button.dataset.src);
    } else if (button.dataset.do && actions[button.dataset.do]) {
      actions[button.dataset.do](button);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      const editor = event.target.closest && event.target.closest(".editor, .comment");
      if (editor) editor.remove();
    }
    const editing = event.target.closest && event.target.closest(".editor textarea");
    if (editing && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      actions["edit-send"](editing.closest(".editor").querySelector('[data-do="edit-send"]'));
    }
  });
  // Enter that ends a Japanese conversion must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(
      kind,
      (event) => {
        if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
      },
      { capture: true },
    );
  }
})();
