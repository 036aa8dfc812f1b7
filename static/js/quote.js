// Quoting a passage: select words in a post, press its "Quote", and they stand in the reply box.
// With nothing selected, or without this script, the link brings the page back with the whole post quoted.

const box = document.querySelector("form.editor textarea[name=body]");
let held = "";

if (box) {
  // Pressing a link lets go of the selection before the click arrives.
  document.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a[data-quote]");
    held = link ? selectedIn(link) : "";
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const words = selectedIn(link) || held;
    if (!words) return;
    event.preventDefault();
    quote(words, link);
  });
}

function selectedIn(link) {
  const body = link.closest(".post")?.querySelector(".post__body");
  const selection = getSelection();
  if (!body || selection.isCollapsed) return "";
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}

function quote(words, link) {
  const lines = words.split("\n").map((line) => `> ${line}`.trimEnd());
  const before = box.value.trimEnd();
  box.value = `${before}${before ? "\n\n" : ""}${lines.join("\n")}\n\n`;
  answerTo(link);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  box.form.querySelector(".editor__status").textContent = "The passage is quoted. You are in the reply box.";
}

// The first post quoted is the one that the reply answers, unless its tick is taken away.
function answerTo(link) {
  if (box.form.elements.parent) return;
  const parent = document.createElement("input");
  Object.assign(parent, { type: "checkbox", name: "parent", value: link.dataset.quote, defaultChecked: true });
  const words = document.createElement("span");
  words.textContent = `This answers ${link.querySelector(".visually-hidden").textContent.trim()}`;
  const label = document.createElement("label");
  label.append(parent, words);
  const field = document.createElement("div");
  field.className = "field field--choice";
  field.append(label);
  box.form.querySelector(".editor__body").before(field);
}
