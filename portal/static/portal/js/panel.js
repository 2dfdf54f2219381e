// One panel for a clause, beside the text. Its address is the reading page's with
// ?clause=<key>&tab=<tab>; without this file every link leads to the clause's page.
"use strict";

const PANEL_PARAMETERS = ["clause", "tab"];
const QUOTE_PARAMETERS = ["quote_language", "quote_start", "quote_end", "quote_exact"];

class ClausePanel {
  constructor(root, text) {
    this.root = root;
    this.stem = text.dataset.panel;
    this.opener = null;
    this.shown = null; // what the panel shows: clause and tab
    this.isLeaving = false; // going back in the history, which takes a moment
    this.waiting = null;
    window.addEventListener("popstate", () => this.follow());
    this.start();
  }

  // --- Addresses

  clauseOf(key) {
    const clause = key && document.getElementById(key);
    return clause && clause.matches(".clause") ? clause : null;
  }

  addressOf({ clause, tab = "discussion", at, comment, quote }) {
    const url = new URL(this.stem.replace("__key__", () => clause), location.href);
    if (tab !== "discussion") url.searchParams.set("tab", tab);
    if (at) url.searchParams.set("at", at);
    if (comment) url.searchParams.set("comment", comment);
    new URLSearchParams(quote || "").forEach((value, name) => url.searchParams.set(name, value));
    return url.pathname + url.search;
  }

  pageOf({ clause, tab } = {}) {
    const url = new URL(location.href);
    [...PANEL_PARAMETERS, ...QUOTE_PARAMETERS].forEach((name) => url.searchParams.delete(name));
    if (clause) url.searchParams.set("clause", clause);
    if (clause && tab && tab !== "discussion") url.searchParams.set("tab", tab);
    // The clause is the place: an anchor that led here before would win over it.
    return url.pathname + url.search + (clause ? "" : url.hash);
  }

  asked() {
    const query = new URLSearchParams(location.search);
    const [clause, tab = "discussion"] = PANEL_PARAMETERS.map((name) => query.get(name) || undefined);
    if (!this.clauseOf(clause)) return null;
    const quote = new URLSearchParams();
    QUOTE_PARAMETERS.forEach((name) => { if (query.has(name)) quote.set(name, query.get(name)); });
    return { clause, tab, quote: quote.toString() };
  }

  // --- Opening and closing

  start() {
    const asked = this.asked();
    if (!asked) return;
    const clause = this.clauseOf(asked.clause);
    const folded = clause.closest("details:not([open])");
    if (folded) folded.open = true;
    if (!location.hash) clause.scrollIntoView();
    this.load(asked);
  }

  open(asked, opener = null) {
    if (this.isLeaving) {
      this.waiting = () => this.open(asked, opener);
      return;
    }
    const page = this.pageOf(asked);
    if (this.shown) history.replaceState(history.state, "", page);
    else {
      // Whoever read on beside the panel stays there when it is closed.
      history.scrollRestoration = "manual";
      history.pushState({ isPanel: true }, "", page);
      history.scrollRestoration = "auto";
    }
    this.load(asked, opener);
  }

  load(asked, opener) {
    this.shown = { clause: asked.clause, tab: asked.tab || "discussion" };
    const clause = this.clauseOf(asked.clause);
    this.opener = opener || clause.querySelector(".thread-link");
    this.fallback = (opener || clause.querySelector(".thread-link, .place")).href;
    htmx.ajax("GET", this.addressOf(asked), { source: this.root, target: this.root, swap: "innerHTML" });
  }

  // The panel's content has come.
  show() {
    this.root.hidden = false;
    const clause = this.clauseOf(this.shown && this.shown.clause);
    this.mark(clause);
    if (clause) this.reveal(clause);
    this.root.scrollTop = 0;
    this.root.querySelectorAll("[data-copy]").forEach(addCopyButton);
  }

  // A sheet from below may lie on the clause, and a step leads to one that is out of sight;
  // beside the text the page stays where it is.
  reveal(clause) {
    const { top, bottom } = clause.getBoundingClientRect();
    const sheet = this.root.getBoundingClientRect().top;
    const isCovered = sheet > 0 && bottom > sheet;
    if (isCovered || bottom <= 0 || top >= window.innerHeight) clause.scrollIntoView();
  }

  mark(clause) {
    document.querySelectorAll(".clause.discussed").forEach((other) => other.classList.remove("discussed"));
    if (clause) clause.classList.add("discussed");
  }

  hide() {
    if (!this.shown) return;
    const clause = this.clauseOf(this.shown.clause);
    this.shown = null;
    this.root.hidden = true;
    this.mark(null);
    // The margin came anew after something was sent: then its link, else the clause's name.
    const find = (selector) => clause && clause.querySelector(selector);
    const isThere = (each) => each && each.isConnected && each.checkVisibility();
    const place = [this.opener, find(".thread-link"), find(".place")].find(isThere);
    if (place) place.focus({ preventScroll: true });
  }

  close() {
    if (!this.shown) return;
    this.hide();
    if (history.state && history.state.isPanel) {
      this.isLeaving = true;
      history.back();
    } else history.replaceState(null, "", this.pageOf());
  }

  // After Back, Forward, and an anchor on the page.
  follow() {
    this.isLeaving = false;
    history.scrollRestoration = "auto";
    const asked = this.asked();
    if (!asked) this.hide();
    else if (!this.shown || asked.clause !== this.shown.clause || asked.tab !== this.shown.tab) this.load(asked);
    if (this.waiting) this.waiting();
    this.waiting = null;
  }
}

// Going back from the panel moves nothing: browsers would follow once more the anchor by
// which one came, and give its clause the focus.
if (window.navigation) {
  navigation.addEventListener("navigate", (event) => {
    const isClosing = event.navigationType === "traverse" && history.state && history.state.isPanel;
    if (isClosing && event.canIntercept && event.destination.sameDocument) {
      event.intercept({ scroll: "manual", focusReset: "manual" });
    }
  });
}

const panelRoot = document.getElementById("panel");
const panelText = document.querySelector("[data-panel]");
let clausePanel = null;

// What a click asks the panel for; null for nothing.
function askedBy(target) {
  const step = target.closest("a[data-panel-clause]");
  if (step) {
    const { panelClause: clause, panelTab: tab, panelAt: at, panelComment: comment } = step.dataset;
    return { clause, tab, at, comment };
  }
  const link = target.closest(".clause[id] .thread-link, .clause[id] .ties-link");
  if (link) {
    const tab = link.matches(".ties-link") ? "references" : "discussion";
    return { clause: link.closest(".clause").id, tab };
  }
  const mark = target.closest("a[href]") ? null : target.closest(".clause[id] mark.quoted");
  const paragraph = mark && mark.closest(".cell[data-language] > p");
  if (!paragraph || !document.getSelection().isCollapsed) return null;
  const start = Array.from(textBetween(paragraph, mark, 0)).length;
  return { clause: mark.closest(".clause").id, at: `${mark.closest(".cell").dataset.language}:${start}` };
}

// Leads back here with the panel that is open and the words that are quoted.
function leadBack(link) {
  const url = new URL(link.href);
  const here = new URL(location.href);
  const form = document.querySelector("#write form");
  QUOTE_PARAMETERS.forEach((name) => {
    const field = form && form.elements.namedItem(name);
    if (field && field.value) here.searchParams.set(name, field.value);
  });
  url.searchParams.set("next", here.pathname + here.search + here.hash);
  link.href = url.href;
}

document.addEventListener("click", (event) => {
  const account = event.target.closest(".account-links a[href*='next=']");
  if (account) leadBack(account);
  if (!clausePanel || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (event.target.closest("[data-close-panel]")) clausePanel.close();
  const asked = askedBy(event.target);
  if (!asked || !clausePanel.clauseOf(asked.clause)) return;
  event.preventDefault();
  const opener = event.target.closest("a");
  clausePanel.open(asked, panelRoot.contains(opener) ? null : opener);
});

if (panelRoot && panelText) {
  // Words selected in the text: the discussion opens with them quoted.
  document.addEventListener("quote-asked", (event) => {
    const { clause, query } = event.detail;
    if (!clausePanel.clauseOf(clause)) return;
    event.preventDefault();
    clausePanel.open({ clause, quote: query });
  });
  // Before what discussion.js does then: what is hidden takes no focus.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === panelRoot && clausePanel.shown) clausePanel.show();
  });
  const openTab = (tab) => () => {
    const clause = clauseInHand();
    if (clause) clausePanel.open({ clause: clause.id, tab });
  };
  Object.assign(readerKeys, { c: openTab("discussion"), r: openTab("references") });
  clausePanel = new ClausePanel(panelRoot, panelText);
}
