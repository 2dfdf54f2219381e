// Discussions beside the text: every link and form here works without this file.
"use strict";

// Where the eyes and the keyboard should be after a part of the page came anew.
function focusAfter(target) {
  const place =
    target.querySelector(".first-comment .is-wrong input") ||
    target.querySelector(".first-comment .field:not(.field-website) input") ||
    target.querySelector("[data-fresh]") ||
    (target.id === "commentary" && target.querySelector(".messages")) ||
    (target.matches(".slot") && target.querySelector("[hx-post$='/withdraw/'] button.main")) ||
    target.querySelector(".errors a, .errors") ||
    target.querySelector(".preview") ||
    (target.querySelector("[data-quote-shown]:not([hidden])") && target.querySelector("#write textarea")) ||
    (target.id === "propose" && target.querySelector("#found input, #found .nothing")) ||
    (target.id === "propose" && target.querySelector("[name=relation]")) ||
    (target.matches(".slot") && target.querySelector("textarea[name=source]")) ||
    (target.id === "panel" && target.querySelector(".panel-content h2"));
  if (!place) return;
  if (!place.matches("a, button, textarea, [tabindex]")) place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form");
  if (form) form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  const target = event.target.isConnected ? event.target : document.getElementById(event.target.id || "commentary");
  if (target) focusAfter(target);
});

// Nothing typed is lost when the network or the server fails.
function failed(event) {
  const form = event.target.closest("form");
  const note = form && form.querySelector(".failed");
  const discussion = document.querySelector("[data-failed]");
  if (!note || !discussion) {
    const link = event.target.closest("a[href]");
    if (event.target.id === "panel") location.assign(clausePanel.fallback);
    else if (link) location.assign(link.href);
    return;
  }
  note.textContent = discussion.dataset.failed;
  note.hidden = false;
  if (event.detail.xhr && event.detail.xhr.status === 403) renewToken();
}

// Signing in in another window changes the token that every form carries.
async function renewToken() {
  const page = await fetch(location.href);
  const found = new DOMParser().parseFromString(await page.text(), "text/html")
    .querySelector("[name=csrfmiddlewaretoken]");
  if (!found) return;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = found.value;
  });
}

document.body.addEventListener("htmx:responseError", failed);
document.body.addEventListener("htmx:sendError", failed);
document.body.addEventListener("htmx:timeout", failed);

// A click that means "in a new tab" is left to the browser.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hx-get]");
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopImmediatePropagation();
}, true);

document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  const details = opens && document.querySelector(opens.getAttribute("href"));
  if (details) details.open = true;
});
// Selected words of a comment: the reply opens with them quoted.
document.addEventListener("comment-quoted", async (event) => {
  const link = event.target;
  const slot = document.querySelector(link.getAttribute("hx-target"));
  const replyForm = () => slot.querySelector("form[data-draft^='reply:']");
  if (!replyForm()) await htmx.ajax("GET", link.getAttribute("hx-get"), { source: link, target: slot, swap: "innerHTML" });
  const form = replyForm();
  if (!form) return; // one has to sign in first
  quoteInReply(form, event.detail);
  form.elements.namedItem("source").focus();
});

// The draft of what was typed is kept.
function closeSlot(slot) {
  const opener = document.querySelector(`[hx-target="#${slot.id}"]`);
  slot.replaceChildren();
  tellDrafts();
  if (opener) opener.focus();
}

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel]");
  const slot = cancel && cancel.closest(".slot");
  if (!slot) return;
  event.preventDefault();
  closeSlot(slot);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  const slot = event.target.closest && event.target.closest(".slot");
  if (slot) closeSlot(slot);
  else if (clausePanel) clausePanel.close();
});

// --- Signing in by passkey, in the place of the form

// Without these a browser has the sign-in page for it.
const hasPasskeys = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
document.addEventListener("htmx:load", (event) => {
  const form = hasPasskeys && event.target.querySelector("[data-passkey-options]");
  if (form) form.hidden = false;
});

async function askForPasskey(address) {
  const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  const options = (await response.json()).request_options.publicKey;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return JSON.stringify(await navigator.credentials.get({ publicKey }));
}

document.body.addEventListener("htmx:confirm", async (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey-options]")) return;
  event.preventDefault();
  const trouble = form.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  try {
    form.elements.namedItem("credential").value = await askForPasskey(form.dataset.passkeyOptions);
    event.detail.issueRequest(true);
  } catch {
    trouble.hidden = false;
  }
});
