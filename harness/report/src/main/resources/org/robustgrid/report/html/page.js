"use strict";
document.documentElement.classList.add("js");

// Sorts a table by a column. Cells without a value (failed, not finished) stay last in any order.
function sortBy(header) {
  const table = header.closest("table");
  const column = header.cellIndex;
  const byName = header.classList.contains("name");
  const first = byName ? "ascending" : "descending";
  const second = byName ? "descending" : "ascending";
  const order = header.getAttribute("aria-sort") === first ? second : first;
  const sign = order === "ascending" ? 1 : -1;
  const value = (row) => row.cells[column].dataset.sort;
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === undefined || right === undefined) {
      return (left === undefined) - (right === undefined);
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
