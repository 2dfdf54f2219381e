// Comforts only: every page works without this file.
"use strict";

// Buttons that copy, made here so that without JavaScript there is no dead button.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function addCopyButton(source) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = source.dataset.copyLabel;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "copied";
  button.addEventListener("click", async () => {
    await copy(source.dataset.copy);
    status.textContent = source.dataset.copied;
    setTimeout(() => { status.textContent = ""; }, 2000);
  });
  source.after(" ", button, " ", status);
}

document.querySelectorAll("[data-copy]").forEach(addCopyButton);

// The clause that was asked for, else the one at the top of the window, so that
// another choice of texts or language opens at the same place.
function isInView(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight;
}

// Asked of the point on the screen: to measure each of thousands would lay them all out.
function clauseAtTop() {
  const bar = document.querySelector(".bar, .column-heads");
  const top = bar ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
  for (let y = top + 8; y < window.innerHeight; y += 24) {
    const found = document.elementFromPoint(window.innerWidth / 2, y);
    const clause = found && found.closest(":is(.reader-page, .clause-page) .clause[id]");
    if (clause) return clause;
  }
  return null;
}

function currentClause() {
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  if (asked && asked.matches(".clause") && (isInView(asked) || window.scrollY < 200)) {
    return asked.id;
  }
  const clause = window.scrollY < 200 ? null : clauseAtTop();
  return clause ? clause.id : "";
}

function keepPlace(link) {
  const place = currentClause();
  if (!place) return;
  const url = new URL(link.href);
  const next = url.searchParams.get("next");
  if (next === null) url.hash = place;
  else url.searchParams.set("next", `${next.split("#")[0]}#${place}`);
  link.href = url.href;
}

document.querySelectorAll("a[data-keep-place]").forEach((link) => {
  link.addEventListener("click", () => keepPlace(link));
});
document.querySelectorAll("form[data-keep-place]").forEach((form) => {
  form.addEventListener("submit", () => {
    const place = currentClause();
    if (place) form.action = `#${place}`;
  });
});

// --- Menus: one at a time; a click beside it or Escape closes it.

const MENUS = "details.menu[open], details.standing-details[open], details.site-menu[open]";

document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!opened.open || !opened.matches || !opened.matches(MENUS)) return;
  document.querySelectorAll(MENUS).forEach((other) => {
    if (other !== opened) other.open = false;
  });
}, true);
document.addEventListener("click", (event) => {
  document.querySelectorAll(MENUS).forEach((menu) => {
    const isAnchor = event.target.closest("a[href^='#']");
    if (!menu.contains(event.target) || isAnchor) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(MENUS);
  if (!open) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus();
});

// --- The links of a clause: one box for all, filled when it opens.

const tools = document.getElementById("place-tools");
const tool = (name) => tools.querySelector(`[data-tool="${name}"]`);

function openTools(clause) {
  const place = clause.querySelector(".place");
  const link = tools.dataset.stem + clause.id;
  const label = clause.getAttribute("aria-label");
  tools.querySelector(".place-name").textContent = label;
  tool("page").href = place.href;
  tool("link").href = link;
  tool("link").dataset.copy = link;
  tool("citation").dataset.copy = tools.dataset.citation
    .replace("{place}", () => label).replace("{link}", () => link);
  tools.showPopover();
  const near = place.getBoundingClientRect();
  const below = near.bottom + tools.offsetHeight < window.innerHeight;
  const top = below ? near.bottom + 4 : Math.max(0, near.top - tools.offsetHeight - 4);
  // Through the object model, which the page's policy allows.
  tools.style.setProperty("--left", `${Math.max(8, near.left) + window.scrollX}px`);
  tools.style.setProperty("--top", `${top + window.scrollY}px`);
  tool("page").focus({ preventScroll: true });
  tools.place = place;
}

if (tools && tools.showPopover) {
  document.addEventListener("click", (event) => {
    const place = event.target.closest(".clause .place");
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openTools(place.closest(".clause"));
  });
  tools.addEventListener("toggle", (event) => {
    const hasFocus = tools.contains(document.activeElement) || document.activeElement === document.body;
    if (event.newState === "closed" && hasFocus) tools.place.focus({ preventScroll: true });
  });
}

// --- The masthead opens for who is led into it, and for print.

function openMasthead() {
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  const folded = asked && asked.closest("details.masthead:not([open])");
  if (!folded) return;
  folded.open = true;
  asked.scrollIntoView();
}

window.addEventListener("hashchange", openMasthead);
openMasthead();

// --- Copying: the texts and their printed numbers, nothing that stands beside them.

function copiedText(cell, range) {
  const own = document.createRange();
  own.selectNodeContents(cell.querySelector("p"));
  if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) {
    own.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) {
    own.setEnd(range.endContainer, range.endOffset);
  }
  return own.toString().trim();
}

document.addEventListener("copy", (event) => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const ancestor = range.commonAncestorContainer;
  const element = ancestor.nodeType === Node.ELEMENT_NODE ? ancestor : ancestor.parentElement;
  if (element.closest(".cell, .panel, textarea, input")) return;
  const rows = Array.from(element.querySelectorAll(".clause"))
    .concat(element.closest(".clause") || [])
    .filter((row) => range.intersectsNode(row));
  if (!rows.length) return;
  const texts = rows.map((row) => (
    Array.from(row.querySelectorAll(".cell"))
      .filter((cell) => !cell.querySelector(".missing") && range.intersectsNode(cell))
      .filter((cell) => getComputedStyle(cell).display !== "none")
      .map((cell) => copiedText(cell, range))
      .filter(Boolean).join("\n")
  ));
  event.clipboardData.setData("text/plain", texts.filter(Boolean).join("\n\n"));
  event.preventDefault();
});

// --- Print: a running foot, which a style sheet alone cannot word.

function cssString(text) {
  const escaped = text.replace(/["\\\n]/g, (sign) => `\\${sign.codePointAt(0).toString(16)} `);
  return `"${escaped}"`;
}

const foot = document.querySelector("[data-print-foot]");
const sheet = Array.from(document.styleSheets).find((each) => /\/reader[^/]*\.css/.test(each.href));
if (foot && sheet) {
  const words = `${foot.dataset.printFoot} · ${location.origin}${location.pathname}`;
  const rule = `@page { @bottom-left { content: ${cssString(words)}; font: 8pt sans-serif; } }`;
  sheet.insertRule(rule, sheet.cssRules.length);
}

// --- Keys, for who reads without a mouse

// The clause that has the focus, else the one at the top of the window.
function clauseInHand() {
  const focused = document.activeElement && document.activeElement.closest(".clause[id]");
  return focused && isInView(focused) ? focused : clauseAtTop();
}

function goToNext(step, kind = ".clause[id]") {
  const clauses = Array.from(document.querySelectorAll(".reader-page .clause[id]"))
    .filter((clause) => !clause.closest("details:not([open])"));
  const focused = document.activeElement.closest(".clause[id]");
  const from = clauseInHand();
  // What only stands at the top was not read yet: the first step leads to it.
  const index = clauses.indexOf(from) + (focused === from || step < 0 ? step : 0);
  const start = Math.max(0, Math.min(clauses.length - 1, index));
  const ahead = step < 0 ? clauses.slice(0, start + 1).reverse() : clauses.slice(start);
  const clause = ahead.find((each) => each.matches(kind));
  if (!clause) return;
  clause.tabIndex = -1;
  clause.focus({ preventScroll: true });
  clause.scrollIntoView();
}

const goToChange = (step) => goToNext(step, ".changed");

const keysHelp = document.getElementById("keys");
// The page of a clause has those alone that other scripts add.
const readerKeys = keysHelp ? {
  j: () => goToNext(1),
  k: () => goToNext(-1),
  n: () => goToChange(1),
  p: () => goToChange(-1),
  e: () => { const clause = tools && clauseInHand(); if (clause) openTools(clause); },
  "?": () => keysHelp.showModal(),
} : {};

if (keysHelp) {
  document.querySelectorAll("[data-shows-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => keysHelp.showModal());
  });
}
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const pressed = readerKeys[latinKey(event)];
  if (isTyping || document.querySelector("dialog[open]") || !pressed) return;
  event.preventDefault();
  pressed();
});

const steps = document.querySelector("[data-change-steps]");
if (steps && document.querySelector(".clause.changed")) {
  steps.hidden = false;
  steps.querySelectorAll("[data-step]").forEach((button) => {
    // The focus stays with the clause, from which the next step is counted.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => goToChange(Number(button.dataset.step)));
  });
}
