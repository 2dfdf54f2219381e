// Suggestions below a box while one types in it, as a list to choose from: a link is
// followed, anything else is put where the box says. Every form works without this file.
"use strict";

(() => {
  const PAUSE = 200;
  const library = document.currentScript.dataset.library;
  const known = new WeakSet();

  class Suggestions {
    constructor(input) {
      this.input = input;
      this.list = document.createElement("div");
      this.told = document.createElement("div");
      this.keys = null; // of the library, which is loaded once somebody types
      this.timer = 0;
      this.asking = null;
      this.prepare();
      this.listen();
    }

    prepare() {
      const { input, list, told } = this;
      list.id = `suggested-${input.id || input.name}`;
      list.className = "suggested";
      list.setAttribute("role", "listbox");
      list.hidden = true;
      told.className = "visually-hidden";
      told.setAttribute("role", "status");
      input.after(list, told);
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
      Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
    }

    listen() {
      const { input, list } = this;
      // While characters are composed, nothing is asked: the composition's end is typing.
      input.addEventListener("input", (event) => { if (!event.isComposing) this.later(); });
      input.addEventListener("compositionend", () => this.later());
      input.addEventListener("keydown", (event) => this.press(event), true);
      input.addEventListener("blur", () => this.close());
      // The box keeps the focus while one points at the list.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("combobox-commit", (event) => this.choose(event.target));
    }

    get isOpen() { return !this.list.hidden; }

    // --- Asking: after a pause, and for the last that was typed alone

    later() {
      this.stop();
      if (this.input.value.trim()) this.timer = setTimeout(() => this.ask(), PAUSE);
      else this.close();
    }

    stop() {
      clearTimeout(this.timer);
      if (this.asking) this.asking.abort();
      this.asking = null;
    }

    async ask() {
      this.stop();
      const asking = this.asking = new AbortController();
      const url = new URL(this.input.dataset.suggestions, location.href);
      url.searchParams.set("q", this.input.value);
      try {
        const response = await fetch(url, { headers: { Accept: "text/html" }, signal: asking.signal });
        const html = response.ok ? await response.text() : "";
        if (!this.keys) {
          const { default: Combobox } = await import(library);
          this.keys = new Combobox(this.input, this.list, { tabInsertsSuggestions: false });
        }
        if (!asking.signal.aborted) this.show(html);
      } catch {
        if (!asking.signal.aborted) this.close();
      }
    }

    // Our own server's page, escaped there; parsed apart, so that nothing in it runs.
    show(html) {
      const answer = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      if (!answer || document.activeElement !== this.input) {
        this.close();
        return;
      }
      const options = Array.from(answer.children);
      options.forEach((option, place) => { option.id = `${this.list.id}-${place}`; });
      this.list.setAttribute("aria-label", answer.getAttribute("aria-label"));
      this.list.replaceChildren(...options);
      this.list.scrollTop = 0;
      this.told.textContent = answer.dataset.told;
      this.list.hidden = !options.length;
      if (options.length) this.keys.start();
      else this.keys.stop();
    }

    close() {
      this.stop();
      if (this.keys) this.keys.stop();
      this.list.hidden = true;
      this.told.textContent = "";
    }

    // --- Choosing

    // Before the library, which has the arrows and Enter.
    press(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const isInList = this.isOpen && this.input.hasAttribute("aria-activedescendant");
      if (event.key === "Escape" && this.isOpen) this.close();
      else if (event.key.startsWith("Arrow") && /Down|Up/.test(event.key) && !this.isOpen && this.input.value.trim()) this.ask();
      else if (/^(Home|End)$/.test(event.key) && isInList) {
        this.keys.clearSelection();
        this.keys.navigate(event.key === "Home" ? 1 : -1);
      } else {
        if (event.key === "Enter" && !isInList) this.close();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    choose(option) {
      const filling = option.querySelector("template");
      if (!filling) return; // a link
      document.querySelector(this.input.dataset.fills).replaceChildren(filling.content.cloneNode(true));
      this.input.value = option.dataset.name;
      this.close();
      this.told.textContent = option.dataset.chosen;
    }
  }

  const prepare = (root) => root.querySelectorAll("input[data-suggestions]").forEach((input) => {
    if (known.has(input)) return;
    known.add(input);
    new Suggestions(input);
  });

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
