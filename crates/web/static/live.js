// Keeps a page current: when the server says that something moved, fetches the page again and puts its main part in place.
// Scroll, focus, open details and what someone is typing stay. If the connection fails, the page simply stays as it was.

const PAUSE_MS = 1000;
const CHOICE_MS = 60_000;
let waiting = null;
let chosen = 0;

const main = () => document.querySelector("main[data-live]");

// What a thing says apart from its times and small print, which drift by themselves: "5 minutes ago" is no change.
function reading(item) {
  const copy = item.cloneNode(true);
  copy.querySelectorAll("time, .quiet, .due-when").forEach((part) => part.remove());
  return copy.textContent;
}

function readings(root) {
  return new Map([...root.querySelectorAll("[data-key]")].map((item) => [item.dataset.key, reading(item)]));
}

// What someone has chosen is kept while they move on to the button; whoever left it for a minute has left.
function isTyping() {
  const active = document.activeElement;
  if (main()?.contains(active) && active.matches("input:not(.chart-reader), select, textarea")) return true;
  return Date.now() - chosen < CHOICE_MS;
}

// Where something is within the thing that it belongs to. Things move when others come and go, and the focus on one
// alert's button must not land on another's.
function path(element) {
  if (!element || !main().contains(element) || element === main()) return null;
  const home = element.closest("main [data-key]") ?? main();
  const steps = [];
  for (let at = element; at !== home; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
  return { key: home.dataset.key, steps };
}

function follow(place) {
  if (!place) return null;
  const home = place.key === undefined ? main() : main().querySelector(`[data-key="${CSS.escape(place.key)}"]`);
  return place.steps.reduce((at, index) => at?.children[index], home);
}

async function refresh() {
  waiting = null;
  if (isTyping()) return schedule();
  let page;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  const [before, after] = [main(), page.querySelector("main")];
  if (!before || !after || before.innerHTML === after.innerHTML || isTyping()) return;
  const known = readings(before);
  const focus = path(document.activeElement);
  const open = [...before.querySelectorAll("details[open]")].map(path);
  const [left, top] = [scrollX, scrollY];
  before.replaceChildren(...after.childNodes);
  open.forEach((steps) => follow(steps)?.setAttribute("open", ""));
  follow(focus)?.focus({ preventScroll: true });
  scrollTo(left, top);
  for (const item of before.querySelectorAll("[data-key]")) {
    if (known.get(item.dataset.key) === reading(item)) continue;
    item.classList.add("changed");
    item.title = before.dataset.changed ?? "";
  }
  document.dispatchEvent(new CustomEvent("candor:swapped"));
}

// A burst of messages is one refresh.
function schedule() {
  waiting ??= setTimeout(refresh, PAUSE_MS);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".chart-reader")) chosen = Date.now();
});

// Clocks run although nothing moves, so a page that shows some looks again every minute.
if (main()?.querySelector(".clock-left")) setInterval(schedule, 60_000);

if (main() && "EventSource" in window) {
  new EventSource(main().dataset.live).addEventListener("message", schedule);
}
