// Passkeys need a script in any case. What has no use without it is hidden until here,
// and a key that does not answer is told on the page, not in the console.
"use strict";

function showPasskeys() {
  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("[data-needs-passkeys]")) form.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  // Shown anew each time, so that it is read out each time.
  requestAnimationFrame(() => { trouble.hidden = false; });
});

document.addEventListener("DOMContentLoaded", showPasskeys);
