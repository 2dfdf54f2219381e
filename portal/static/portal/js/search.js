// Search comforts: "/" leads to the box. Every page works without this file.
"use strict";

// The box of the text that is read, else that of the page, else that of the header.
function findSearchBox() {
  const boxes = Array.from(document.querySelectorAll("[data-search-box]"));
  return boxes.find((box) => box.closest(".find-menu")) || boxes.find((box) => box.id) || boxes[0];
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping || document.querySelector("dialog[open]")) return;
  const box = findSearchBox();
  if (!box) return;
  event.preventDefault();
  const menu = box.closest("details");
  if (menu) menu.open = true;
  box.focus();
  box.select();
});

// --- Next and previous of what was found in the text that is read

const foundLine = document.querySelector("[data-found-steps]");
// Where a text is not shown, on a narrow screen, its marks are passed over.
const foundMarks = () => Array.from(document.querySelectorAll(".grid .match"))
  .filter((mark) => mark.checkVisibility ? mark.checkVisibility() : mark.offsetParent);
let foundMark = null;

function showFound(mark, all) {
  if (foundMark) foundMark.classList.remove("current");
  foundMark = mark;
  mark.classList.add("current");
  const masthead = mark.closest("details:not([open])");
  if (masthead) masthead.open = true;
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  foundLine.querySelector("[data-found-place]").textContent = `${all.indexOf(mark) + 1} / ${all.length}`;
}

// From the mark in hand, else from the clause that was asked for, else from the top.
function stepFound(step) {
  const all = foundMarks();
  if (!all.length) return;
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  let place = all.indexOf(foundMark);
  if (place < 0 && asked) {
    place = all.findIndex((mark) => asked.contains(mark)) - (step > 0 ? 1 : 0);
  }
  showFound(all[(place + step + all.length) % all.length], all);
}

if (foundLine) {
  foundLine.hidden = false;
  foundLine.querySelectorAll("[data-found-step]").forEach((button) => {
    button.addEventListener("click", () => stepFound(Number(button.dataset.foundStep)));
  });
  // Before the keys of reader.js, whose n and p lead to what changed.
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[latinKey(event)];
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!step || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    stepFound(step);
  });
  document.querySelectorAll(".found-places a").forEach((link) => {
    link.addEventListener("click", () => {
      link.closest("details").open = false;
      if (foundMark) foundMark.classList.remove("current");
      foundMark = null;
    });
  });
  stepFound(1);
  // The browser has led to the clause by then, whose later texts may be out of sight.
  addEventListener("load", () => requestAnimationFrame(() => {
    if (foundMark) foundMark.scrollIntoView({ block: "center" });
  }));
}
