// After modeltranslation's tabs are made: languages are named in themselves, and the
// switch for all tabs at once shows the language that the tabs begin with.
(() => {
  "use strict";
  const LANGUAGES = JSON.parse(document.getElementById("text-languages").textContent);

  function rename(element) {
    const code = element.textContent.trim();
    const language = LANGUAGES.find((each) => each.code === code);
    if (!language) return;
    element.textContent = language.name;
    element.lang = language.bcp47;
    element.removeAttribute("title");
  }

  function settle() {
    document.querySelectorAll(".ui-tabs-nav a").forEach(rename);
    const all = document.getElementById("modeltranslation-main-switch");
    if (!all) return;
    all.querySelectorAll("option").forEach(rename);
    all.setAttribute("aria-label", LANGUAGES.map((each) => each.name).join(" / "));
    const active = document.querySelector(".ui-tabs-nav .ui-tabs-active");
    if (active) all.value = String([...active.parentNode.children].indexOf(active));
  }

  // A form that is added gets tabs of its own, made by modeltranslation when its link
  // is clicked.
  function settleAdded() {
    document.querySelectorAll(".add-row a").forEach((link) => {
      link.addEventListener("click", settle);
    });
  }

  // Both run after modeltranslation's handlers, which were registered before them.
  window.jQuery(() => {
    settle();
    settleAdded();
  });
})();
