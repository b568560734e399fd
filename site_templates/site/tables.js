// SPDX-License-Identifier: AGPL-3.0-or-later
// Long tables of the ledger can be sorted by a column and sifted by words. Without this script
// they stand as they are, in order of day.
"use strict";

(() => {
  const LEAST = 8; // rows from which a table gains anything by it
  const language = document.documentElement.lang || "en";
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(-1234567.8);
  const sign = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const digits = Array.from({ length: 10 }, (_, digit) => digit.toLocaleString(language));
  const compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The first number in a text as the language of the page writes it.
  function number(text) {
    let plain = text.replaceAll(sign("group"), "").replaceAll(sign("decimal"), ".")
      .replaceAll("−", "-");
    digits.forEach((digit, value) => { plain = plain.replaceAll(digit, value); });
    return Number.parseFloat(/-?\d+(?:\.\d+)?/.exec(plain)?.[0] ?? "0");
  }

  const unit = (text) => text.replace(/[\d\p{Nd}.,٫٬\s−+-]/gu, "");

  // Amounts of one unit stand together; words are compared as the language does; a day is where
  // its row stood at first.
  function keyOf(row, column, isNumber, at) {
    if (column === 0) return [at];
    const text = row.cells[column]?.textContent.trim() ?? "";
    return isNumber ? [unit(text), number(text)] : [text];
  }

  function later(one, other) {
    for (const [at, key] of one.entries()) {
      const by = typeof key === "number" ? key - other[at] : compare(key, other[at]);
      if (by) return by;
    }
    return 0;
  }

  function sortable(table, rows) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const isNumber = head.classList.contains("n");
        const keyed = rows.map((row, at) => [keyOf(row, column, isNumber, at), at, row]);
        keyed.sort(([one, a], [other, b]) => (down ? later(other, one) : later(one, other)) || a - b);
        table.tBodies[0].append(...keyed.map(([, , row]) => row));
      });
    });
    if (table.classList.contains("entries")) heads[0].setAttribute("aria-sort", "ascending");
  }

  // A field in the caption's place over the table; what does not hold all of its words is hidden.
  function siftable(table, rows) {
    const { sift: asks, sifted: says } = table.dataset;
    if (!asks) return;
    const texts = rows.map((row) => folded(row.textContent));
    const label = document.createElement("label"), field = document.createElement("input");
    const told = document.createElement("span");
    field.type = "search";
    told.setAttribute("role", "status");
    label.className = "sift";
    label.append(asks, field, told);
    table.closest(".scroll").before(label);
    field.addEventListener("input", () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      let left = 0;
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word));
        left += row.hidden ? 0 : 1;
      });
      const values = { shown: left, all: rows.length };
      told.textContent = words.length
        ? says.replace(/\{(\w+)\}/g, (_, key) => values[key].toLocaleString(language)) : "";
    });
  }

  for (const table of document.querySelectorAll("table.entries")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length >= LEAST) {
      sortable(table, rows);
      siftable(table, rows);
    }
  }
})();
