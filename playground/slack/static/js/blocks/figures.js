/** Blocks that show figures: a data table in pages, and charts as tables with bars. */

import { element } from "../element.js";
import { cellNodes } from "./table.js";

const PAGE = 5;

/** A `data_table` block: the first row is its head; more rows come page by page. */
export function dataTableNode(block, context) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE;
  const named = block.row_header_column_index ?? 0;
  const body = element("tbody");
  const more = element("button", { type: "button", class: "button", onclick: () => show() }, "Show more rows");
  const show = () => {
    const from = body.childElementCount;
    body.append(...rows.slice(from, from + size).map((cells) => line(cells, (at) => (at === named ? "th" : "td"), context)));
    more.hidden = body.childElementCount >= rows.length;
  };
  show();
  const table = element(
    "table",
    {},
    element("caption", {}, block.caption),
    element("thead", {}, line(head, () => "th", context, "col")),
    body,
  );
  return element("div", {}, frame(block.caption, table), more);
}

/** A `data_visualization` block: a row for each label, with a bar as long as its number. */
export function chartNode(block) {
  const { segments, series = [], axis_config: axis = {} } = block.chart;
  const columns = segments ? [{ name: "Value", data: segments }] : series;
  const labels = segments ? segments.map(({ label }) => label) : axis.categories;
  const longest = Math.max(...columns.flatMap(({ data }) => data.map(({ value }) => Math.abs(value))), Number.MIN_VALUE);
  const cell = (column, label) => {
    const value = column.data.find((point) => point.label === label)?.value ?? 0;
    const bar = element("span", { class: "chart-bar", "aria-hidden": "true" });
    bar.style.width = `${(Math.abs(value) / longest) * 100}%`;
    return element("td", {}, element("span", { class: "chart-value" }, String(value)), bar);
  };
  const rows = labels.map((label) =>
    element("tr", {}, element("th", { scope: "row" }, label), columns.map((column) => cell(column, label))),
  );
  const names = columns.map(({ name }) => element("th", { scope: "col" }, name));
  const about = axis.y_label && element("p", { class: "chart-about" }, axis.y_label);
  const table = element(
    "table",
    { class: "chart" },
    element("caption", {}, block.title),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, axis.x_label ?? ""), names)),
    element("tbody", {}, rows),
  );
  return element("div", {}, frame(block.title, table), about);
}

function line(cells, tag, context, scope = "row") {
  const cell = (one, at) => {
    const name = tag(at);
    return element(name, { scope: name === "th" && scope }, cellNodes(one, context));
  };
  return element("tr", {}, cells.map(cell));
}

const frame = (label, table) =>
  element("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": label }, table);
