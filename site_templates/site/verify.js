// SPDX-License-Identifier: AGPL-3.0-or-later
// Holds this site's log against paper, a slip or an id: RFC 6962 in the reader's own browser.
// Files of the log are scripts that call `sealed.take`, so that this also works from a disk.
// Sizes and indexes are BigInt: a tree may have more leaves than a number is exact.
"use strict";

const sealed = (() => {
  const HEIGHT = 7n, WIDTH = 128n, HASH = 32, LARGEST = 2n ** 64n - 1n;
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const here = document.currentScript.src;

  // --- hashes ---------------------------------------------------------------------------------

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const base64 = (hash) => btoa(String.fromCharCode(...hash));
  const hex = (hash) => [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const same = (one, other) => hex(one) === hex(other);
  const apart = (packed) => {
    const all = bytes(packed);
    const cutAt = (at) => all.slice(at * HASH, (at + 1) * HASH);
    return Array.from({ length: all.length / HASH }, (_, at) => cutAt(at));
  };
  const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  // RFC 6962, section 2.1: SHA-256(0x00 || content), SHA-256(0x01 || left || right)
  const leafHash = (content) => sha256(Uint8Array.of(0, ...new TextEncoder().encode(content)));
  const nodeHash = (left, right) => sha256(Uint8Array.of(1, ...left, ...right));

  // --- checking: RFC 9162, sections 2.1.3.2 and 2.1.4.2 ---------------------------------------

  const areHashes = (...all) => all.every((hash) => hash.length === HASH);

  async function climb(here, last, proof, step) {
    for (const sibling of proof) {
      if (last === 0n) return false;
      const fromLeft = Boolean(here & 1n) || here === last;
      await step(sibling, fromLeft);
      if (fromLeft) while (here && !(here & 1n)) [here, last] = [here >> 1n, last >> 1n];
      [here, last] = [here >> 1n, last >> 1n];
    }
    return last === 0n;
  }

  async function checkInclusion(leaf, index, size, proof, expected) {
    if (index < 0n || index >= size || size > LARGEST) return false;
    if (!areHashes(leaf, expected, ...proof)) return false;
    let found = leaf;
    const ends = await climb(index, size - 1n, proof, async (sibling, fromLeft) => {
      found = await (fromLeft ? nodeHash(sibling, found) : nodeHash(found, sibling));
    });
    return ends && same(found, expected);
  }

  async function checkConsistency(old, oldRoot, size, newRoot, proof) {
    if (old <= 0n || old > size || size > LARGEST || !areHashes(...proof)) return false;
    if (old === size) return proof.length === 0 && same(oldRoot, newRoot);
    const path = old & (old - 1n) ? [...proof] : [oldRoot, ...proof];
    if (path.length === 0) return false;
    let here = old - 1n, last = size - 1n;
    while (here & 1n) [here, last] = [here >> 1n, last >> 1n];
    let foundOld = path[0], foundNew = path[0];
    const ends = await climb(here, last, path.slice(1), async (sibling, fromLeft) => {
      if (fromLeft) {
        foundOld = await nodeHash(sibling, foundOld);
        foundNew = await nodeHash(sibling, foundNew);
      } else {
        foundNew = await nodeHash(foundNew, sibling);
      }
    });
    return ends && same(foundOld, oldRoot) && same(foundNew, newRoot);
  }

  // --- the files of the log -------------------------------------------------------------------

  const taken = new Map();

  function take(name, value) {
    taken.set(name, value);
  }

  function fetched(name) {
    if (taken.has(name)) return Promise.resolve(taken.get(name));
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const missing = () => reject(new Said("missing", { file: `${name}.js` }));
      script.src = new URL(`${name}.js`, here);
      script.onerror = missing;
      script.onload = () => (taken.has(name) ? resolve(taken.get(name)) : missing());
      document.head.append(script);
    });
  }

  class Said extends Error {
    // What is to be said instead of an answer.
    constructor(says, values = {}) {
      super(says);
      Object.assign(this, { says, values });
    }
  }

  // --- the tree, read from its edge and its tiles: ground/tiles.py and ground/merkle.py -------

  const bits = (size) => size.toString(2).length;

  function edgeOf(size, packed) {
    const edge = new Map(), hashes = apart(packed);
    let start = 0n;
    for (let level = BigInt(bits(size)) - 1n; level >= 0n; level -= 1n) {
      if (!(size >> level & 1n)) continue;
      edge.set(`${level}/${start >> level}`, hashes[edge.size]);
      start += 1n << level;
    }
    return edge;
  }

  const hashed = new Map();

  // All hashes of a tile. Of what it opens it holds no hash: that is reckoned here.
  async function hashesOf(name) {
    if (hashed.has(name)) return hashed.get(name);
    const tile = await fetched(name), given = apart(tile.hashes || "");
    const count = (tile.days || []).reduce((sum, [, length]) => sum + length, 0) || given.length;
    const hashes = [];
    for (let at = 0; at < count; at += 1) {
      const content = opened(tile, at);
      hashes.push(content ? await leafHash(content) : given.shift());
    }
    if (given.length || hashes.includes(undefined)) throw new Said("broken");
    hashed.set(name, hashes);
    return hashes;
  }

  // What was sealed, put together from its pieces; blank where this site does not hold it.
  const opened = (tile, at) => ((tile.opened || {})[at] || [])
    .map((piece) => (typeof piece === "number" ? tile.shared[piece] : piece)).join("");

  async function nodeAt(log, level, index) {
    const known = log.edge.get(`${level}/${index}`);
    if (known) return known;
    const row = level / HEIGHT, above = level % HEIGHT, first = index << above;
    const start = Number(first % WIDTH);
    const tile = await hashesOf(`tiles/${row}/${first / WIDTH}`);
    let hashes = tile.slice(start, start + Number(1n << above));
    if (hashes.length !== Number(1n << above)) throw new Said("broken");
    while (hashes.length > 1) {
      const pairs = Array.from({ length: hashes.length / 2 }, (_, at) => at * 2);
      hashes = await Promise.all(pairs.map((at) => nodeHash(hashes[at], hashes[at + 1])));
    }
    return hashes[0];
  }

  async function rootOf(log, start, end) {
    const level = BigInt(bits(end - start)) - 1n;
    if (end - start === 1n << level) return nodeAt(log, level, start >> level);
    const middle = start + (1n << level);
    return nodeHash(await rootOf(log, start, middle), await rootOf(log, middle, end));
  }

  const cut = (size) => 1n << BigInt(bits(size - 1n)) - 1n;

  // RFC 6962, section 2.1.1, read from the root down.
  async function proveInclusion(log, index) {
    const path = [];
    let start = 0n, end = log.size;
    while (end - start > 1n) {
      const middle = start + cut(end - start);
      path.unshift(await (index < middle ? rootOf(log, middle, end) : rootOf(log, start, middle)));
      if (index < middle) end = middle;
      else start = middle;
    }
    return path;
  }

  // RFC 6962, section 2.1.2, read from the root down.
  async function proveConsistency(log, old) {
    const path = [];
    let start = 0n, end = log.size, isKnown = true;
    while (old < end) {
      const middle = start + cut(end - start);
      if (old <= middle) {
        path.unshift(await rootOf(log, middle, end));
        end = middle;
      } else {
        path.unshift(await rootOf(log, start, middle));
        start = middle;
        isKnown = false;
      }
    }
    if (!isKnown) path.unshift(await rootOf(log, start, end));
    return path;
  }

  // --- what people type -----------------------------------------------------------------------

  const SIZE = /^(0|[1-9][0-9]{0,19})$/;

  function parseToken(text) {
    const [index, ...groups] = text.trim().toUpperCase().split(/[\s-]+/);
    const letters = groups.join("").replace(/[IL]/g, "1").replace(/O/g, "0");
    const isToken = SIZE.test(index) && /^[0-9A-HJKMNP-TV-Z]{12}$/.test(letters);
    return isToken ? { index: BigInt(index), letters } : null;
  }

  function lettersOf(leaf) {
    const number = BigInt(`0x${hex(leaf.slice(0, 8))}`) >> 4n;
    const letterAt = (at) => LETTERS[Number(number >> BigInt(55 - 5 * at) & 31n)];
    return Array.from({ length: 12 }, (_, at) => letterAt(at)).join("");
  }

  const formatToken = (index, leaf) => [index, ...lettersOf(leaf).match(/.{4}/g)].join("-");

  async function parseCheckpoint(text) {
    const [origin, size = "", ...groups] = text.trim().split(/\s+/);
    const digits = groups.join("").toLowerCase(), count = size.replace(/,/g, "");
    if (!SIZE.test(count) || BigInt(count) > LARGEST) return null;
    if (groups.length === 1 && /^[A-Za-z0-9+/]{43}=$/.test(groups[0])) {
      return { origin, size: BigInt(count), root: bytes(groups[0]) };
    }
    if (!/^[0-9a-f]{64}([0-9a-f]{4})?$/.test(digits)) return null;
    const root = Uint8Array.from(digits.slice(0, 64).match(/../g), (pair) => parseInt(pair, 16));
    const note = new TextEncoder().encode(`${origin}\n${count}\n${base64(root)}\n`);
    const fits = hex(await sha256(note)).slice(0, 4) === digits.slice(64);
    if (digits.length > 64 && !fits) throw new Said("mistyped");
    return { origin, size: BigInt(count), root };
  }

  function bucketOf(id, count) {
    let value = 0x811c9dc5;
    for (const letter of new TextEncoder().encode(id)) {
      value = Math.imul(value ^ letter, 0x01000193) >>> 0;
    }
    return value % count;
  }

  // --- verdicts -------------------------------------------------------------------------------

  const number = (size) => size.toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const leaves = (size) => `${number(size)}\u00a0${size === 1n ? "leaf" : "leaves"}`;

  async function theLog() {
    const log = await fetched("log"), size = BigInt(log.size);
    return { ...log, size, root: bytes(log.root), edge: edgeOf(size, log.edge) };
  }

  async function judgeCheckpoint(log, paper) {
    const values = { leaves: leaves(paper.size), size: number(log.size) };
    Object.assign(values, { origin: paper.origin, log: log.origin });
    if (paper.origin !== log.origin) return { holds: false, says: ["another-log"], values };
    if (paper.size > log.size) return { holds: false, says: ["shorter"], values };
    const holds = await isExtended(log, paper.size, paper.root);
    if (!holds && !(await isWhole(log, paper.size))) throw new Said("broken");
    if (!holds) return { holds, says: ["different"], values };
    const root = base64(paper.root);
    const names = log.printed.filter((one) => BigInt(one.size) === paper.size && one.root === root);
    values.names = names.map((one) => `\`${one.name}\``).join(", ");
    return { holds, says: ["holds", ...(names.length ? ["printed-in"] : []), "proves-extent"], values };
  }

  async function isExtended(log, size, root) {
    if (size === 0n) return same(root, await sha256(new Uint8Array()));
    const proof = await proveConsistency(log, size);
    return checkConsistency(size, root, log.size, log.root, proof);
  }

  // Whether the files of this site lead from a smaller size to today's root, whatever paper says.
  async function isWhole(log, size) {
    if (size === 0n) return same(await rootOf(log, 0n, log.size), log.root);
    return isExtended(log, size, await rootOf(log, 0n, size));
  }

  async function judgeLeaf(log, index, letters) {
    const values = { index: number(index), leaves: leaves(log.size), size: number(log.size) };
    if (index >= log.size) return { holds: false, says: ["no-leaf"], values };
    const name = `tiles/0/${index / WIDTH}`, at = Number(index % WIDTH);
    const tile = await fetched(name), leaf = (await hashesOf(name))[at];
    if (!leaf) throw new Said("broken");
    const proof = await proveInclusion(log, index);
    if (!(await checkInclusion(leaf, index, log.size, proof, log.root))) throw new Said("broken");
    if (letters && lettersOf(leaf) !== letters) {
      return { holds: false, says: ["another-leaf"], values };
    }
    const content = opened(tile, at);
    Object.assign(values, { token: formatToken(index, leaf) }, of(tile, at, content));
    return { holds: true, ...told(log, index, values, (tile.fates || {})[at] || {}, content) };
  }

  // What a leaf is of: by what was sealed, and by what this site says where that is not here.
  function of(tile, at, content) {
    const said = { kind: inRuns(tile.kinds, at), since: inRuns(tile.days, at) };
    said.id = tile.ids.split(",")[at];
    if (content) {
      const sealedThen = JSON.parse(content);
      Object.assign(said, { id: sealedThen.record.id, since: sealedThen.sealed_on });
    }
    return said;
  }

  const inRuns = (runs, at) => {
    for (const [value, length] of runs) {
      if (at < length) return value;
      at -= length;
    }
    return "";
  };

  function told(log, index, values, fate, content) {
    const paper = log.printed.find((one) => BigInt(one.size) > index);
    Object.assign(values, fate, { name: paper ? paper.name : "" });
    for (const name of ["since", "later", "withdrawn"]) {
      if (values[name]) values[name] = day(values[name]);
    }
    const became = fate.withdrawn ? ["withdrawn"] : fate.later ? ["later"] : [];
    const proves = content ? ["proves-leaf", "opened"] : fate.withdrawn ? [] : ["proves-closed-leaf"];
    const says = ["since", ...became, paper ? "witnessed" : "unwitnessed", "token", ...proves];
    return { says, values, fields: content ? JSON.parse(content).record : {} };
  }

  function day(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    const months = document.querySelector('[data-says="months"]').textContent.split(",");
    return `${date}\u00a0${months[month - 1]} ${year}`;
  }

  async function judgeId(log, id) {
    const leaf = (await fetched(`ids/${bucketOf(id, log.buckets)}`))[id];
    if (leaf === undefined) throw new Said("unknown", { id });
    return judgeLeaf(log, BigInt(leaf));
  }

  async function judge(text) {
    if (!globalThis.crypto || !crypto.subtle) throw new Said("insecure");
    const log = await theLog(), token = parseToken(text);
    if (token) return judgeLeaf(log, token.index, token.letters);
    const paper = await parseCheckpoint(text);
    if (paper) return judgeCheckpoint(log, paper);
    if (!/^[a-z0-9][a-z0-9/-]{0,199}$/.test(text)) throw new Said("unreadable");
    return judgeId(log, text);
  }

  // --- the page -------------------------------------------------------------------------------

  function sentence(says, values) {
    const words = document.querySelector(`[data-says="${says}"]`).textContent;
    const line = document.createElement("p");
    words.replace(/\{(\w+)\}/g, (_, name) => values[name]).split("`").forEach((part, at) => {
      const piece = at % 2 ? document.createElement("code") : document.createElement("span");
      piece.textContent = part;
      line.append(piece);
    });
    return line;
  }

  // A record as it was sealed. All of it is text; nothing of it is taken for markup.
  function fieldsOf(record) {
    const list = document.createElement("dl");
    for (const [name, value] of Object.entries(record)) {
      const term = document.createElement("dt"), said = document.createElement("dd");
      term.textContent = name;
      said.textContent = typeof value === "object" ? JSON.stringify(value) : String(value);
      list.append(term, said);
    }
    return list;
  }

  async function answer(text) {
    const place = document.getElementById("verdict");
    place.replaceChildren();
    delete place.dataset.holds;
    let verdict;
    try {
      verdict = await judge(text.trim());
    } catch (error) {
      if (!(error instanceof Said)) throw error;
      verdict = { holds: false, says: [error.says], values: error.values };
    }
    place.dataset.holds = verdict.holds ? "yes" : "no";
    place.replaceChildren(...verdict.says.map((says) => sentence(says, verdict.values)));
    if (verdict.says.includes("opened")) place.append(fieldsOf(verdict.fields));
  }

  function begin() {
    const form = document.getElementById("check");
    if (!form) return;
    const typed = form.querySelector("textarea");
    form.hidden = false;
    document.getElementById("no-script").hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (typed.value.trim()) answer(typed.value);
    });
    addEventListener("hashchange", scanned);
    scanned();

    // A slip leads here with its token behind the `#`.
    function scanned() {
      const text = decodeURIComponent(location.hash.slice(1));
      if (!text || document.getElementById(text)) return;
      typed.value = text;
      answer(text);
    }
  }

  addEventListener("DOMContentLoaded", begin);
  return { take, bytes, checkInclusion, checkConsistency };
})();
