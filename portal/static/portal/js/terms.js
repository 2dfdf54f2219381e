// Terms in the text: pointed at, tapped, or by the key "t", one shows its equivalents in
// the other languages. The text stays as it is: terms are ranges of it, not elements, so
// that copying and quoting know nothing of them. The page of terms has the same content.
"use strict";

(() => {
  const PAUSE = 350;
  const CELLS = ".clause[id] .cell[data-language] > p:not(.missing)";
  const source = document.querySelector("[data-terms]");
  const known = new Map();
  let box = null;
  let shown = null;
  let timer = 0;
  if (!source) return;

  // --- What the server knows of a clause, asked for once

  const addressOf = (clause) => source.dataset.terms.replace("__key__", clause.id);

  const rangeOf = (paragraph, start, end) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let place = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (start >= place && start < place + node.length) range.setStart(node, start - place);
      if (end > place && end <= place + node.length) {
        range.setEnd(node, end - place);
        return range;
      }
      place += node.length;
    }
    return null;
  };

  const place = (clause, told) => Object.entries(told.texts).flatMap(([code, text]) => {
    const paragraph = clause.querySelector(`.cell[data-language="${code}"] > p:not(.missing)`);
    if (!paragraph) return [];
    // A printed number stands before the text, and is no part of it.
    const all = paragraph.textContent;
    const before = all.length - text.length;
    return text.found.flatMap((term) => {
      const start = before + term.start;
      const end = start + term.words.length;
      const range = all.slice(start, end) === term.words && rangeOf(paragraph, start, end);
      return range ? [{ ...term, range, paragraph, clause, label: told.label, more: told.more }] : [];
    });
  });

  const termsOf = (clause) => {
    if (!known.has(clause)) {
      const asked = fetch(addressOf(clause), { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : { texts: {} }))
        .then((told) => place(clause, told))
        .catch(() => { known.delete(clause); return []; });
      known.set(clause, asked);
    }
    return known.get(clause);
  };

  // --- Marks and the box

  const mark = (name, ranges) => {
    if (window.CSS && CSS.highlights) CSS.highlights.set(name, new Highlight(...ranges));
  };

  const close = () => {
    clearTimeout(timer);
    if (!box) return false;
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    mark("term", []);
    if (hadFocus) {
      shown.clause.tabIndex = -1;
      shown.clause.focus({ preventScroll: true });
    }
    box = shown = null;
    return true;
  };

  const line = (equivalent) => {
    const row = document.createElement("p");
    const language = document.createElement("span");
    const name = document.createElement("strong");
    language.textContent = `${equivalent.language} `;
    language.lang = name.lang = equivalent.lang;
    name.textContent = equivalent.name;
    row.append(language, name);
    return row;
  };

  const build = (term) => {
    const made = document.createElement("div");
    const title = document.createElement("p");
    const link = document.createElement("a");
    made.className = "term-box";
    made.id = "term-box";
    made.tabIndex = -1;
    made.setAttribute("role", "note");
    made.setAttribute("aria-label", `${term.label}: ${term.words}`);
    title.lang = term.paragraph.parentElement.lang;
    title.textContent = term.words;
    link.href = term.url;
    link.textContent = term.more;
    made.append(title, ...term.equivalents.map(line), link);
    made.addEventListener("pointerleave", later);
    return made;
  };

  const open = (term) => {
    if (shown === term || !term.equivalents.length) return;
    close();
    shown = term;
    box = build(term);
    document.body.append(box);
    const near = term.range.getClientRects()[0] || term.paragraph.getBoundingClientRect();
    const left = Math.max(8, Math.min(near.left, innerWidth - box.offsetWidth - 8));
    const isBelow = near.bottom + 6 + box.offsetHeight < innerHeight || near.top < box.offsetHeight;
    const top = isBelow ? near.bottom + 6 : near.top - 6 - box.offsetHeight;
    // Through the object model, which the page's policy allows.
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
    mark("term", [term.range]);
  };

  // --- By mouse and finger

  const isAt = (term, x, y) => Array.from(term.range.getClientRects())
    .some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom);

  // A link has a preview of its own, and words that are being selected need none.
  const clauseAt = (event) => {
    const target = event.target instanceof Element && event.target.closest(CELLS);
    const isFree = target && !event.target.closest("a") && document.getSelection().isCollapsed;
    return isFree ? target.closest(".clause") : null;
  };

  const look = async (clause, x, y) => {
    const terms = await termsOf(clause);
    mark("terms", terms.map((term) => term.range));
    const term = terms.find((each) => isAt(each, x, y));
    if (term) open(term);
    else if (!(box && box.matches(":hover, :focus-within"))) close();
  };

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!(box && box.matches(":hover, :focus-within"))) close();
    }, PAUSE);
  }

  document.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const clause = clauseAt(event);
    if (!clause) {
      if (box && !box.contains(event.target)) later();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => look(clause, event.clientX, event.clientY), PAUSE);
  });
  document.addEventListener("click", (event) => {
    if (box && box.contains(event.target)) return;
    const clause = clauseAt(event);
    clearTimeout(timer);
    if (clause) look(clause, event.clientX, event.clientY);
    else close();
  });
  // Before others: Escape closes this alone.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !close()) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // --- By the key "t": the terms of the clause in hand, in the order of its texts

  readerKeys.t = async () => {
    const clause = shown ? shown.clause : clauseInHand();
    if (!clause) return;
    const terms = (await termsOf(clause)).filter((term) => term.equivalents.length && isShown(term));
    mark("terms", terms.map((term) => term.range));
    if (!terms.length) return;
    const next = terms[(terms.indexOf(shown) + 1) % terms.length];
    const rect = next.range.getBoundingClientRect();
    if (rect.top < 0 || rect.bottom > innerHeight) next.paragraph.scrollIntoView({ block: "center" });
    open(next);
    box.focus({ preventScroll: true });
  };

  const isShown = (term) => term.range.getClientRects().length > 0;
})();
