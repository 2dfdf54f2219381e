// Quoting words: by pointing at them in the form, or by selecting them in the text.
// Without this file the form is filled in steps; nothing here is needed to comment.
"use strict";

// The server counts Unicode code points, JavaScript UTF-16 units.
const codePoints = (text) => Array.from(text);

// --- The form part

class QuotePicker {
  constructor(root) {
    this.root = root;
    this.languages = Array.from(root.querySelectorAll("[name=pick_language]"));
    this.status = root.querySelector("[data-quote-status]");
    this.shown = root.querySelector("[data-quote-shown]");
    this.hint = root.querySelector("[data-quote-hint]");
    // What is hidden must not be sent: the steps of the form without JavaScript.
    const steps = root.querySelector("[data-quote-steps]");
    steps.hidden = true;
    steps.querySelectorAll("select, input, button").forEach((field) => { field.disabled = true; });
    this.languages.forEach((field) => field.addEventListener("change", () => this.show(field.value)));
    this.shown.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      this.remove();
    });
    const chosen = this.languages.find((field) => field.checked);
    if (chosen) this.show(chosen.value);
  }

  field(name) { return this.root.querySelector(`[name=quote_${name}]`); }

  show(language) {
    const template = this.root.querySelector(`template[data-language="${language}"]`);
    if (!template) return;
    this.language = language;
    if (this.box) this.box.remove();
    this.box = template.content.firstElementChild.cloneNode(true);
    this.words = Array.from(this.box.querySelectorAll("[data-start]"));
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-label", template.dataset.label);
    this.box.setAttribute("aria-multiselectable", "true");
    this.box.setAttribute("aria-describedby", this.hint.id);
    this.box.querySelectorAll(".sentence").forEach((part) => part.setAttribute("role", "presentation"));
    this.words.forEach((word, index) => {
      word.setAttribute("role", "option");
      word.setAttribute("aria-selected", "false");
      word.tabIndex = index ? -1 : 0;
    });
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("click", (event) => this.tapped(event));
    this.hint.hidden = false;
    this.hint.after(this.box);
    this.anchor = null;
    this.focus = 0;
    this.markQuoted();
  }

  // --- Moving

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const moves = {
      ArrowRight: () => this.focus + 1,
      ArrowLeft: () => this.focus - 1,
      ArrowDown: () => this.edge(1),
      ArrowUp: () => this.edge(-1),
      Home: () => this.ends()[0],
      End: () => this.ends()[1],
    };
    if (moves[event.key]) this.move(moves[event.key](), event.shiftKey);
    else if (event.key === "Enter" || event.key === " ") this.take();
    else if (event.key === "Escape" && this.anchor !== null) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  ends() {
    const sentence = this.words[this.focus].closest(".sentence");
    const indexes = this.words.flatMap((word, index) => (sentence.contains(word) ? [index] : []));
    return [indexes[0], indexes[indexes.length - 1]];
  }

  // The first word of the next sentence, or of the one before.
  edge(direction) {
    const [first, last] = this.ends();
    if (direction > 0) return last + 1;
    if (!first) return 0;
    this.focus = first - 1;
    return this.ends()[0];
  }

  move(index, extends_) {
    const from = this.focus;
    const to = Math.max(0, Math.min(this.words.length - 1, index));
    if (!extends_) this.anchor = null;
    else if (this.anchor === null) this.anchor = from;
    this.focusOn(to);
    if (extends_) this.say(this.root.dataset.chosen);
  }

  focusOn(index) {
    this.words[this.focus].tabIndex = -1;
    this.words.forEach((word) => { word.tabIndex = -1; });
    this.focus = index;
    this.words[index].tabIndex = 0;
    this.words[index].focus();
    this.mark();
  }

  tapped(event) {
    const index = this.words.indexOf(event.target.closest("[data-start]"));
    if (index < 0) return;
    const isSecond = this.anchor !== null || event.shiftKey;
    if (this.anchor === null) this.anchor = isSecond ? this.focus : index;
    this.focusOn(index);
    if (isSecond) this.take();
    else this.say(this.root.dataset.chosen);
  }

  // --- Choosing

  range() {
    const anchor = this.anchor === null ? this.focus : this.anchor;
    return [Math.min(anchor, this.focus), Math.max(anchor, this.focus)];
  }

  mark() {
    const [first, last] = this.anchor === null ? this.taken : this.range();
    this.words.forEach((word, index) => {
      word.setAttribute("aria-selected", String(first <= index && index <= last));
    });
  }

  // The words that stand quoted stay marked until others are chosen.
  markQuoted() {
    if (!this.box) return;
    const isHere = this.field("language").value === this.language;
    const [start, end] = [Number(this.field("start").value), Number(this.field("end").value)];
    const quoted = this.words.flatMap((word, index) => (
      isHere && word.dataset.start < end && word.dataset.end > start ? [index] : []));
    this.taken = quoted.length ? [quoted[0], quoted[quoted.length - 1]] : [-1, -1];
    this.mark();
  }

  text() {
    const [first, last] = this.range();
    const start = Number(this.words[first].dataset.start);
    const end = Number(this.words[last].dataset.end);
    return { start, end, exact: codePoints(this.box.textContent).slice(start, end).join("") };
  }

  take() {
    const { start, end, exact } = this.text();
    this.anchor = null;
    this.fill(this.language, start, end, exact);
  }

  clear() {
    this.anchor = null;
    this.mark();
    this.status.textContent = "";
  }

  fill(language, start, end, exact) {
    const values = { language, start, end, exact };
    Object.entries(values).forEach(([name, value]) => { this.field(name).value = value; });
    const words = this.shown.querySelector("blockquote");
    words.textContent = exact;
    words.lang = this.root.querySelector(`template[data-language="${language}"]`).content.firstElementChild.lang;
    this.shown.hidden = false;
    this.markQuoted();
    this.root.querySelectorAll(".errorlist").forEach((list) => list.remove());
    this.status.textContent = this.root.dataset.quoted.replace("{words}", () => exact);
    this.root.dispatchEvent(new Event("quote-changed", { bubbles: true }));
  }

  remove() {
    ["language", "start", "end", "exact"].forEach((name) => { this.field(name).value = ""; });
    this.shown.hidden = true;
    this.markQuoted();
    this.status.textContent = this.root.dataset.removed;
    this.root.dispatchEvent(new Event("quote-changed", { bubbles: true }));
    this.write();
  }

  // Where one goes on once the words are chosen.
  write() {
    const text = this.root.closest("form").querySelector("textarea");
    if (text) text.focus();
  }

  say(sentence) {
    this.status.textContent = sentence.replace("{words}", () => this.text().exact);
  }
}

// Forms come and go with the discussions beside the text.
const pickers = new Map();

function beginPickers() {
  pickers.forEach((_picker, root) => { if (!root.isConnected) pickers.delete(root); });
  document.querySelectorAll("[data-quote-picker]").forEach((root) => {
    if (!pickers.has(root)) pickers.set(root, new QuotePicker(root));
  });
}

beginPickers();
document.addEventListener("htmx:load", beginPickers);

// --- Selecting in the text

// What stands in the paragraph and is not the text of the clause.
const ASIDE = ".number, .visually-hidden, [data-aside]";

function textBetween(paragraph, node, offset) {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  const part = document.createElement("p");
  part.append(range.cloneContents());
  const hasNumber = part.querySelector(".number") !== null;
  part.querySelectorAll(ASIDE).forEach((aside) => aside.remove());
  return hasNumber ? part.textContent.replace(/^\s/, "") : part.textContent;
}

const wholeText = (paragraph) => textBetween(paragraph, paragraph, paragraph.childNodes.length);

const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

function cellOf(node) {
  const paragraph = elementOf(node).closest(".clause[id] .cell[data-language] > p:not(.missing)");
  return paragraph && { paragraph, cell: paragraph.parentElement, clause: paragraph.closest(".clause[id]") };
}

// Half a word that was selected is a slip of the hand; Chinese has no such words.
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
const joins = (one, other) => [one, other].every((sign) => sign && LETTER.test(sign) && !HAN.test(sign));

function wholeWords(signs, start, end) {
  while (start < end && !signs[start].trim()) start += 1;
  while (start < end && !signs[end - 1].trim()) end -= 1;
  if (start === end) return null;
  while (start > 0 && joins(signs[start - 1], signs[start])) start -= 1;
  while (end < signs.length && joins(signs[end - 1], signs[end])) end += 1;
  return { start, end, exact: signs.slice(start, end).join("") };
}

// The selected words of one text; null for none, or for words of several texts.
function selectedWords() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const place = cellOf(range.startContainer);
  if (!place) return null;
  const { paragraph } = place;
  const isInside = paragraph.contains(range.endContainer);
  if (!isInside && codePoints(range.toString().replace(/\s/g, "")).length
      > codePoints(restOf(paragraph, range).replace(/\s/g, "")).length) return null;
  const signs = codePoints(wholeText(paragraph));
  const start = codePoints(textBetween(paragraph, range.startContainer, range.startOffset)).length;
  const end = isInside
    ? codePoints(textBetween(paragraph, range.endContainer, range.endOffset)).length
    : signs.length;
  const words = wholeWords(signs, Math.min(start, end), end);
  return words && { ...words, ...place, range, language: place.cell.dataset.language };
}

// The selected words of one comment that can be answered; null for none, or for several.
function commentWords() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const body = elementOf(range.startContainer).closest(".comment .body");
  const comment = body && body.closest(".comment");
  const link = comment && comment.querySelector("[data-quote-comment]");
  if (!link || elementOf(range.endContainer).closest(".comment") !== comment) return null;
  const signs = codePoints(body.textContent);
  const start = codePoints(textBetween(body, range.startContainer, range.startOffset)).length;
  const words = wholeWords(signs, start, start + codePoints(restOf(body, range)).length);
  return words && { exact: words.exact.replace(/\s+/g, " "), link, range };
}

// Three clicks select a paragraph and stop at the next one's beginning.
function restOf(paragraph, range) {
  const rest = range.cloneRange();
  if (!paragraph.contains(rest.endContainer)) rest.setEnd(paragraph, paragraph.childNodes.length);
  return rest.toString();
}

// Why selected words of the text cannot be quoted: the name of a sentence, or "".
function hindrance(words) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  const range = selection.getRangeAt(0);
  const places = [cellOf(range.startContainer), cellOf(range.endContainer)];
  if (!places[0]) return "";
  // Browsers that translate put other words into the page, most of them in <font>.
  const isTranslated = document.documentElement.matches(".translated-ltr, .translated-rtl")
    || places[0].paragraph.querySelector("font") !== null;
  if (isTranslated) return "translated";
  return !words && places[1] && selection.toString().trim() ? "several" : "";
}

class SelectionButton {
  constructor(source) {
    this.source = source;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "quote-selection";
    this.button.hidden = true;
    this.note = document.createElement("p");
    this.note.className = "quote-hindrance";
    this.note.setAttribute("role", "status");
    this.note.hidden = true;
    document.body.append(this.button, this.note);
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.take());
    document.addEventListener("selectionchange", () => this.update());
    // The panel scrolls its comments under the button.
    const follow = () => { if (this.words && this.words.link) this.update(); };
    document.addEventListener("scroll", follow, { capture: true, passive: true });
  }

  // The form of this clause on this page, else the address of the form.
  picker(clause) {
    const form = document.querySelector(`[data-quote-clause="${CSS.escape(clause)}"]`);
    const root = form && form.querySelector("[data-quote-picker]");
    return root && pickers.get(root);
  }

  update() {
    this.words = selectedWords() || commentWords();
    const why = hindrance(this.words);
    this.note.hidden = !this.source.dataset[why];
    this.note.textContent = this.source.dataset[why] || "";
    if (why) this.placeAt(this.note, document.getSelection().getRangeAt(0));
    const canTake = !why && this.words
      && (this.words.link || this.picker(this.words.clause.id) || this.source.dataset.address);
    this.button.hidden = !canTake;
    if (!canTake) return;
    const { quoteWords, quoteCommentWords } = this.source.dataset;
    this.button.textContent = this.words.link ? quoteCommentWords : quoteWords;
    this.placeAt(this.button, this.words.range);
  }

  placeAt(element, range) {
    const boxes = range.getClientRects();
    const box = boxes[boxes.length - 1] || range.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.right, window.innerWidth - element.offsetWidth - 8));
    element.style.left = `${left + window.scrollX}px`;
    // Below the words, where fingers do not cover it; above them at the window's foot.
    const below = box.bottom + 6;
    const isFoot = below + element.offsetHeight > window.innerHeight;
    const top = isFoot ? range.getBoundingClientRect().top - element.offsetHeight - 6 : below;
    element.style.top = `${top + window.scrollY}px`;
  }

  take() {
    if (!this.words) return;
    if (this.words.link) {
      const { exact } = this.words;
      this.words.link.dispatchEvent(new CustomEvent("comment-quoted", { bubbles: true, detail: exact }));
      document.getSelection().removeAllRanges();
      this.button.hidden = true;
      return;
    }
    const { language, start, end, exact, clause } = this.words;
    const picker = this.picker(clause.id);
    if (!picker) {
      const query = new URLSearchParams({ quote_language: language, quote_start: start, quote_end: end, quote_exact: exact });
      const detail = { clause: clause.id, query: query.toString() };
      const asked = new CustomEvent("quote-asked", { cancelable: true, detail });
      this.button.hidden = true;
      if (!document.dispatchEvent(asked)) return; // the form opens on this page
      const url = new URL(this.source.dataset.address.replace("__key__", clause.id), location.href);
      query.forEach((value, name) => url.searchParams.set(name, value));
      location.assign(url.href);
      return;
    }
    picker.fill(language, start, end, exact);
    document.getSelection().removeAllRanges();
    this.button.hidden = true;
    picker.root.scrollIntoView({ block: "nearest" });
    picker.write();
  }
}

const source = document.querySelector("[data-quote-words]");
if (source) new SelectionButton(source);
