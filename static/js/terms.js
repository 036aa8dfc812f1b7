// A word that the glossary explains: pressed, it shows a small card beside it. Without this script it is a plain link.

let card = null;
// What was put into the page: the card, or the row of a table that holds it.
let holder = null;
let opener = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.term");
  if (!link) {
    if (card && !card.contains(event.target)) close();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link === opener) return close(true);
  open(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && card) close(true);
});

async function open(link) {
  close();
  opener = link;
  try {
    const page = await explained(link.href);
    if (opener === link) show(link, page);
  } catch {
    location.assign(link.href);
  }
}

async function explained(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error("no such word");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { name: page.querySelector("h1").textContent, words: page.querySelector(".lede").textContent };
}

function show(link, { name, words }) {
  card = document.createElement("div");
  card.className = "term-card";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", name);
  card.tabIndex = -1;
  const more = document.createElement("a");
  more.href = link.href;
  more.textContent = "More in the glossary";
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "button";
  shut.textContent = "Close";
  shut.addEventListener("click", () => close(true));
  card.append(paragraph(name, "term-card__name"), paragraph(words), actions(more, shut));
  place(link);
  link.setAttribute("aria-expanded", "true");
  card.focus();
}

// Below the paragraph, at the end of an item of a list, or in a row of its own below that of a table.
function place(link) {
  const part = link.closest("p, li, dd, tr");
  holder = part?.matches("tr") ? rowOf(part.cells.length) : card;
  holder.classList.add("no-print");
  if (part?.matches("li, dd")) part.append(holder);
  else (part ?? link).after(holder);
}

function rowOf(cells) {
  const row = document.createElement("tr");
  const cell = row.insertCell();
  cell.colSpan = cells;
  cell.append(card);
  return row;
}

function paragraph(words, name = "") {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}

function actions(...parts) {
  const row = document.createElement("p");
  row.className = "cluster";
  row.append(...parts);
  return row;
}

function close(back = false) {
  holder?.remove();
  opener?.removeAttribute("aria-expanded");
  if (back) opener?.focus();
  card = holder = opener = null;
}
