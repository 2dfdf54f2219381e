// The import desk: its keys, and where the focus is after a step. Every key presses a
// button or follows a link that is there without scripts too.
(() => {
  "use strict";
  const FIELD = "input:not([type=submit]):not([type=checkbox]), select, textarea";

  const desk = () => document.getElementById("desk");
  const rows = () => [...desk().querySelectorAll(".desk-row")];

  function currentRow() {
    const focused = document.activeElement?.closest?.(".desk-row");
    return focused || desk().querySelector(".desk-opened")?.closest(".desk-row");
  }

  function focusRow(row) {
    const target = row?.querySelector("th[tabindex]") || row?.querySelector("a, select");
    target?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const here = all.indexOf(currentRow());
    focusRow(all[Math.min(Math.max(here + by, 0), all.length - 1)]);
  }

  // In the current row, else anywhere: undoing, the other side, and the first doubt.
  function press(key) {
    const query = `[data-key="${CSS.escape(key)}"]:not(:disabled)`;
    const row = currentRow();
    const found = row?.querySelector(query);
    if (found) return found.click();
    if (key === "u" || key === "v") return desk().querySelector(query)?.click();
    if (key === "d") return nextDoubt();
    return undefined;
  }

  function nextDoubt() {
    const doubtful = rows().filter((row) => row.classList.contains("doubt"));
    const here = rows().indexOf(currentRow());
    focusRow(doubtful.find((row) => rows().indexOf(row) > here) || doubtful[0]);
  }

  // --- The picture of the page: it follows the unit in hand

  const picture = () => document.getElementById("desk-picture");

  function showPage(number) {
    const link = picture();
    const count = Number(link.dataset.count);
    if (number === Number(link.dataset.number) || number < 1 || number > count) return;
    const words = (template) => template.replace("{}", number);
    link.dataset.number = number;
    link.href = `${link.dataset.pages}${number}/`;
    const drawn = link.querySelector("img");
    drawn.alt = words(link.dataset.alt);
    drawn.src = link.href;
    drawn.hidden = false;
    document.getElementById("desk-leaf").textContent = words(link.dataset.leaf);
    document.getElementById("desk-undrawn").textContent = "";
    for (const button of desk().querySelectorAll("[data-turn]")) {
      const to = number + Number(button.dataset.turn);
      button.value = to;
      button.disabled = to < 1 || to > count;
    }
  }

  function followUnit(event) {
    const leaf = event.target.closest?.(".desk-row")?.dataset.leaf;
    if (leaf && picture()) showPage(Number(leaf));
  }

  function tellUndrawn(event) {
    if (picture()?.contains(event.target)) hidePicture(event.target);
  }

  function hidePicture(drawn) {
    drawn.hidden = true;
    const words = document.getElementById("desk-undrawn-words").textContent;
    document.getElementById("desk-undrawn").textContent = words.trim();
  }

  function turnPage(event) {
    const button = event.target.closest("[data-turn]");
    const place = event.target.closest(".desk-place");
    if (button) {
      event.preventDefault();
      showPage(Number(button.value));
      // A disabled button would lose the focus.
      if (button.disabled) picture().focus();
    } else if (place && picture()) {
      event.preventDefault();
      picture().focus();
    }
  }

  document.addEventListener("focusin", followUnit);
  document.addEventListener("error", tellUndrawn, true);
  document.addEventListener("click", turnPage);

  // It may have failed before this script was there.
  const first = picture()?.querySelector("img");
  if (first?.complete && !first.naturalWidth) hidePicture(first);

  function splitHere(area) {
    const place = area.selectionStart;
    area.value = `${area.value.slice(0, place)}\n\n${area.value.slice(place)}`;
    area.closest(".desk-row").querySelector('[data-key="split"]').click();
  }

  // Who speaks to the computer, or types by mistake, may turn the single letters off.
  const OFF = "desk-keys-off";
  const areOff = () => window.localStorage.getItem(OFF) !== null;

  function showSwitch() {
    document.getElementById("desk-keys-on").checked = !areOff();
    document.getElementById("desk-keys-switch").hidden = false;
  }

  document.addEventListener("change", (event) => {
    if (event.target.id !== "desk-keys-on") return;
    if (event.target.checked) window.localStorage.removeItem(OFF);
    else window.localStorage.setItem(OFF, "");
  });

  function showKeys() {
    const keys = document.getElementById("desk-keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  }

  // Keys pressed while a step is taken are done after it, with the revision it made.
  const waiting = [];
  let isBusy = false;

  function obey(key) {
    if (isBusy) return waiting.push(key);
    if (key === "j") return step(1);
    if (key === "k") return step(-1);
    return press(key);
  }

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.isComposing || event.altKey || event.metaKey) return;
    const area = event.target.closest("textarea");
    if (event.key === "Enter" && event.ctrlKey && area?.closest(".desk-row")) {
      event.preventDefault();
      return splitHere(area);
    }
    if (event.ctrlKey) return;
    if (event.key === "Escape") return obey("Escape");
    if (areOff() || event.target.closest(FIELD)) return;
    if (event.key === "?") return showKeys();
    const key = latinKey(event);
    if ("jkemxn[]tduv".includes(key)) {
      event.preventDefault();
      obey(key);
    }
  });

  document.addEventListener("htmx:beforeRequest", () => {
    isBusy = true;
    document.getElementById("desk-told").textContent = "";
    desk().setAttribute("aria-busy", "true");
  });

  // What is no desk (signed out, or the import is gone) is a page of its own.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.serverResponse.includes('id="desk"')) return;
    event.detail.shouldSwap = false;
    window.location.assign(event.detail.xhr.responseURL);
  });

  // Sent again by the browser itself, which shows what is wrong.
  function sendPlainly(event) {
    const button = event.detail.elt;
    button.form?.requestSubmit(button);
  }

  document.addEventListener("htmx:responseError", sendPlainly);
  document.addEventListener("htmx:sendError", sendPlainly);
  document.addEventListener("htmx:timeout", sendPlainly);

  // htmx keeps the focus on an element that is there again; else the unit gets it.
  function placeFocus() {
    const at = desk().dataset.at;
    if (desk().contains(document.activeElement)) return;
    const area = desk().querySelector(".desk-opened textarea");
    const unit = at ? document.getElementById(`unit-${at}`) : null;
    (area || unit || document.getElementById("desk-check"))?.focus();
  }

  // Read out, since the desk itself is a new one.
  function tellStep() {
    const told = desk().querySelectorAll(".messagelist li, .errornote");
    const words = [...told].map((each) => each.textContent.trim()).join(" ");
    document.getElementById("desk-told").textContent = words;
  }

  document.addEventListener("htmx:afterSettle", () => {
    isBusy = false;
    showSwitch();
    tellStep();
    placeFocus();
    if (waiting.length) obey(waiting.shift());
  });

  if (desk()) showSwitch();
})();
