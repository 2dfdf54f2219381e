// After modeltranslation's tabs are made: languages are named in themselves, and the
// switch for all tabs at once shows the language that the tabs begin with.
(() => {
  "use strict";
  const NAMES = { "zh-hans": "中文", ru: "Русский", en: "English" };
  const TAGS = { "zh-hans": "zh-Hans" };

  function rename(element) {
    const code = element.textContent.trim();
    if (!(code in NAMES)) return;
    element.textContent = NAMES[code];
    element.lang = TAGS[code] || code;
    element.removeAttribute("title");
  }

  function settle() {
    document.querySelectorAll(".ui-tabs-nav a").forEach(rename);
    const all = document.getElementById("modeltranslation-main-switch");
    if (!all) return;
    all.querySelectorAll("option").forEach(rename);
    all.setAttribute("aria-label", Object.values(NAMES).join(" / "));
    const active = document.querySelector(".ui-tabs-nav .ui-tabs-active");
    if (active) all.value = String([...active.parentNode.children].indexOf(active));
  }

  // Runs after modeltranslation's handler, which was registered before it.
  window.jQuery(settle);
})();
