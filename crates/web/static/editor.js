// Shows each language of a text as readers will see it, while it is being written. The server prints it, so what is shown here
// is what will be published; without this script a button does the same.

const PAUSE_MS = 400;
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

form?.addEventListener("input", (event) => {
  isChanged = true;
  const side = event.target.name?.match(/_(zh|en)$/)?.[1];
  if (!side) return;
  clearTimeout(timers.get(side));
  timers.set(side, setTimeout(show, PAUSE_MS, side));
});
form?.addEventListener("submit", () => (isChanged = false));
// What was typed and not saved is not lost by a slip of the hand.
addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
