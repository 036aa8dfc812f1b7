// "Add an article": a dialog beside the writing box, from which one article is put where the caret stands.
// Without this script the button leads to a page of its own.

const ADDRESS = "/drafts/articles";
const PAUSE = 400;

export function offerArticles(form, insert) {
  const button = form.querySelector("[data-pick]");
  let isOpening = false;
  button?.addEventListener("click", async (event) => {
    event.preventDefault();
    if (isOpening) return;
    isOpening = true;
    try {
      open(await found(ADDRESS), insert);
    } catch {
      form.requestSubmit(button);
    } finally {
      isOpening = false;
    }
  });
}

// Only what we asked for: whoever was signed out meanwhile gets another page.
async function found(address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelector(".picker__found");
  if (!answer.ok || !list) throw new Error("no articles in the answer");
  return page;
}

function open(page, insert) {
  const dialog = document.createElement("dialog");
  dialog.className = "picker";
  dialog.setAttribute("aria-labelledby", "picker-heading");
  dialog.append(heading(dialog), ...page.body.children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-link]");
    if (!chosen) return;
    dialog.close();
    insert(chosen.dataset.link);
  });
  lookWhileTyping(dialog);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[type=search]").focus();
}

function heading(dialog) {
  const row = document.createElement("div");
  row.className = "picker__head";
  const words = document.createElement("h2");
  words.id = "picker-heading";
  words.textContent = "Add an article";
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "button";
  shut.textContent = "Close";
  shut.addEventListener("click", () => dialog.close());
  row.append(words, shut);
  return row;
}

function lookWhileTyping(dialog) {
  const search = dialog.querySelector(".picker__search");
  let timer = 0;
  const look = () => refresh(dialog, search);
  search.addEventListener("submit", (event) => (event.preventDefault(), look()));
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}

// The status line stays and says another number, so that a screen reader speaks it.
async function refresh(dialog, search) {
  const asked = new URLSearchParams(new FormData(search)).toString();
  try {
    const page = await found(`${ADDRESS}?${asked}`);
    if (asked !== new URLSearchParams(new FormData(search)).toString()) return;
    dialog.querySelector("[role=status]").textContent = page.querySelector("[role=status]").textContent;
    dialog.querySelector(".board-list").replaceWith(page.querySelector(".board-list"));
  } catch {
    dialog.querySelector("[role=status]").textContent = "The list did not come. Please try again in a moment.";
  }
}
