// SPDX-License-Identifier: AGPL-3.0-or-later
// The files of a book as the forms read and write them.
//
// Every value is text, as it is for Commonpress itself: `1.10` stays `1.10`, `yes` stays `yes`, and
// a day is no point in time. Of a file that is changed, the lines of all that was not changed stay
// as they were, with their comments and in their order. What is written is read again before it
// leaves: where lines that were kept do not say what was meant, the whole is written anew.
"use strict";

(() => {
  const yaml = window.jsyaml;
  const SOURCE = "(source)"; // the file as it was, kept among the values while a form is open
  const UNREAD = "(unread)"; // why it could not be read
  const KEY = /^([A-Za-z_][\w-]*):(?:\s|$)/;
  const SAYS_NOTHING = /^\s*(?:#.*)?\s*$/;

  const load = (text) => yaml.loadAll(text, { schema: yaml.FAILSAFE_SCHEMA })[0] || {};
  const dump = (value) =>
    yaml.dump(value, { schema: yaml.FAILSAFE_SCHEMA, lineWidth: -1, noRefs: true });
  const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) || [];
  const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

  function sorted(value) {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  }

  // What is left of a value without what was left blank; undefined where nothing is.
  function said(value) {
    if (value === null || value === undefined || value === "") return undefined;
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value !== "object") return String(value).replace(/\r\n?/g, "\n");
    if (Array.isArray(value)) {
      const items = value.map(said).filter((item) => item !== undefined);
      return items.length ? items : undefined;
    }
    const pairs = Object.entries(value).map(([key, held]) => [key, said(held)]);
    const kept = pairs.filter(([, held]) => held !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }

  // Fields in the order of the form, and what it does not know behind them.
  function inOrder(value, fields) {
    if (Array.isArray(value)) return value.map((item) => inOrder(item, fields));
    if (value === null || typeof value !== "object") return value;
    const known = fields.filter((field) => field.name in value);
    const names = known.map((field) => field.name);
    const others = Object.keys(value).filter((name) => !names.includes(name));
    return Object.fromEntries([
      ...known.map((field) => [field.name, inOrder(value[field.name], field.fields || [])]),
      ...others.map((name) => [name, value[name]]),
    ]);
  }

  // The pieces of a text that each begin with a line `begins` knows, the comments above it
  // included; null where something stands before the first one.
  function pieces(text, begins) {
    const found = [];
    let loose = "";
    for (const line of linesOf(text)) {
      if (begins(line)) {
        found.push(loose + line);
        loose = "";
      } else if (SAYS_NOTHING.test(line)) {
        loose += line;
      } else if (found.length) {
        found[found.length - 1] += loose + line;
        loose = "";
      } else {
        return null;
      }
    }
    return { found, below: loose };
  }

  const above = (piece) => {
    const lines = linesOf(piece);
    return lines.slice(0, lines.findIndex((line) => !SAYS_NOTHING.test(line))).join("");
  };

  // Each field of a file with its lines; null where lines and fields do not match.
  function blocksOf(text, values) {
    const parts = pieces(text, (line) => KEY.test(line));
    if (!parts) return null;
    const blocks = parts.found.map((piece) => {
      const key = KEY.exec(piece.slice(above(piece).length))[1];
      return { key, text: piece };
    });
    const whole =
      blocks.length === Object.keys(values).length &&
      blocks.every(({ key, text: piece }) => same(load(piece), { [key]: values[key] }));
    return whole ? { blocks, below: parts.below } : null;
  }

  // A changed field: of a list, the items that did not change keep their lines.
  function changed(block, before, after, fields) {
    const lead = above(block.text);
    const anew = lead + dump({ [block.key]: inOrder(after, fields) });
    if (!Array.isArray(before) || !Array.isArray(after)) return anew;
    const [first, ...rest] = linesOf(block.text.slice(lead.length));
    const indent = /^( *)- /.exec(rest.find((line) => !SAYS_NOTHING.test(line)) || "");
    const parts = indent && pieces(rest.join(""), (line) => line.startsWith(`${indent[0]}`));
    if (!parts || parts.found.length !== before.length) return anew;
    const whole = parts.found.every((piece, index) =>
      same(load(`x:\n${piece}`), { x: [before[index]] }),
    );
    if (!whole) return anew;
    const left = before.map((item, index) => ({ item: said(item), text: parts.found[index] }));
    const stayed = after.map((item) => {
      const at = left.findIndex((kept) => same(kept.item, item));
      return at < 0 ? null : left.splice(at, 1)[0].text;
    });
    const items = after.map((item, index) => {
      if (stayed[index] !== null) return stayed[index];
      const text = parts.found[index];
      // An item that was changed where it stood keeps the comment above it.
      const isThere = after.length === before.length && left.some((kept) => kept.text === text);
      const lines = linesOf(dump([inOrder(item, fields)])).map((line) => indent[1] + line);
      return (isThere ? above(text) : "") + lines.join("");
    });
    return [lead, first, ...items, parts.below].join("");
  }

  // The fields of a file after a change, as few lines as may be written anew.
  function fieldsText(text, before, after, fields) {
    const kept = blocksOf(text, before);
    if (!kept) return dump(inOrder(after, fields));
    const place = (name) => fields.findIndex((field) => field.name === name);
    const inside = (name) => fields.find((field) => field.name === name)?.fields || [];
    const blocks = kept.blocks.flatMap((block) => {
      const [was, is] = [said(before[block.key]), after[block.key]];
      if (same(was, is)) return [block];
      if (is === undefined) return [];
      return [{ ...block, text: changed(block, before[block.key], is, inside(block.key)) }];
    });
    for (const name of Object.keys(inOrder(after, fields))) {
      if (name in before) continue;
      const next = blocks.findIndex((block) => place(block.key) > place(name));
      const fresh = { key: name, text: dump({ [name]: inOrder(after[name], inside(name)) }) };
      blocks.splice(next < 0 ? blocks.length : next, 0, fresh);
    }
    const written = blocks.map((block) => block.text).join("") + kept.below;
    return isWhatWasMeant(written, after) ? written : dump(inOrder(after, fields));
  }

  function isWhatWasMeant(text, values) {
    try {
      return same(said(load(text)) || {}, values);
    } catch {
      return false;
    }
  }

  // The fields of a Markdown file and its prose; of any other file, all is fields.
  function split(text, hasBody) {
    if (!hasBody) return { fields: text, body: "" };
    const begun = /^---[ \t]*\n/.exec(text);
    if (!begun) return { fields: "", body: text };
    const rest = text.slice(begun[0].length);
    const ended = /^---[ \t]*(?:\n|$)/m.exec(rest);
    if (!ended) throw new Error("the fields at the top of the file do not end");
    return {
      fields: rest.slice(0, ended.index),
      body: rest.slice(ended.index + ended[0].length),
    };
  }

  const bare = (body) => body.replace(/^\n+|\n+$/g, "");

  function read(file, hasBody) {
    const source = file.replace(/\r\n?/g, "\n");
    try {
      const { fields, body } = split(source, hasBody);
      return { ...load(fields), ...(hasBody ? { body: bare(body) } : {}), [SOURCE]: source };
    } catch (error) {
      return { [SOURCE]: source, [UNREAD]: String(error.message || error) };
    }
  }

  function write(values, hasBody, fields) {
    const { [SOURCE]: source, [UNREAD]: unread, ...rest } = values;
    if (unread) throw new Error(`This file could not be read, so it is left as it is: ${unread}`);
    const { body = "", ...given } = hasBody ? rest : { ...rest, body: "" };
    const old = split(source || "", hasBody);
    const before = load(old.fields);
    // The id of a record with a file of its own is the name of the file.
    if (fields.some((field) => field.widget === "record-id") && !("id" in before)) delete given.id;
    const after = said(given) || {};
    const text = fieldsText(old.fields, before, after, fields);
    if (!isWhatWasMeant(text, after)) throw new Error("These values cannot be written as YAML.");
    if (!hasBody) return text;
    const prose = bare(said(body) || "");
    const below = prose === bare(old.body) ? old.body : `${prose}\n`;
    return `---\n${text}---\n${below}`;
  }

  // Reads and writes the files of a collection of forms.
  window.BookFile = (collection) => {
    const hasBody = collection.extension === "md";
    const fields = collection.fields || collection.files[0].fields;
    return {
      fromFile: (text) => read(text, hasBody),
      toFile: (values) => write(values, hasBody, fields.filter((field) => field.name !== "body")),
    };
  };
})();
