"use strict";
document.documentElement.classList.add("js");

// What the reader chose, kept behind the anchor of the address: #BOARD?show=TEXT&compact&sort=BOARD,2,descending&compare=ROW,ROW.
// A page that opens from disk may change nothing else of its address.
const chosen = { show: "", compact: false, sorts: new Map(), pair: [] };

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
  if (chosen.pair.length > 0) {
    query.push(`compare=${chosen.pair.map(encodeURIComponent).join(",")}`);
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

// Two rows side by side, from the boards' tables and the paired differences that the page holds.
const compared = document.getElementById("compare");
const picked = document.querySelector(".picked");
const pairs = JSON.parse(compared?.dataset.pairs ?? "{}");
const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(1);

function cell(name, content, scope) {
  const made = document.createElement(name);
  made.append(...[content].flat());
  if (scope !== undefined) {
    made.scope = scope;
  }
  return made;
}

function span(kind, text) {
  const made = cell("span", text);
  made.className = kind;
  return made;
}

// A copy of a board's cell, without its links to notes.
function copy(from, name, parts) {
  const made = cell(name, parts === undefined
    ? Array.from(from.cloneNode(true).childNodes)
    : Array.from(from.querySelectorAll(parts), (part) => part.cloneNode(true)));
  made.className = from.className;
  made.querySelectorAll(".mark-note").forEach((mark) => mark.remove());
  return made;
}

// The difference of two rows in a column; pairs are held once, in the order of the board's rows.
function difference(known, column, names) {
  const [first, second] = names.map((name) => known?.rows.indexOf(name));
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  const place = (low * (2 * known?.rows.length - low - 1)) / 2 + high - low - 1;
  const pair = known?.columns[column]?.[place];
  if (!pair) {
    return cell("td", "–");
  }
  const sign = first < second ? 1 : -1;
  const ends = [sign * pair[1], sign * pair[2]].sort((a, b) => a - b);
  const p = pair[3] < 0.0001 ? "< 0.0001" : `= ${pair[3]}`;
  const higher = sign * pair[5] > 0 ? 0 : 1;
  const verdict = { 0: "no difference shown", 2: "upper bound" }[pair[5]] ?? `${names[higher]} higher`;
  const made = cell("td", [
    span("value", signed(sign * pair[0])),
    span("interval", ` [${signed(ends[0])}, ${signed(ends[1])}]`),
    span("interval", ` p ${p}, n = ${pair[4]}`), " ",
    span(Math.abs(pair[5]) === 1 ? ["higher", "lower"][higher] : "missing", verdict),
  ]);
  made.className = "rate";
  return made;
}

function sideBySide(board, names) {
  const table = board.querySelector("table");
  const rows = names.map((name) =>
    Array.from(table.tBodies[0].rows).find((row) => row.dataset.row === name));
  if (rows.includes(undefined)) {
    return [];
  }
  const title = board.querySelector("h2").textContent;
  const known = pairs[board.id];
  const made = cell("table", cell("caption", title));
  made.className = "plain";
  const head = made.createTHead().insertRow();
  head.append(...["Column", ...names, "Difference"].map((name) => cell("th", name, "col")));
  const body = made.createTBody();
  body.insertRow().append(
    cell("th", "Defense", "row"), ...rows.map((row) => copy(row.cells[0], "td", ".kind")),
    cell("td", "–"));
  Array.from(table.tHead.rows[0].cells).slice(1).forEach((header, at) => {
    const cells = rows.map((row) => row.cells[at + 1]);
    body.insertRow().append(
      cell("th", header.textContent, "row"), ...cells.map((one) => copy(one, "td")),
      difference(known, at + 1, names));
  });
  const box = cell("div", made);
  box.className = "scroll";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `${title}: ${names.join(" and ")}`);
  return known === undefined
    ? [box, cell("p", "The board has too many rows for the page to hold every pair: robustgrid compare tests the difference.")]
    : [box];
}

// Shows the chosen rows; the third choice takes the place of the first.
function pick(names) {
  chosen.pair = names.slice(-2);
  for (const box of document.querySelectorAll(".chooser")) {
    box.checked = chosen.pair.includes(box.value);
  }
  const two = chosen.pair.length === 2;
  picked.hidden = chosen.pair.length === 0;
  picked.querySelector("a").hidden = !two;
  picked.querySelector("output").textContent =
    two ? chosen.pair.join(" and ") : `${chosen.pair[0] ?? ""}: choose another row`;
  compared.hidden = !two;
  document.getElementById("compared").replaceChildren(...(two
    ? Array.from(document.querySelectorAll("section.board")).flatMap((board) =>
      sideBySide(board, chosen.pair))
    : []));
}

for (const box of document.querySelectorAll(".chooser")) {
  box.addEventListener("change", () => {
    const others = chosen.pair.filter((name) => name !== box.value);
    pick(box.checked ? [...others, box.value] : others);
    keep();
  });
}
picked?.querySelector("button").addEventListener("click", () => {
  pick([]);
  keep();
});

// Restores what an address holds.
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
    } else if (name === "compare" && value !== undefined && compared) {
      pick(value.split(",").map(decodeURIComponent).filter((row) => names.has(row)));
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
