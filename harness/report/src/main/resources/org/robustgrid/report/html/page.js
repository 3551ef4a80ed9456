"use strict";
document.documentElement.classList.add("js");

// What the reader chose, kept behind the anchor of the address: #BOARD?show=TEXT&compact&sort=BOARD,2,descending.
// A page that opens from disk may change nothing else of its address.
const chosen = { show: "", compact: false, sorts: new Map() };

function keep(anchor) {
  const query = [];
  if (chosen.show !== "") {
    query.push(`show=${encodeURIComponent(chosen.show)}`);
  }
  if (chosen.compact) {
    query.push("compact");
  }
  for (const [board, sort] of chosen.sorts) {
    query.push(`sort=${encodeURIComponent(board)},${sort}`);
  }
  const at = anchor ?? location.hash.slice(1).split("?")[0];
  const fragment = query.length > 0 ? `${at}?${query.join("&")}` : at;
  if (fragment !== location.hash.slice(1)) {
    history.replaceState(null, "", `#${fragment}`);
  }
}

// Sorts a table by a column. Upper bounds stay behind what was measured, and cells without a value
// (failed, not finished) last, in any order.
function sortBy(header, wanted) {
  const table = header.closest("table");
  const column = header.cellIndex;
  const byName = header.classList.contains("name");
  const first = byName ? "ascending" : "descending";
  const second = byName ? "descending" : "ascending";
  const order = wanted ?? (header.getAttribute("aria-sort") === first ? second : first);
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
  button.addEventListener("click", () => {
    const header = button.parentNode;
    sortBy(header);
    const board = header.closest(".board")?.id;
    if (board !== undefined) {
      chosen.sorts.set(board, `${header.cellIndex},${header.getAttribute("aria-sort")}`);
      keep();
    }
  });
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
filter.addEventListener("input", () => {
  filterBy(filter.value);
  chosen.show = filter.value.trim();
  keep();
});
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
  const target = document.getElementById(decodeURIComponent(fragment.slice(1).split("?")[0]));
  if (target?.matches("details")) {
    target.open = true;
  }
  return target;
}

const compact = document.getElementById("compact");
function compactly(on) {
  chosen.compact = on;
  compact.checked = on;
  document.documentElement.classList.toggle("compact", on);
}
compact.addEventListener("change", () => {
  compactly(compact.checked);
  keep();
});

// Brings back what an address says.
function restore() {
  const [anchor, query] = location.hash.slice(1).split("?");
  if (query === undefined) {
    return;
  }
  for (const part of query.split("&")) {
    const [name, value] = part.split("=");
    if (name === "compact") {
      compactly(true);
    } else if (name === "show" && value !== undefined) {
      chosen.show = decodeURIComponent(value);
      filter.value = chosen.show;
      filterBy(chosen.show);
    } else if (name === "sort" && value !== undefined) {
      const [board, column, order] = value.split(",");
      const table = document.getElementById(decodeURIComponent(board))?.querySelector("table");
      const header = table?.tHead.rows[0].cells[column];
      if (header !== undefined && (order === "ascending" || order === "descending")) {
        sortBy(header, order);
        chosen.sorts.set(decodeURIComponent(board), `${column},${order}`);
      }
    }
  }
  if (anchor !== "") {
    unfold(location.hash)?.scrollIntoView();
  }
}

for (const link of document.querySelectorAll("a[href^='#']")) {
  link.addEventListener("click", () => unfold(link.hash));
}
addEventListener("hashchange", () => {
  unfold(location.hash);
  keep();
});
unfold(location.hash);
restore();
