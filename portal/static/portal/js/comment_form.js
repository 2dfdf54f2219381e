// Comment forms: the field grows, the language is noticed, nothing typed is lost; nor is
// what is typed into the form of a cross-reference in the panel.
// Without this file they are sent as they stand.
"use strict";

// --- Drafts: in the browser, by person and by what is written about

const drafts = {
  memory: new Map(), // where nothing may be stored
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return this.memory.get(key) || null; }
  },
  write(key, draft) {
    this.memory.set(key, draft);
    try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* kept while the page is open */ }
  },
  remove(key) {
    this.memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* as above */ }
  },
};

// An action is an address in one language; the draft is the same in all of them.
function draftKey(form, person = form.dataset.person) {
  return `clausebook-draft:${person}:${form.dataset.draft.replace(/^\/[a-z-]+\//, "/")}`;
}

// --- The language, from the script

const NOT_ONES_OWN = /^[ \t]*>.*$|`[^`]*`|https?:\/\/\S+|\]\([^)]*\)|@\[[^\]]*\]/gm;
const SURE_SHARE = 0.75;

// As commentary/text/language.py: the code, "" when unsure, null for no letters at all.
function noticeLanguage(source, scripts) {
  const words = source.replace(NOT_ONES_OWN, " ");
  const weights = new Map();
  scripts.forEach(({ signs, weight }) => {
    weights.set(signs, (words.match(new RegExp(signs, "g")) || []).length * weight);
  });
  const total = Array.from(weights.values()).reduce((sum, each) => sum + each, 0);
  if (!total) return null;
  const [signs, most] = Array.from(weights).reduce((one, other) => (other[1] > one[1] ? other : one));
  const found = scripts.filter((each) => each.signs === signs);
  return most < SURE_SHARE * total || found.length > 1 ? "" : found[0].code;
}

// --- The form

// Lays words of the comment that is answered into the form of a reply.
function quoteInReply(form, words) {
  const field = form.elements.namedItem("quoted_words");
  field.value = words;
  field.closest(".field").hidden = !words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const QUOTE_FIELDS = ["language", "start", "end", "exact"].map((name) => `quote_${name}`);
const FIELDS = ["source", "language", "sure", "display_name", "quoted_words", ...QUOTE_FIELDS];
// Forms in which someone typed on this page: whoever leaves it is asked.
const typedIn = new Set();

class DraftForm {
  constructor(form) {
    this.form = form;
    this.note = form.querySelector("[data-draft-note]");
    this.key = draftKey(form);
    form.addEventListener("input", () => this.keep());
    form.addEventListener("quote-changed", () => this.keep());
    form.addEventListener("draft-posted", () => this.forget());
    form.querySelector("[data-discard]").addEventListener("click", () => this.discard());
    this.other = null; // the draft as another window left it
    this.otherNote = form.querySelector("[data-draft-other]");
    this.otherNote.querySelector("[data-swap]").addEventListener("click", () => this.swap());
    window.addEventListener("storage", (event) => this.hear(event));
  }

  field(name) { return this.form.elements.namedItem(name); }

  get picker() { return pickers.get(this.form.querySelector("[data-quote-picker]")); }

  // A form in which nothing of these stands has no draft.
  get isEmpty() {
    const filled = this.written.map((name) => this.field(name));
    return !filled.some((field) => field && field.value.trim());
  }

  keep() {
    if (this.isEmpty) {
      this.forget();
      return;
    }
    drafts.write(this.key, this.read());
    typedIn.add(this.key);
  }

  read() {
    const draft = {};
    this.names.forEach((name) => { if (this.field(name)) draft[name] = this.field(name).value; });
    return draft;
  }

  // Another window has the same form: what is typed last is kept, and neither text is
  // lost in silence.
  hear(event) {
    if (event.key !== this.key || !event.newValue || !this.form.isConnected) return;
    const draft = JSON.parse(event.newValue);
    const own = this.read();
    const isSame = this.written.every((name) => (draft[name] || "") === (own[name] || ""));
    this.other = isSame ? null : draft;
    this.otherNote.hidden = isSame;
  }

  swap() {
    const own = this.read();
    this.fill(this.other);
    this.other = own;
    this.keep();
  }

  forget() {
    drafts.remove(this.key);
    typedIn.delete(this.key);
    this.note.hidden = true;
  }

  // A draft's own quote, or none.
  fillQuote(draft) {
    if (!this.picker) return;
    if (!draft.quote_exact) {
      if (this.field("quote_exact").value) this.picker.remove();
      return;
    }
    this.picker.fill(draft.quote_language, draft.quote_start, draft.quote_end, draft.quote_exact);
  }
}

class CommentForm extends DraftForm {
  written = ["source", "quote_exact", "quoted_words"];
  names = [...FIELDS, "kind"];

  constructor(form) {
    super(form);
    this.text = form.querySelector("textarea[name=source]");
    this.languageField = form.querySelector("[data-language-field]");
    this.scripts = JSON.parse(form.dataset.scripts);
    this.usual = this.field("language").value;
    this.text.addEventListener("input", () => this.notice());
    this.field("language").addEventListener("change", () => {
      this.field("sure").value = "1";
      this.setLanguage(this.field("language").value);
    });
    this.restore();
    this.notice();
    this.grow();
  }

  // --- Drafts

  keep() {
    this.grow();
    super.keep();
  }

  restore() {
    // What a visitor typed goes on with whoever then signed in.
    const before = draftKey(this.form, "visitor");
    const draft = drafts.read(this.key) || drafts.read(before);
    const isEdit = this.field("revision");
    if (draft && draft.source && draft.source === this.text.value && this.key !== before) drafts.remove(before);
    if (!draft || (this.text.value.trim() && !isEdit)) return;
    const quote = this.field("quote_exact");
    const hasQuote = quote && !quote.value && draft.quote_exact;
    const words = this.field("quoted_words");
    const hasWords = words && !words.value && draft.quoted_words;
    if (draft.source === this.text.value && !hasQuote && !hasWords) return;
    if (this.key !== before) drafts.remove(before);
    this.fillWords(draft);
    // Words that the address quotes are newer.
    if (hasQuote) this.fillQuote(draft);
    if (hasWords) quoteInReply(this.form, draft.quoted_words);
    drafts.write(this.key, draft);
    this.note.hidden = false;
  }

  fillWords(draft) {
    this.text.value = draft.source || "";
    const kind = this.form.querySelector(`[name=kind][value="${CSS.escape(draft.kind || "")}"]`);
    if (kind) kind.checked = true;
    this.field("sure").value = draft.sure || this.field("sure").value;
    if (draft.language) this.field("language").value = draft.language;
    if (draft.display_name && this.field("display_name")) this.field("display_name").value = draft.display_name;
  }

  fill(draft) {
    this.fillQuote(draft);
    if (this.field("quoted_words")) quoteInReply(this.form, draft.quoted_words || "");
    this.fillWords(draft);
    this.notice();
    this.grow();
  }

  discard() {
    this.text.value = this.field("revision") ? this.text.defaultValue : "";
    if (this.picker) this.picker.remove();
    if (this.field("quoted_words")) quoteInReply(this.form, "");
    this.forget();
    this.field("sure").value = "";
    this.notice();
    this.grow();
    this.text.focus();
  }

  // --- Language

  notice() {
    const isAsked = this.languageField.hasAttribute("data-asks");
    if (this.field("sure").value) {
      this.languageField.hidden = !isAsked && this.field("language").value === this.usual;
      return;
    }
    const noticed = noticeLanguage(this.text.value, this.scripts);
    this.setLanguage(noticed || this.usual);
    this.languageField.hidden = !isAsked && (noticed === null || noticed === this.usual);
  }

  setLanguage(code) {
    this.field("language").value = code;
    const known = this.scripts.find((each) => each.code === code);
    if (known) this.text.lang = known.lang;
  }

  // --- Where a style sheet cannot let it grow

  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }
}

// A cross-reference that is proposed in the panel.
class ProposalForm extends DraftForm {
  written = ["note", "find", "article", "paragraph", "quote_exact"];
  names = ["relation", "find", "article", "paragraph", "note", "language", ...QUOTE_FIELDS];

  constructor(form) {
    super(form);
    const draft = drafts.read(this.key);
    // What came back from the server is newer.
    if (!draft || !this.isEmpty) return;
    this.fill(draft);
    drafts.write(this.key, draft);
    this.note.hidden = false;
  }

  fill(draft) {
    this.fillQuote(draft);
    this.names.forEach((name) => { if (name in draft && this.field(name)) this.field(name).value = draft[name]; });
  }

  discard() {
    this.written.forEach((name) => { if (this.field(name)) this.field(name).value = ""; });
    if (this.picker) this.picker.remove();
    this.forget();
    this.field("note").focus();
  }
}

const begun = new WeakSet();

function beginForms() {
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    if (begun.has(form)) return;
    begun.add(form);
    const Kind = form.matches(".propose-form") ? ProposalForm : CommentForm;
    new Kind(form);
  });
}

// Forms that are opened first, as those of replies: where a draft waits, it is said.
function tellDrafts() {
  document.querySelectorAll("template[data-draft-waits]").forEach((template) => {
    template.parentElement.querySelectorAll("[data-draft-of]").forEach((link) => {
      const slot = document.querySelector(link.getAttribute("hx-target"));
      const { draftOf: draft } = link.dataset;
      const people = [template.dataset.person, "visitor"];
      const isKept = people.some((person) => drafts.read(draftKey({ dataset: { draft, person } })));
      if (!isKept || !slot || slot.childElementCount) return;
      slot.append(template.content.cloneNode(true));
      slot.querySelector("[data-draft-open]").addEventListener("click", () => link.click());
    });
  });
}

function begin() {
  beginForms();
  tellDrafts();
}

begin();
document.addEventListener("htmx:load", begin);
// What a visitor wrote was posted after the last of several steps.
document.addEventListener("draft-posted", (event) => {
  const step = event.target.closest("[data-step-of]");
  if (!step) return;
  const key = draftKey({ dataset: { draft: step.dataset.stepOf, person: "visitor" } });
  drafts.remove(key);
  typedIn.delete(key);
});

window.addEventListener("beforeunload", (event) => {
  if (typedIn.size) event.preventDefault();
});
// The server has it, and gives it back after signing in.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) typedIn.clear();
});
document.addEventListener("click", (event) => {
  if (event.target.closest(".first-comment .cancel")) typedIn.clear();
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) typedIn.clear();
});
