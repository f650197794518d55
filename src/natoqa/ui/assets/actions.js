// What is pressed: buttons, links, keys.
(() => {
  const natoqa = window.natoqa;
  const byId = (id) => document.getElementById(id);
  const DOUBLE_CLICK = 600; // milliseconds
  let asked = 0; // when it was asked whether to erase the conversation

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
    const box = natoqa.open("editor", article).querySelector("textarea");
    box.value = natoqa.text(article.querySelector(".qt"));
    box.focus();
  }

  function rate(button) {
    const article = button.closest(".turn");
    const { run } = article.dataset;
    const form = natoqa.open("comment", article);
    Object.assign(form.dataset, { run, rating: button.dataset.do });
    form.scrollIntoView({ block: "nearest" });
    natoqa.rate(run, button.dataset.do, "");
  }

  const actions = {
    ask: (button) => natoqa.raise("sample", { question: natoqa.text(button) }),
    retry: () => natoqa.raise("again", {}),
    edit: (button) => edit(button.dataset.turn),
    "edit-send": (button) => {
      const question = button.closest(".editor").querySelector("textarea").value;
      // It goes once the question is taken: see talk.js.
      natoqa.raise("again", { question });
    },
    "edit-cancel": (button) => natoqa.close(button.closest(".editor")),
    sources: (button) => natoqa.openSources(button.dataset.turn),
    back: (button) => {
      natoqa.view("ask");
      const turn = byId(`turn-${button.dataset.turn}`);
      if (turn) turn.scrollIntoView({ block: "start" });
      if (history.state && history.state.sources) history.back();
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
      const { run, rating } = form.dataset;
      if (!comment) return natoqa.close(form);
      form.dataset.sent = "yes";
      return natoqa.rate(run, rating, comment);
    },
    "comment-skip": (button) => natoqa.close(button.closest(".comment")),
    clear: (button) => {
      if (!document.querySelector("#log .turn, #live .live")) return;
      if (!button.classList.contains("sure")) {
        button.classList.add("sure");
        asked = Date.now();
        setTimeout(() => button.classList.remove("sure"), 4000);
        return;
      }
      if (Date.now() - asked < DOUBLE_CLICK) return;
      button.classList.remove("sure");
      natoqa.erase();
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
      if (button.dataset.set === "ui") {
        natoqa.raise("relabel");
        natoqa.findAgain();
      }
    } else if (button.dataset.src) {
      natoqa.set("src", button.dataset.src);
      natoqa.findAgain();
    } else if (button.getAttribute("aria-disabled") !== "true" && actions[button.dataset.do]) {
      actions[button.dataset.do](button);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229) {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      const editor = event.target.closest && event.target.closest(".editor, .comment");
      if (editor) natoqa.close(editor);
    }
    const editing = event.target.closest && event.target.closest(".editor textarea");
    if (editing && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      editing.closest(".editor").querySelector('[data-do="edit-send"]').click();
    }
  });
  // Enter that ends a Japanese conversion must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(
      kind,
      (event) => {
        if (event.key !== "Enter") return undefined;
        if (event.isComposing || event.keyCode === 229) return event.stopPropagation();
        // One answer at a time; what was typed stays in the box.
        if (natoqa.busy() && !event.shiftKey && event.target.closest("#question")) {
          event.stopPropagation();
          event.preventDefault();
        }
        return undefined;
      },
      { capture: true },
    );
  }
})();
