// A preview of what a link leads to: on hover, on focus, and on a long touch. A link
// stays a link; without this script it simply leads there.
"use strict";

(() => {
  const PAUSE = 350;
  // Links that say where their preview is, and those over the words of a text.
  const LINKS = "a[data-preview], .cell a.reference:not([href*='#'])";
  const seen = new Map();
  let box = null;
  let anchor = null;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    if (box) box.remove();
    if (anchor) anchor.removeAttribute("aria-describedby");
    box = anchor = null;
  };

  const fetched = async (url) => {
    if (!seen.has(url)) {
      const response = await fetch(url, { headers: { Accept: "text/html" } });
      if (!response.ok) return "";
      seen.set(url, await response.text());
    }
    return seen.get(url);
  };

  // Our own server's page, escaped there; parsed apart, so that nothing in it runs.
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

  const place = (link) => {
    const near = link.getBoundingClientRect();
    const width = box.offsetWidth;
    const left = Math.max(8, Math.min(near.left, innerWidth - width - 8));
    const below = near.bottom + 6 + box.offsetHeight < innerHeight || near.top < box.offsetHeight;
    const top = below ? near.bottom + 6 : near.top - 6 - box.offsetHeight;
    // Through the object model, which the page's policy allows.
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };

  const open = async (link) => {
    if (anchor === link) return;
    const html = await fetched(link.dataset.preview || `${link.pathname}preview/`).catch(() => "");
    if (!html && link.dataset.touched) location.assign(link.href);
    if (!html || !link.isConnected || !(link.matches(":hover") || document.activeElement === link || link.dataset.touched)) return;
    close();
    anchor = link;
    box = document.createElement("div");
    box.className = "link-preview";
    box.id = "link-preview";
    box.setAttribute("role", "tooltip");
    box.append(...parsed(html).childNodes);
    box.addEventListener("pointerleave", later);
    document.body.append(box);
    link.setAttribute("aria-describedby", box.id);
    place(link);
  };

  const soon = (link) => { clearTimeout(timer); timer = setTimeout(() => open(link), PAUSE); };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!(box && box.matches(":hover"))) close(); }, PAUSE);
  };
  const linkOf = (event) => event.target instanceof Element && event.target.closest(LINKS);

  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (link && event.pointerType === "mouse") soon(link);
  });
  document.addEventListener("pointerout", (event) => { if (linkOf(event) && event.pointerType === "mouse") later(); });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link) soon(link);
    else if (!(box && box.contains(event.target))) close();
  });
  // The first tap shows, the second follows; a tap elsewhere closes.
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link && event.pointerType === "touch" && anchor !== link) {
      event.preventDefault();
      link.dataset.touched = "1";
      clearTimeout(timer);
      open(link).finally(() => delete link.dataset.touched);
    } else if (box && !box.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
