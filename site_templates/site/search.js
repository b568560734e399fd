// SPDX-License-Identifier: AGPL-3.0-or-later
// Searches this site in the reader's own browser. Files of the index are scripts that call
// `find.take`, so that this also works from a disk; only those are loaded that a question needs.
// How words are compared stands in render/search_words.py, how they are packed in search_index.py.
"use strict";

const find = (() => {
  const WEIGHT = [1, 1.5, 8], WEIGHTS = 3; // a word stands there once, often, or in the title
  const BEGUN = 0.5; // what a longer word counts, of which a part was typed
  const A_KIND = 1e7, FILES = 4, WORDS = 8, SHOWN = 10, PAUSE = 180;
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const here = document.currentScript.src;

  // --- the files of the index -----------------------------------------------------------------

  const taken = new Map(), asked = new Map();
  const take = (name, value) => taken.set(name, value);

  function fetched(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const missing = () => { asked.delete(name); reject(new Error(name)); };
        script.src = new URL(`${name}.js`, here);
        script.onerror = missing;
        script.onload = () => (taken.has(name) ? resolve(taken.get(name)) : missing());
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  // --- words ----------------------------------------------------------------------------------

  const folded = (text, letters) => Array.from(text, (character) => Array.from(
    character.normalize("NFKD").toLowerCase(),
    (one) => letters[one] ?? (/\p{M}/u.test(one) ? "" : /[\p{L}\p{N}]/u.test(one) ? one : " "),
  ).join("")).join("");

  function wordsOf(text, contents) {
    const skipped = new Set(contents.skipped.split(" "));
    return folded(text.replace(/(?<=[0-9A-Za-z])-(?=[0-9])/g, ""), contents.letters).split(" ")
      .filter((word) => Array.from(word).length > 1 && !skipped.has(word))
      .map((word) => Array.from(word).slice(0, contents.longest).join(""));
  }

  function stem(word, [beginnings, endings]) {
    const begun = beginnings.find(([part, , least]) =>
      word.startsWith(part) && word.length - part.length >= least);
    if (begun) word = begun[1] + word.slice(begun[0].length);
    for (const round of endings) {
      const ended = round.find(([part, , least]) =>
        word.endsWith(part) && word.length - part.length >= least);
      if (ended) word = word.slice(0, word.length - ended[0].length) + ended[1];
    }
    return word;
  }

  // --- documents of a word --------------------------------------------------------------------

  const fileOf = (beginning) =>
    `w-${beginning.replace(/[^\x00-\x7f]/gu, (one) => `-${one.codePointAt(0).toString(16)}`)}`;

  function unpacked(packed) {
    const found = [];
    for (const part of packed.split(".")) {
      const kind = DIGITS.indexOf(part[0]) * A_KIND;
      let number = 0, value = 0, unit = 1;
      for (let at = 1; at < part.length; at += 1) {
        const digit = DIGITS.indexOf(part[at]);
        value += (digit % 32) * unit;
        unit *= 32;
        if (digit < 32) {
          number += Math.floor(value / WEIGHTS);
          found.push([kind + number, WEIGHT[value % WEIGHTS]]);
          value = 0;
          unit = 1;
        }
      }
    }
    return found;
  }

  function longest(word, beginnings) {
    let at = word.length;
    while (at > 0 && !beginnings.includes(word.slice(0, at))) at -= 1;
    return word.slice(0, at);
  }

  async function exactly(stems, beginnings) {
    const found = new Map();
    for (const one of stems) {
      const words = await fetched(fileOf(longest(one, beginnings)));
      if (Object.hasOwn(words, one)) found.set(one, words[one]);
    }
    return found;
  }

  // Words that begin so, those on most pages first.
  async function begunWith(start, beginnings) {
    const names = new Set([longest(start, beginnings),
      ...beginnings.filter((one) => one.startsWith(start))]);
    const files = await Promise.all([...names].slice(0, FILES).map((one) => fetched(fileOf(one))));
    const words = files.flatMap((file) => Object.entries(file))
      .filter(([word]) => word.startsWith(start));
    words.sort(([, one], [, other]) => other.length - one.length);
    return new Map(words.slice(0, WORDS));
  }

  // Every document of a word: of its stem in each language, of words it begins, and where there
  // are none of those, of words that begin with most of it.
  async function documentsOf(word, isLast, contents) {
    const beginnings = contents.beginnings.split(" ");
    const rules = Object.values(contents.rules);
    const stems = new Set([word, ...rules.map((one) => stem(word, one))]);
    const exact = await exactly(stems, beginnings);
    let begun = new Map();
    const letters = Array.from(word);
    if (letters.length > 2 && (isLast || !exact.size)) begun = await begunWith(word, beginnings);
    const least = Math.max(4, Math.ceil(letters.length * 0.6));
    for (let to = letters.length - 1; !exact.size && !begun.size && to >= least; to -= 1) {
      begun = await begunWith(letters.slice(0, to).join(""), beginnings);
    }
    for (const one of exact.keys()) begun.delete(one);
    return ranked(exact, begun, contents);
  }

  function ranked(exact, begun, contents) {
    const all = contents.kinds.reduce((sum, [, count]) => sum + count, 0);
    const score = new Map();
    const count = (words, share) => {
      for (const packed of words.values()) {
        const documents = unpacked(packed);
        const rarity = Math.log(1 + all / documents.length);
        for (const [at, weight] of documents) {
          score.set(at, Math.max(score.get(at) || 0, weight * rarity * share));
        }
      }
    };
    count(exact, 1);
    count(begun, BEGUN);
    return score;
  }

  // --- a question -----------------------------------------------------------------------------

  // The documents that answer, best first, and whether they hold every word that was asked for.
  async function answers(text) {
    const contents = await fetched("contents"), words = wordsOf(text, contents);
    const each = await Promise.all(words.map((word, at) =>
      documentsOf(word, at === words.length - 1, contents)));
    const held = new Map();
    for (const score of each) {
      for (const [at, value] of score) {
        const [count, sum] = held.get(at) || [0, 0];
        held.set(at, [count + 1, sum + value]);
      }
    }
    const most = Math.max(0, ...[...held.values()].map(([count]) => count));
    const best = [...held].filter(([, [count]]) => count === most);
    // Of equals the newer first: a later record has a later number.
    best.sort(([one, [, a]], [other, [, b]]) => b - a || other - one);
    return { words, documents: best.map(([at]) => at), whole: most === words.length };
  }

  async function shown(at) {
    const contents = await fetched("contents");
    const [kind] = contents.kinds[Math.floor(at / A_KIND)], number = at % A_KIND;
    const file = await fetched(`d-${kind}-${Math.floor(number / contents.size)}`);
    const [address, title, summary, id] = file[number % contents.size];
    return { kind, address: new URL(`../${address}`, here).href, title, summary, id };
  }

  // --- the page -------------------------------------------------------------------------------

  const part = (name) => document.getElementById(name);
  let asking = 0;

  function said(name, values = {}) {
    const words = document.querySelector(`[data-says="${name}"]`);
    return words.textContent.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // The sentence for a number, in the form that the language of the page has for it.
  function counted(name, count, values) {
    const language = document.documentElement.lang;
    const form = `${name}-${new Intl.PluralRules(language).select(count)}`;
    const known = document.querySelector(`[data-says="${form}"]`) ? form : `${name}-other`;
    return said(known, { ...values, count: count.toLocaleString(language) });
  }

  function element(name, kind, ...within) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...within);
    return made;
  }

  function row({ kind, address, title, summary, id }) {
    const link = element("a", "", title);
    link.href = address;
    const label = element("p", "label", said(`kind-${kind}`));
    if (id && id !== title) label.append(element("span", "under", id));
    const body = element("div", "row-body", element("h3", "", link));
    if (summary) body.append(element("p", "", summary));
    return element("li", "row", label, body);
  }

  // Shows the answers from one on; false where another question came between.
  async function print(documents, from, mine) {
    const some = documents.slice(from, from + SHOWN), rows = await Promise.all(some.map(shown));
    if (mine !== asking) return false;
    if (!from) part("results").replaceChildren();
    part("results").append(...rows.map(row));
    const more = part("more");
    more.hidden = from + some.length >= documents.length;
    more.onclick = async () => {
      if (await print(documents, from + SHOWN, asking)) {
        part("results").children[from + SHOWN].querySelector("a").focus();
      }
    };
    return true;
  }

  async function ask() {
    const text = part("query").value.trim(), mine = asking += 1;
    history.replaceState(null, "", text ? `#q=${encodeURIComponent(text)}` : "#");
    try {
      const { words, documents, whole } = text ? await answers(text) : { words: [], documents: [] };
      if (!await print(documents, 0, mine)) return;
      const values = { words: text };
      part("found").textContent = !text ? "" : !words.length ? said("too-common", values)
        : !documents.length ? said("nothing", values)
          : counted(whole ? "found" : "partly", documents.length, values);
    } catch {
      if (mine === asking) part("found").textContent = said("missing");
    }
  }

  // Arrow keys go through the answers and back to the question.
  function step(event) {
    const links = [part("query"), ...part("results").querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || at < 0 || !links[at + by]) return;
    event.preventDefault();
    links[at + by].focus();
  }

  async function open() {
    const asked = () => {
      const written = /^#q=(.*)$/.exec(location.hash);
      if (written) part("query").value = decodeURIComponent(written[1].replaceAll("+", " "));
      return ask();
    };
    let pause = 0;
    part("query").addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(ask, PAUSE);
    });
    part("find").addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(pause);
      await ask();
      part("results").querySelector("a")?.focus();
    });
    addEventListener("keydown", step);
    addEventListener("hashchange", asked);
    part("no-script").hidden = true;
    part("find").hidden = false;
    if (location.hash.startsWith("#q=")) await asked();
    else if (!location.hash) part("query").focus();
  }

  if (part("find")) open();
  return { answers, fetched, stem, take, wordsOf };
})();
