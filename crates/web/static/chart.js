// Reads values off a chart by pointer and by keyboard. The numbers come from the table that stands behind each chart,
// so this adds nothing that a reader without scripts cannot reach.

const SVG = "http://www.w3.org/2000/svg";

function reader(figure) {
  const plot = figure.querySelector(".chart-plot");
  const drawing = plot?.querySelector("svg");
  const heads = [...figure.querySelectorAll("thead th")].map((cell) => cell.textContent);
  const rows = [...figure.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
  if (!drawing || rows.length < 2 || plot.querySelector(".chart-reader")) return;

  const range = document.createElement("input");
  range.type = "range";
  range.className = "chart-reader";
  range.min = 0;
  range.max = rows.length - 1;
  range.value = rows.length - 1;
  range.setAttribute("aria-label", figure.dataset.read);
  const hair = document.createElementNS(SVG, "line");
  hair.setAttribute("class", "chart-hair");
  hair.setAttribute("y1", "18");
  hair.setAttribute("y2", "176");
  hair.setAttribute("visibility", "hidden");
  drawing.append(hair);
  const said = document.createElement("output");
  said.className = "chart-said";

  const sentence = (row) =>
    row.map((cell, index) => (index === 0 || cell === "" ? cell : `${heads[index]} ${cell}`)).filter(Boolean).join(" · ");
  const show = (index) => {
    const at = `${((index + 0.5) / rows.length) * 100}%`;
    hair.setAttribute("x1", at);
    hair.setAttribute("x2", at);
    hair.setAttribute("visibility", "visible");
    said.textContent = sentence(rows[index]);
    range.value = index;
    range.setAttribute("aria-valuetext", sentence(rows[index]));
  };
  range.setAttribute("aria-valuetext", sentence(rows[rows.length - 1]));
  range.addEventListener("input", () => show(Number(range.value)));
  range.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * rows.length);
    show(Math.max(0, Math.min(rows.length - 1, index)));
  });
  range.addEventListener("pointerleave", () => {
    hair.setAttribute("visibility", "hidden");
    said.textContent = "";
  });
  plot.append(range, said);
}

function readAll() {
  document.querySelectorAll(".chart[data-read]").forEach(reader);
}

readAll();
document.addEventListener("candor:swapped", readAll);
