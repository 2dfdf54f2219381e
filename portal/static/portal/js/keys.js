// Keys by their place on the keyboard, for every page that has keys.
"use strict";

const BRACKETS = { BracketLeft: "[", BracketRight: "]" };

// The key by its Latin letter or bracket: a Russian keyboard has another sign there, and a
// Chinese input method takes the letter for itself.
function latinKey(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key;
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  return BRACKETS[event.code] || event.key;
}
