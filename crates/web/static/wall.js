// Turns the wall without a flash: fetches the next panel and puts it in place. Without this script the page turns by itself,
// as a whole. If the connection fails, what stands stays, and the next turn tries again.

const FADE_MS = 120;
const main = () => document.querySelector("main[data-next]");

async function turn() {
  const next = main().dataset.next;
  try {
    const answer = await fetch(next, { headers: { accept: "text/html" }, credentials: "omit" });
    // A link that was ended leads to a page that is no wall; the screen must not go on showing the last one.
    if (answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("main[data-next]")) return;
    document.body.classList.add("is-turning");
    await new Promise((resolve) => setTimeout(resolve, FADE_MS));
    for (const part of [".wall-head", "main", ".wall-foot"]) {
      document.querySelector(part).replaceWith(page.querySelector(part));
    }
    document.title = page.title;
  } catch {
    // A screen whose network is gone keeps what it had.
  } finally {
    document.body.classList.remove("is-turning");
  }
}

async function run() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, Number(main().dataset.seconds) * 1000));
    await turn();
  }
}

if (main()) run();
