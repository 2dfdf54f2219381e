// What says the same lights up in every column: pointed at, tapped, or by the key "s".
"use strict";

function litIn(clause, number) {
  return clause.querySelectorAll(`.said[data-said="${number}"]`);
}

function light(said) {
  document.querySelectorAll(".said.lit").forEach((each) => each.classList.remove("lit"));
  if (!said) return;
  litIn(said.closest(".clause"), said.dataset.said)
    .forEach((each) => each.classList.add("lit"));
}

function saidAt(target) {
  return target instanceof Element ? target.closest(".said") : null;
}

document.addEventListener("pointerover", (event) => {
  // A finger does not hover: what it tapped stays lit until it taps elsewhere.
  if (event.pointerType === "mouse") light(saidAt(event.target));
});
document.addEventListener("click", (event) => light(saidAt(event.target)));
document.addEventListener("focusin", (event) => {
  if (saidAt(event.target)) light(saidAt(event.target));
});

// The sentences of the clause in hand, in the first text that is shown.
function goToNextSentence() {
  const focused = saidAt(document.activeElement);
  const clause = focused ? focused.closest(".clause") : clauseInHand();
  const cell = focused ? focused.closest(".cell") : clause && clause.querySelector(".cell");
  const all = cell ? Array.from(cell.querySelectorAll(".said")) : [];
  const said = all[(all.indexOf(focused) + 1) % all.length];
  if (!said) return;
  said.tabIndex = -1;
  said.focus();
}

readerKeys.s = goToNextSentence;
