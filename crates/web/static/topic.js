// While someone writes a query, says what it means or marks what is wrong with it. Without scripts the form says so when it is sent.

const PAUSE_MS = 350;
// A longer query would make a long address; it is read when the form is sent.
const LENGTH_MAX = 1500;

const field = document.querySelector("textarea[data-reading]");
const reading = document.getElementById("query-reading");
let waiting = null;
let asked = 0;

async function read() {
  const query = field.value;
  if (query.length > LENGTH_MAX) return;
  const mine = ++asked;
  try {
    const answer = await fetch(`${field.dataset.reading}?${new URLSearchParams({ query })}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected || mine !== asked) return;
    reading.innerHTML = await answer.text();
  } catch {
    return;
  }
  const isWrong = reading.querySelector(".query-faults") !== null;
  field.toggleAttribute("aria-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  field.closest(".field").classList.toggle("field-wrong", isWrong);
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(read, PAUSE_MS);
});
