"use strict";
// Writes what was ticked into a table on this device. Nothing is sent: the page may not.
(function () {
  var form = document.querySelector("form");
  var said = document.getElementById("said");

  function answers() {
    var rows = [[], []];
    form.querySelectorAll("fieldset").forEach(function (question) {
      var ticked = question.querySelector("input:checked");
      rows[0].push(question.dataset.question);
      rows[1].push(ticked ? ticked.value : "");
    });
    return rows.map(function (row) { return row.join(","); }).join("\n") + "\n";
  }

  function write() {
    var file = new Blob([answers()], { type: "text/csv" });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = form.dataset.file;
    link.click();
    URL.revokeObjectURL(link.href);
    said.hidden = false;
  }

  document.getElementById("keep").addEventListener("click", write);
  document.getElementById("keep").hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function () { said.hidden = true; });
})();
