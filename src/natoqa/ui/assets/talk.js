// The conversation: one answer at a time, and what the reader has begun outlives a redrawing.
(() => {
  const natoqa = window.natoqa;
  const root = document.documentElement;
  const WAITING = '[data-do="ask"], [data-do="retry"], [data-do="edit-send"]';
  const turnOf = (run) => document.querySelector(`#log .turn[data-run="${run}"]`);

  // ---- one answer at a time ------------------------------------------------------------

  let busy = false;
  let dropped = { run: "", event: "" }; // the answer that was stopped or erased while it was made

  function mark() {
    for (const button of document.querySelectorAll(WAITING)) {
      button.setAttribute("aria-disabled", String(busy));
    }
  }

  natoqa.mark = mark;
  natoqa.busy = () => busy;
  natoqa.begin = () => {
    busy = true;
    if (!dropped.run) dropped = { run: "", event: "" };
    mark();
  };
  natoqa.idle = () => {
    busy = false;
    mark();
    keep();
  };
  natoqa.drop = (event) => {
    const live = document.querySelector("#live .live");
    if (busy || live) dropped = { run: live ? live.dataset.run : "", event };
  };

  // What was on its way before the server knew: the event is raised again.
  natoqa.late = (run) => {
    if (!dropped.event || (dropped.run && dropped.run !== run)) return false;
    dropped.run = run; // unknown as long as nothing of the answer had come
    natoqa.raise(dropped.event);
    return true;
  };

  // ---- ratings: said to be saved once they are -----------------------------------------

  const ratings = new Map(); // by turn: the rating, whether it is saved, whether the store has it

  function paint() {
    for (const turn of document.querySelectorAll("#log .turn")) {
      const group = turn.querySelector(".rate");
      const given = ratings.get(turn.dataset.run);
      if (given && given.saved && group.dataset.rated !== given.rating) {
        group.dataset.rated = given.rating;
        given.kept = false;
      }
      const shown = given ? given.rating : group.dataset.rated;
      for (const button of group.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.dataset.do === shown));
      }
    }
  }

  // An answer being made brings the conversation as it was before: ratings go in after it.
  function keep() {
    const fresh = [...ratings].filter(([, given]) => given.saved && !given.kept);
    if (busy || !fresh.length) return;
    for (const [, given] of fresh) given.kept = true;
    natoqa.raise("keep", { ratings: Object.fromEntries(fresh.map(([run, { rating }]) => [run, rating])) });
  }

  natoqa.rate = (run, rating, comment) => {
    ratings.set(run, { rating, saved: false, kept: false });
    paint();
    natoqa.raise("rate", { run, rating, comment });
  };
  natoqa.rated = (told) => {
    const [run, outcome] = told.split(" ");
    const saved = outcome === "saved";
    const given = ratings.get(run);
    if (!given) return;
    if (saved) given.saved = true;
    else ratings.delete(run);
    paint();
    keep();
    const form = forms.get("comment");
    if (!form || form.run !== run) return;
    form.element.querySelector(".saved").hidden = !saved;
    form.element.querySelector(".failed").hidden = saved;
    if (saved && form.element.dataset.sent) natoqa.close(form.element);
    delete form.element.dataset.sent;
  };

  // ---- what the reader is writing under a turn -----------------------------------------

  const forms = new Map(); // "editor" and "comment": the element, its turn, where one was typing

  function place(kind, element, turn) {
    turn.querySelector(kind === "editor" ? ".q" : ".acts").after(element);
  }

  natoqa.open = (kind, turn) => {
    if (forms.has(kind)) natoqa.close(forms.get(kind).element);
    const element = document.getElementById(`${kind}-form`).content.cloneNode(true).firstElementChild;
    const form = { element, run: turn.dataset.run, typing: null };
    element.addEventListener("focusin", (event) => (form.typing = event.target));
    element.addEventListener("focusout", (event) => event.relatedTarget && (form.typing = null));
    forms.set(kind, form);
    place(kind, element, turn);
    mark();
    return element;
  };
  natoqa.close = (element) => {
    for (const [kind, form] of forms) if (form.element === element) forms.delete(kind);
    element.remove();
  };

  // The server has drawn the conversation anew.
  natoqa.redrawn = () => {
    if (dropped.event === "erase") {
      const turns = [...document.querySelectorAll("#log .turn")];
      if (turns.some((turn) => !dropped.run || turn.dataset.run === dropped.run)) natoqa.raise("erase");
    }
    mark();
    paint();
    for (const [kind, { element, run, typing }] of forms) {
      if (element.isConnected) continue;
      const turn = turnOf(run);
      // Only the last question can be edited.
      if (!turn || (kind === "editor" && !turn.querySelector('[data-do="edit"]'))) {
        forms.delete(kind);
        continue;
      }
      place(kind, element, turn);
      if (typing && document.activeElement === document.body) typing.focus({ preventScroll: true });
    }
  };

  natoqa.erase = () => {
    natoqa.drop("erase");
    ratings.clear();
    forms.clear();
    natoqa.raise("erase");
  };
})();
