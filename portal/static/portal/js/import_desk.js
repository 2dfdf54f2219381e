// The import desk: its keys, and where the focus is after a step. Every key presses a
// button or follows a link that is there without scripts too.
(() => {
  "use strict";
  const FIELD = "input:not([type=submit]):not([type=checkbox]), select, textarea";

  const desk = () => document.getElementById("desk");
  const rows = () => [...desk().querySelectorAll(".desk-row")];

  function currentRow() {
    const focused = document.activeElement?.closest?.(".desk-row");
    return focused || desk().querySelector(".desk-opened")?.closest(".desk-row") || null;
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

  // In the current row, else anywhere: undoing, and the first doubt.
  function press(key) {
    const query = `[data-key="${CSS.escape(key)}"]:not(:disabled)`;
    const row = currentRow();
    const found = row?.querySelector(query);
    if (found) return found.click();
    if (key === "u") return desk().querySelector(query)?.click();
    if (key === "d") return nextDoubt();
    return undefined;
  }

  function nextDoubt() {
    const doubtful = rows().filter((row) => row.classList.contains("doubt"));
    const here = rows().indexOf(currentRow());
    focusRow(doubtful.find((row) => rows().indexOf(row) > here) || doubtful[0]);
  }

  function splitHere(area) {
    const place = area.selectionStart;
    area.value = `${area.value.slice(0, place)}\n\n${area.value.slice(place)}`;
    area.closest(".desk-row").querySelector('[data-key="split"]').click();
  }

  function showKeys() {
    const keys = document.getElementById("desk-keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.isComposing || event.altKey || event.metaKey) return;
    const area = event.target.closest("textarea");
    if (event.key === "Enter" && event.ctrlKey && area?.closest(".desk-row")) {
      event.preventDefault();
      return splitHere(area);
    }
    if (event.ctrlKey) return;
    if (event.key === "Escape") return press("Escape");
    if (event.target.closest(FIELD)) return;
    if (event.key === "?") return showKeys();
    if (event.key === "j") return step(1);
    if (event.key === "k") return step(-1);
    if ("emxn[]tdu".includes(event.key)) {
      event.preventDefault();
      press(event.key);
    }
  });

  // htmx keeps the focus on an element that is there again; else the unit gets it.
  document.addEventListener("htmx:afterSettle", () => {
    const at = desk()?.dataset.at;
    if (desk()?.contains(document.activeElement)) return;
    const area = desk()?.querySelector(".desk-opened textarea");
    const unit = at ? document.getElementById(`unit-${at}`) : null;
    (area || unit || desk()?.querySelector("#desk-check"))?.focus();
  });
})();
