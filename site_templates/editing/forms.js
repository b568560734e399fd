// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts Decap CMS with the settings beside this file, and teaches it how a book is kept.
"use strict";

window.CMS_MANUAL_INIT = true;

addEventListener("DOMContentLoaded", async () => {
  const { CMS, BookFile, createClass, h } = window;

  // The id of a record is the name of its file: asked once, and shown ever after.
  const RecordId = createClass({
    isNew() {
      return this.props.entry.get("newRecord") === true;
    },
    isValid() {
      if (!this.isNew()) return true;
      const [form, message] = this.props.field.get("form").toJS();
      return new RegExp(form).test(this.props.value || "") || { error: { message } };
    },
    render() {
      const { classNameWrapper, entry, forID, onChange, setActiveStyle, setInactiveStyle, value } =
        this.props;
      const box = { id: forID, className: classNameWrapper };
      if (!this.isNew()) return h("output", box, entry.get("slug"));
      return h("input", {
        ...box,
        type: "text",
        value: value || "",
        autoCapitalize: "none",
        spellCheck: false,
        onChange: (event) => onChange(event.target.value.trim()),
        onFocus: setActiveStyle,
        onBlur: setInactiveStyle,
      });
    },
  });

  const answer = await fetch("config.json", { credentials: "same-origin" });
  const config = await answer.json();
  for (const collection of config.collections) {
    const suffix = collection.extension || "yml";
    CMS.registerCustomFormat(collection.format, suffix, BookFile(collection));
  }
  CMS.registerWidget("record-id", RecordId);
  // There is no shelf of pictures: one that says where it was taken must not be uploaded.
  const nothing = { show() {}, hide() {}, enableStandalone: () => false };
  CMS.registerMediaLibrary({ name: "none", init: () => nothing });
  CMS.init({ config });
});
