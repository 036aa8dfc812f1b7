// While somebody writes a new thread: what may already answer it, fetched after a pause and put below their words.
// Nothing is announced and nothing moves: the list stands where the button "Has this been asked before?" puts it.

const PAUSE = 2_500;
const SHORTEST = 12;

const button = document.querySelector("[data-asked]");
const place = document.getElementById("asked");
if (button && place) listen(button.form);

function listen(form) {
  let timer = 0;
  let last = "";
  form.addEventListener("input", (event) => {
    if (!["title", "body"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = `${form.elements.title.value}\n${form.elements.body.value}`;
      if (typed.trim().length < SHORTEST || typed === last || form.dataset.sent) return;
      last = typed;
      await look(form);
    }, PAUSE);
  });
}

async function look(form) {
  const words = new URLSearchParams({ quietly: "yes" });
  for (const name of ["title", "body", "csrf_token"]) words.set(name, form.elements[name].value);
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: words });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector(".asked");
    // Meanwhile only what was found: that there is nothing helps nobody who is still writing.
    if (found?.querySelector("a")) place.replaceChildren(found);
  } catch {
    // The button still works.
  }
}
