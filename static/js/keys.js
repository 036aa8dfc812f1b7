// Keys for moderators with many things to look at. Each stands beside what it does; whoever speaks to their
// device, or types with one finger, turns them off, and this browser remembers it.

const OFF = "kith-keys-off";
const links = [...document.querySelectorAll("[data-queue] h2 a")];
const keyed = [...document.querySelectorAll("[data-key]")];

if (links.length || keyed.length) begin();

function begin() {
  const line = document.createElement("p");
  line.className = "keys meta";
  const words = document.createElement("span");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.addEventListener("click", () => {
    remember(!isOff());
    show();
  });
  line.append(words, " ", button);
  document.querySelector("#main h1").after(line);
  document.addEventListener("keydown", press);
  show();

  function show() {
    words.textContent = isOff() ? "Keys are off." : legend();
    button.textContent = isOff() ? "Turn keys on" : "Turn keys off";
    for (const each of keyed) {
      each.querySelector("kbd")?.remove();
      each.removeAttribute("aria-keyshortcuts");
      if (isOff()) continue;
      const sign = document.createElement("kbd");
      sign.textContent = each.dataset.key;
      sign.setAttribute("aria-hidden", "true");
      each.append(sign);
      each.setAttribute("aria-keyshortcuts", each.dataset.key);
    }
  }
}

function legend() {
  return links.length ? "Keys: j next, k previous, Enter opens, x ticks as spam." : "Keys: as shown beside each button; u leads back to the queue.";
}

function press(event) {
  if (isOff() || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const wanted = keyed.find((each) => each.dataset.key === event.key);
  if (wanted) wanted.click();
  else if (event.key === "u") location.assign("/moderation");
  else if (links.length && (event.key === "j" || event.key === "k")) step(event.key === "j" ? 1 : -1);
  else if (links.length && event.key === "x") tick();
  else return;
  event.preventDefault();
}

function step(by) {
  const at = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  links[Math.min(Math.max(at + by, 0), links.length - 1)].focus();
}

function tick() {
  document.activeElement.closest("[data-queue] li")?.querySelector("input[type=checkbox]")?.click();
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    off ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF);
  } catch {
    // A browser that keeps nothing: they are on again on the next page.
  }
}
