/* Conveniences only: every page works without this file. */
"use strict";

/* Marking words in the manuscript fills the form that makes a claim of them. */
(function () {
  const manuscript = document.querySelector("[data-manuscript]");
  const form = document.querySelector("[data-claim-form]");
  if (!manuscript || !form) {
    return;
  }
  const plain = function (range) {
    const piece = range.cloneContents();
    piece.querySelectorAll("sup").forEach(function (number) { number.remove(); });
    return piece.textContent;
  };
  document.addEventListener("selectionchange", function () {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) {
      return;
    }
    const range = selection.getRangeAt(0);
    if (!manuscript.contains(range.commonAncestorContainer)) {
      return;
    }
    const words = plain(range);
    if (!words.trim()) {
      return;
    }
    const before = document.createRange();
    before.setStart(manuscript, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const earlier = plain(before);
    const text = earlier + words + "";
    let count = 0;
    for (let at = text.indexOf(words); at >= 0 && at <= earlier.length; at = text.indexOf(words, at + 1)) {
      count += 1;
    }
    form.elements.namedItem("statement").value = words;
    form.elements.namedItem("occurrence").value = String(Math.max(count, 1));
  });
})();

/* A form is sent once: a second click while the first is on its way does nothing. */
document.querySelectorAll("form.act, form.once").forEach(function (form) {
  form.addEventListener("submit", function (event) {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("[data-sent]").forEach(function (form) { delete form.dataset.sent; });
});

/* Escape closes the list of records. */
document.addEventListener("keydown", function (event) {
  if (event.key === "Escape") {
    document.querySelectorAll("details.more[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});
