// Lights up what one clause is tied to: under the mouse, in focus, or tapped first.
"use strict";

const network = document.querySelector("[data-network]");

function lightUp(node) {
  const ties = Array.from(network.querySelectorAll("[data-ends]"));
  const number = node && node.dataset.node;
  const near = new Set();
  ties.forEach((tie) => {
    const ends = tie.dataset.ends.split(" ");
    const isLit = ends.includes(number);
    tie.classList.toggle("lit", isLit);
    if (isLit) ends.forEach((end) => near.add(end));
  });
  network.querySelectorAll("[data-node]").forEach((each) => {
    each.classList.toggle("lit", each === node || near.has(each.dataset.node));
  });
  network.classList.toggle("lights", Boolean(node));
  network.shown = node;
}

function lightAt(event) {
  lightUp(event.target.closest("[data-node]"));
}

if (network) {
  // Where there is no hovering, the first tap lights up and the second one follows.
  network.addEventListener("pointerdown", (event) => {
    const node = event.target.closest("[data-node]");
    network.isFirstTap = event.pointerType === "touch" && node !== network.shown;
  });
  network.addEventListener("click", (event) => {
    if (!network.isFirstTap) return;
    event.preventDefault();
    network.isFirstTap = false;
    lightAt(event);
  });
  network.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") lightAt(event);
  });
  network.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") lightUp(null);
  });
  network.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible")) lightAt(event);
  });
  network.addEventListener("focusout", () => lightUp(null));
}
