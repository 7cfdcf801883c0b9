// Shows each language of a text as readers will see it, while it is being written. The server prints it, so what is shown here
// is what will be published; without this script a button does the same.

const PAUSE_MS = 400;
// The checks read the whole text and what was published, so they wait until the writer pauses.
const CHECKS_PAUSE_MS = 1200;
const form = document.querySelector("form[data-preview]");
const timers = new Map();
let isChanged = false;

async function show(side) {
  const body = new URLSearchParams(new FormData(form));
  body.set("side", side);
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body });
    if (answer.ok) form.querySelector(`.preview[data-side="${side}"]`).innerHTML = await answer.text();
  } catch {
    // The text stays as it is, and so does the last preview.
  }
}

async function check() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.checks, { method: "POST", body });
    if (answer.ok) form.querySelector(".checks-live").innerHTML = await answer.text();
  } catch {
    // The checks advise; without a connection they are of the last text.
  }
}

form?.addEventListener("input", (event) => {
  isChanged = true;
  clearTimeout(timers.get("checks"));
  timers.set("checks", setTimeout(check, CHECKS_PAUSE_MS));
  const side = event.target.name?.match(/_(zh|en)$/)?.[1];
  if (!side) return;
  clearTimeout(timers.get(side));
  timers.set(side, setTimeout(show, PAUSE_MS, side));
});
form?.addEventListener("submit", () => (isChanged = false));
// What was typed and not saved is not lost by a slip of the hand.
addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
