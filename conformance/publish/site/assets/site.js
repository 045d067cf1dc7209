// Search and filters. The pages say everything without this; it only makes finding quicker. Text is never made markup.
"use strict";
(() => {
  const root = document.body.dataset.root;

  // ------------------------------------------------------------------------------------------------------- search
  const box = document.querySelector(".search");
  const input = document.getElementById("q");
  const hits = document.getElementById("hits");
  const found = document.getElementById("found");
  const MOST = 20;
  let chosen = -1;
  let loading = false;

  function load() {
    if (loading) return;
    loading = true;
    const script = document.createElement("script");
    script.src = root + "assets/index.js";
    script.onload = show;
    document.head.append(script);
  }

  // Lower is better; null is no hit. All words have to be there; where the text begins with them counts most.
  function rank(row, words) {
    const name = row[1].toLowerCase();
    const all = `${row[0]} ${name} ${row[2].toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return null;
    const whole = words.join(" ");
    if (name === whole) return 0;
    if (name.startsWith(whole)) return 1;
    if (name.split(/[./ -]/).some((part) => part.startsWith(words[0]))) return 2;
    return name.includes(words[0]) ? 3 : 4;
  }

  function show() {
    const words = input.value.toLowerCase().split(/[\s#]+/).filter(Boolean);
    const index = window.siteIndex || [];
    const ranked = [];
    if (words.length) {
      index.forEach((row, at) => {
        const score = rank(row, words);
        if (score !== null) ranked.push([score, at, row]);
      });
    }
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    hits.replaceChildren(...ranked.slice(0, MOST).map(([, , row], at) => hit(row, at)));
    chosen = -1;
    open(words.length > 0 && ranked.length > 0);
    if (words.length && window.siteIndex) {
      found.textContent = ranked.length === 0 ? "nothing found" : `${ranked.length} found`;
    }
  }

  function hit([kind, name, more, place], at) {
    const link = document.createElement("a");
    link.href = root + place;
    link.id = `hit-${at}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    for (const [className, text] of [["kind", kind], ["what", name]]) {
      const part = document.createElement("span");
      part.className = className;
      part.textContent = text;
      link.append(part);
    }
    if (more) {
      const part = document.createElement("span");
      part.className = "sub";
      part.textContent = more;
      link.lastChild.append(part);
    }
    return link;
  }

  function open(yes) {
    hits.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const links = [...hits.children];
    if (!links.length) return;
    chosen = (at + links.length) % links.length;
    links.forEach((link, i) => link.setAttribute("aria-selected", String(i === chosen)));
    links[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", links[chosen].id);
  }

  box.hidden = false;
  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && !hits.hidden) location.href = hits.children[Math.max(chosen, 0)].href;
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) open(false);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });

  // ------------------------------------------------------------------------------------------------------ filters
  const GOOD = ["pass", "allowed"];
  const word = (cell) => cell.textContent.trim().split(/\s+/).pop();

  function filters(form) {
    const table = document.getElementById(form.dataset.for);
    const controls = [...form.querySelectorAll("input, select")];
    const status = form.querySelector("[role=status]");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim().split(/\s+/)[0]);
    const outcomeColumns = heads.map((_, at) => at).filter((at) => table.querySelector(`tbody td:nth-child(${at + 1}) .o`));
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      text: row.textContent.toLowerCase(),
      level: row.querySelector(".level:not(th .level)")?.textContent,
      differs: "differs" in row.dataset,
      outcomes: Object.fromEntries(outcomeColumns.map((at) => [at, word(row.cells[at])])),
    }));
    const runtimes = [...(form.querySelector("[name=runtime]")?.options || [])].slice(1).map((option) => option.value);

    const value = (name) => {
      const control = controls.find((one) => one.name === name);
      return control ? (control.type === "checkbox" ? control.checked : control.value) : "";
    };

    function wanted(one) {
      const outcome = value("outcome");
      const runtime = value("runtime");
      const columns = runtime ? [outcomeColumns[runtimes.indexOf(runtime)]] : outcomeColumns;
      const fits = (told) => (outcome === "!good" ? !GOOD.includes(told) : told === outcome);
      return (
        value("text").toLowerCase().split(/\s+/).every((part) => one.text.includes(part)) &&
        (!value("level") || one.level === value("level")) &&
        (!outcome || columns.some((at) => fits(one.outcomes[at]))) &&
        (!value("differs") || one.differs)
      );
    }

    // A runtime that is picked has its column marked; without an outcome no row is hidden for it.
    function mark() {
      const column = outcomeColumns[runtimes.indexOf(value("runtime"))];
      for (const row of table.rows) {
        for (const at of outcomeColumns) row.cells[at].classList.toggle("chosen", at === column);
      }
    }

    function apply(remember) {
      let count = 0;
      for (const one of rows) {
        const yes = wanted(one);
        one.row.hidden = !yes;
        count += yes;
      }
      mark();
      status.textContent = `${count} of ${rows.length} shown`;
      if (remember) keep();
    }

    // The filters are in the address, so that what is seen can be sent to somebody.
    function keep() {
      const query = new URLSearchParams(controls.filter((one) => value(one.name)).map((one) => [one.name, value(one.name)]));
      try {
        history.replaceState(null, "", query.size ? `#${query}` : location.pathname + location.search);
      } catch {
        // some browsers refuse it for files
      }
    }

    function recall() {
      const query = new URLSearchParams(location.hash.slice(1));
      for (const one of controls) {
        if (one.type === "checkbox") one.checked = query.has(one.name);
        else one.value = query.get(one.name) || "";
        if (one.value === "" && one.type === "select-one") one.selectedIndex = 0;
      }
      apply(false);
    }

    form.hidden = false;
    form.addEventListener("input", () => apply(true));
    form.querySelector("button").addEventListener("click", () => {
      for (const one of controls) one.type === "checkbox" ? (one.checked = false) : (one.value = "");
      apply(true);
    });
    window.addEventListener("hashchange", recall);
    recall();
  }

  document.querySelectorAll(".filters").forEach(filters);
})();
