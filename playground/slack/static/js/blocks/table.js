/** A `table` block: rows of cells, the first row being the head. */

import { element } from "../element.js";
import { richText } from "../text/rich-text.js";

/** The table; it scrolls sideways by itself when it is wide. */
export function tableNode(block, context) {
  const [head, ...rows] = block.rows ?? [];
  const align = (at) => block.column_settings?.[at]?.align ?? "left";
  const line = (cells, tag) => element(
    "tr",
    {},
    (cells ?? []).map((cell, at) => element(tag, { class: `cell-${align(at)}` }, cellNodes(cell, context))),
  );
  return element(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    element(
      "table",
      {},
      element("thead", {}, line(head, "th")),
      element("tbody", {}, rows.map((cells) => line(cells, "td"))),
    ),
  );
}

/** What stands in a cell: rich text, a bare text or a number. */
export function cellNodes(cell, context) {
  return cell.type === "rich_text" ? richText(cell, context.reader) : [String(cell.text ?? cell.value ?? "")];
}
