// The box where people write: a toolbar, a draft kept while they type, a preview in place, and one post per press.

import { offerArticles } from "./pick.js";

const PAUSE = 2_000;
const AT_LEAST_EVERY = 20_000;

for (const form of document.querySelectorAll("form.editor")) {
  addToolbar(form.querySelector(".editor__toolbar"), form.elements.body);
  keepDrafts(form);
  previewInPlace(form);
  offerArticles(form, (words) => insertApart(form.elements.body, words));
  sendOnce(form);
}

// --- Toolbar -------------------------------------------------------------------------------------------------------

function addToolbar(bar, box) {
  if (!bar) return;
  const tools = {
    Bold: () => wrap(box, "**", "**", "bold words"),
    Link: () => link(box),
    List: () => prefixLines(box, "- "),
    Quote: () => prefixLines(box, "> "),
  };
  for (const [name, act] of Object.entries(tools)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.tabIndex = bar.children.length ? -1 : 0;
    button.addEventListener("click", act);
    bar.append(button);
  }
  bar.addEventListener("keydown", (event) => rove(bar, event));
  box.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const act = { b: tools.Bold, k: tools.Link }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  bar.hidden = false;
}

// One stop for Tab, arrows within: what screen readers expect of a toolbar.
function rove(bar, event) {
  const buttons = [...bar.children];
  const at = buttons.indexOf(document.activeElement);
  const ahead = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
  const to = { ArrowRight: at + ahead, ArrowLeft: at - ahead, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = buttons.at(to % buttons.length);
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

function wrap(box, before, after, placeholder) {
  const start = box.selectionStart;
  const words = box.value.slice(start, box.selectionEnd) || placeholder;
  replace(box, before + words + after);
  box.setSelectionRange(start + before.length, start + before.length + words.length);
}

function link(box) {
  const start = box.selectionStart;
  const words = box.value.slice(start, box.selectionEnd) || "words";
  replace(box, `[${words}](https://)`);
  const address = start + words.length + 3;
  box.setSelectionRange(address, address + "https://".length);
}

function prefixLines(box, sign) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  box.setSelectionRange(start, box.selectionEnd);
  const lines = box.value.slice(start, box.selectionEnd).split("\n");
  replace(box, lines.map((line) => sign + line).join("\n"));
}

// Behind the caret or what is selected, which stays, and apart from the words around it.
function insertApart(box, words) {
  const at = box.selectionEnd;
  const [before, after] = [box.value.slice(0, at), box.value.slice(at)];
  box.setSelectionRange(at, at);
  replace(box, (/\S$/.test(before) ? " " : "") + words + (/^\s/.test(after) ? "" : " "));
}

// execCommand is the only way to change a text box that Undo understands.
function replace(box, text) {
  box.focus();
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// --- Drafts --------------------------------------------------------------------------------------------------------

function keepDrafts(form) {
  const button = form.querySelector("[data-draft]");
  if (!button) return;
  const draft = { form, address: button.formAction, kept: text(form), since: 0, timer: 0, busy: false };

  offerBack(form);
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    draft.since ||= Date.now();
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => keep(draft), Math.min(PAUSE, draft.since + AT_LEAST_EVERY - Date.now()));
  });
  document.addEventListener("visibilitychange", () => document.hidden && keep(draft, true));
  addEventListener("pagehide", () => keep(draft, true));
}

async function keep(draft, leaving = false) {
  const { form } = draft;
  const now = text(form);
  if (form.dataset.sent || now === draft.kept) return;
  remember(form);
  if (draft.busy && !leaving) {
    draft.timer = setTimeout(() => keep(draft), PAUSE);
    return;
  }
  draft.since = 0;
  draft.busy = true;
  try {
    const answer = await sendSignedInAgain(draft, leaving);
    if (answer.ok) {
      draft.kept = now;
      if (text(form) === now) forget(form);
    }
    if (!form.dataset.sent) say(form, sentence(answer));
  } catch {
    say(form, "Not kept yet: no connection. Your words are also kept in this browser.");
    draft.timer = setTimeout(() => keep(draft), AT_LEAST_EVERY);
  } finally {
    draft.busy = false;
  }
}

// Somebody who signs in again in another tab has another token: it is fetched, and the words sent once more.
async function sendSignedInAgain({ form, address }, leaving) {
  const answer = await send(address, words(form).toString(), leaving);
  if (answer.status !== 400 || leaving) return answer;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.querySelector("form.editor");
  if (fresh?.dataset.writer !== form.dataset.writer) return answer;
  form.elements.csrf_token.value = fresh.elements.csrf_token.value;
  return send(address, words(form).toString(), leaving);
}

function send(address, body, leaving) {
  return fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body,
    keepalive: leaving,
    redirect: "manual",
  });
}

function sentence(answer) {
  if (answer.ok) return `Draft kept at ${clock()}`;
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    return "You have been signed out. Sign in in another tab; your words stay here.";
  }
  return "Not kept yet: the server did not take it. Your words are also kept in this browser.";
}

// All that is typed or ticked; files go with the form itself.
function words(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

// What somebody wrote, to see whether it changed; the token is not theirs.
function text(form) {
  const typed = words(form);
  typed.delete("csrf_token");
  return typed.toString();
}

function clock(moment = new Date()) {
  return moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function say(form, text, ...buttons) {
  form.querySelector(".editor__status").replaceChildren(text, ...buttons);
}

// Words that the server has not confirmed wait in this tab only, for whoever wrote them: others may use it too.

function remember(form) {
  const { title, body } = form.elements;
  const record = { title: title?.value, body: body.value, at: Date.now(), sent: "sent" in form.dataset };
  try {
    sessionStorage.setItem(key(form), JSON.stringify(record));
  } catch {
    // Storage is full or forbidden; the words are still in the box.
  }
}

function key(form) {
  return `${ownKeys(form)}${new URL(form.action).pathname}`;
}

function ownKeys(form) {
  return `kith:${form.dataset.writer}:`;
}

function forget(form) {
  sessionStorage.removeItem(key(form));
}

function offerBack(form) {
  dropWhatArrived(form);
  const record = JSON.parse(sessionStorage.getItem(key(form)) ?? "null");
  if (!record?.body.trim() || record.body === form.elements.body.value) return forget(form);
  say(
    form,
    `This browser still has words that you wrote at ${clock(new Date(record.at))}. `,
    offer("Put them back", () => putBack(form, record)),
    offer("Let them go", () => (forget(form), say(form, ""), form.elements.body.focus())),
  );
}

function offer(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function putBack(form, record) {
  if (form.elements.title && record.title) form.elements.title.value = record.title;
  form.elements.body.select();
  replace(form.elements.body, record.body);
  say(form, "Your words are back.");
}

// A page that shows the new post, or says that all is well, means that what was sent has arrived.
function dropWhatArrived(form) {
  if (!location.hash.startsWith("#post-") && !document.querySelector(".page-notices .notice--ok")) return;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(ownKeys(form)) && JSON.parse(sessionStorage.getItem(name)).sent) sessionStorage.removeItem(name);
  }
}

// --- Preview and sending -------------------------------------------------------------------------------------------

function previewInPlace(form) {
  const button = form.querySelector("[data-preview]");
  button?.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: words(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const preview = page.querySelector(".editor__preview:not([hidden])");
      if (!preview) throw new Error("no preview in the answer");
      form.querySelector(".editor__preview").replaceWith(preview);
      preview.focus();
    } catch {
      say(form, "The preview did not come. Your words are still in the box.");
    }
  });
}

// A second press while the first is on its way posts nothing twice, and a page come back to can be sent again.
function sendOnce(form) {
  const buttons = form.querySelectorAll("button[type=submit]");
  form.addEventListener("submit", () => {
    form.dataset.sent = "yes";
    remember(form);
    setTimeout(() => buttons.forEach((button) => (button.disabled = true)));
  });
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    buttons.forEach((button) => (button.disabled = false));
  });
}
