/** What stands in a rich text box as Slack's `rich_text_value`. */

const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike" };
const OWN_LINE = new Set(["DIV", "P"]);
const STYLED = { ...STYLES, CODE: "code" };

/** The `rich_text` value of `box`, or null when nothing was written. */
export function richValue(box) {
  const elements = [];
  gather(box, elements);
  const filled = elements.map(trimmed).filter((part) => part.elements.length > 0);
  return filled.length > 0 ? { type: "rich_text", elements: filled } : null;
}

function gather(parent, elements) {
  for (const node of parent.childNodes) {
    if (node.tagName === "UL" || node.tagName === "OL") elements.push(...lists(node, 0));
    else if (OWN_LINE.has(node.tagName) && node.querySelector("ul, ol")) gather(node, elements);
    else addLine(node, elements);
  }
}

function addLine(node, elements) {
  const last = elements.at(-1);
  const section = last?.type === "rich_text_section" ? last : { type: "rich_text_section", elements: [] };
  if (section !== last) elements.push(section);
  if (OWN_LINE.has(node.tagName) && section.elements.length > 0) append(section, "\n", {});
  addLeaves(node, section, {});
}

function lists(list, indent) {
  const style = list.tagName === "OL" ? "ordered" : "bullet";
  const found = [];
  for (const item of list.children) {
    if (item.tagName === "UL" || item.tagName === "OL") found.push(...lists(item, indent + 1));
    else addItem(item, { found, style, indent });
  }
  return found;
}

function addItem(item, { found, style, indent }) {
  const section = { type: "rich_text_section", elements: [] };
  const nested = [...item.children].filter((child) => child.tagName === "UL" || child.tagName === "OL");
  for (const child of item.childNodes) if (!nested.includes(child)) addLeaves(child, section, {});
  const last = found.at(-1);
  if (last?.indent === indent && last.style === style) last.elements.push(section);
  else found.push({ type: "rich_text_list", style, indent, elements: [section] });
  for (const child of nested) found.push(...lists(child, indent + 1));
}

function addLeaves(node, section, style) {
  if (node.nodeType === Node.TEXT_NODE) return append(section, node.data.replaceAll("\u00a0", " "), style);
  if (node.tagName === "BR") return append(section, "\n", style);
  const own = STYLED[node.tagName];
  const inner = own ? { ...style, [own]: true } : style;
  if (OWN_LINE.has(node.tagName) && node !== node.parentNode.firstChild && section.elements.length > 0) {
    if (!section.elements.at(-1).text.endsWith("\n")) append(section, "\n", {});
  }
  for (const child of node.childNodes) addLeaves(child, section, inner);
  return null;
}

function append(section, text, style) {
  if (text === "") return;
  const last = section.elements.at(-1);
  if (last && JSON.stringify(last.style ?? {}) === JSON.stringify(style)) last.text += text;
  else section.elements.push({ type: "text", text, ...(Object.keys(style).length > 0 && { style }) });
}

/** A browser ends a line that was emptied with a break of its own: what stands at the end of a part says nothing. */
function trimmed(part) {
  if (part.type !== "rich_text_section") return part;
  const elements = [...part.elements];
  while (elements.length > 0) {
    const last = elements.pop();
    const text = last.text.replace(/\n+$/, "");
    if (text !== "") return { ...part, elements: [...elements, text === last.text ? last : { ...last, text }] };
  }
  return { ...part, elements };
}
