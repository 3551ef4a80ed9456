"use strict";
document.documentElement.classList.add("js");

// Sorts a table by a column. Upper bounds stay behind what was measured, and cells without a value
// (failed, not finished) last, in any order.
function sortBy(header) {
  const table = header.closest("table");
  const column = header.cellIndex;
  const byName = header.classList.contains("name");
  const first = byName ? "ascending" : "descending";
  const second = byName ? "descending" : "ascending";
  const order = header.getAttribute("aria-sort") === first ? second : first;
  const sign = order === "ascending" ? 1 : -1;
  const value = (row) => row.cells[column].dataset.sort;
  const bound = (row) => row.cells[column].dataset.bound !== undefined;
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === undefined || right === undefined) {
      return (left === undefined) - (right === undefined);
    }
    if (bound(a) !== bound(b)) {
      return bound(a) - bound(b);
    }
    return sign * (byName ? left.localeCompare(right, "en") : Number(left) - Number(right));
  });
  for (const other of header.parentNode.cells) {
    other.removeAttribute("aria-sort");
  }
  header.setAttribute("aria-sort", order);
  table.tBodies[0].append(...rows);
}

for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => sortBy(button.parentNode));
}

// Everything that shows a row of the leaderboard, in any plot, legend, table or note.
const parts = Array.from(document.querySelectorAll("[data-row]"));
const names = new Set(parts.map((part) => part.dataset.row));
const ofRow = (name) => parts.filter((part) => part.dataset.row === name);

// So many lines can be told apart by colour.
const FEW = 8;

// Leaves out the rows whose name does not hold the text.
function filterBy(text) {
  const wanted = text.trim().toLowerCase();
  const left = Array.from(names).filter((name) => name.toLowerCase().includes(wanted));
  const shown = new Set(left);
  for (const part of parts) {
    part.classList.toggle("left-out", !shown.has(part.dataset.row));
  }
  document.documentElement.classList.toggle("few", left.length <= FEW);
  document.querySelector(".filter output").textContent =
    wanted === "" ? "" : `${left.length} of ${names.size}`;
}

// Brings a row's lines into colour and before the others, or back, in every plot.
function choose(name, chosen) {
  for (const part of ofRow(name)) {
    if (part.matches("svg g")) {
      part.classList.toggle("faded", !chosen);
      if (chosen) {
        part.parentNode.append(part);
      }
    }
    part.querySelector(".pick")?.setAttribute("aria-pressed", String(chosen));
  }
}

function light(name, lit) {
  for (const part of ofRow(name)) {
    if (part.closest(".plot")) {
      part.classList.toggle("lit", lit);
    }
  }
}

const filter = document.getElementById("filter");
filter.addEventListener("input", () => filterBy(filter.value));
filter.form.addEventListener("submit", (event) => event.preventDefault());
filterBy(filter.value);

for (const button of document.querySelectorAll(".pick")) {
  const name = button.parentNode.dataset.row;
  button.addEventListener("click", () =>
    choose(name, button.getAttribute("aria-pressed") !== "true"));
  button.addEventListener("focus", () => light(name, true));
  button.addEventListener("blur", () => light(name, false));
}
for (const part of document.querySelectorAll(".plot [data-row]")) {
  part.addEventListener("pointerenter", () => light(part.dataset.row, true));
  part.addEventListener("pointerleave", () => light(part.dataset.row, false));
}

// A link to a folded part unfolds it first, so that there is something to arrive at.
function unfold(fragment) {
  const target = document.getElementById(decodeURIComponent(fragment.slice(1)));
  if (target?.matches("details")) {
    target.open = true;
  }
}

for (const link of document.querySelectorAll("a[href^='#']")) {
  link.addEventListener("click", () => unfold(link.hash));
}
addEventListener("hashchange", () => unfold(location.hash));
unfold(location.hash);
