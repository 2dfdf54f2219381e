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

function currentClause() {
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  if (asked && asked.matches(".clause") && (isInView(asked) || window.scrollY < 200)) {
    return asked.id;
  }
  if (window.scrollY < 200) return "";
  const clauses = document.querySelectorAll(".reader-page .clause[id]");
  for (const clause of clauses) {
    if (clause.getBoundingClientRect().bottom > 120) return clause.id;
  }
  return "";
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

const PANELS = "details.tools[open], details.standing-details[open]";

// One panel at a time; Escape closes it and gives the focus back.
document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!opened.open || !opened.classList.contains("tools")) return;
  document.querySelectorAll("details.tools[open]").forEach((other) => {
    if (other !== opened) other.open = false;
  });
}, true);
document.addEventListener("click", (event) => {
  document.querySelectorAll(PANELS).forEach((panel) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(PANELS);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// The outline is open beside the text and closed above it.
const outline = document.querySelector(".outline details");
if (outline && window.matchMedia("(max-width: 79.99rem)").matches) outline.open = false;
