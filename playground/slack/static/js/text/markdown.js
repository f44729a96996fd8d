/** Standard Markdown as a `markdown` block takes it: headings, lists, quotes, fences, and the usual marks in a line. */

import { element } from "../element.js";
import { emojiFor } from "./emoji.js";
import { linkNode, referenceNode } from "./references.js";

const LINES = [
  [/^```/, fence],
  [/^#{1,6} /, heading],
  [/^(-{3,}|\*{3,})$/, rule],
  [/^> ?/, (lines, reader) => gathered(lines, /^> ?/, (text) => element("blockquote", {}, ...markdown(text, reader)))],
  [/^\s*[-*+] /, (lines, reader) => list(lines, reader, { tag: "ul", mark: /^\s*[-*+] / })],
  [/^\s*\d+[.)] /, (lines, reader) => list(lines, reader, { tag: "ol", mark: /^\s*\d+[.)] / })],
];

/** The nodes of `text` for `reader`. */
export function markdown(text, reader) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length > 0) {
    const kind = LINES.find(([pattern]) => pattern.test(lines[0]));
    if (kind) nodes.push(kind[1](lines, reader));
    else if (lines[0].trim() === "") lines.shift();
    else nodes.push(paragraph(lines, reader));
  }
  return nodes;
}

function fence(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return element("pre", {}, element("code", {}, code.join("\n")));
}

function heading(lines, reader) {
  const [, marks, text] = /^(#+) (.*)$/.exec(lines.shift());
  return element(
    "p",
    { class: `md-heading md-heading-${marks.length}`, role: "heading", "aria-level": marks.length + 2 },
    ...spans(text, reader),
  );
}

function rule(lines) {
  lines.shift();
  return element("hr");
}

function gathered(lines, mark, build) {
  const taken = [];
  while (lines.length > 0 && mark.test(lines[0])) taken.push(lines.shift().replace(mark, ""));
  return build(taken.join("\n"));
}

function list(lines, reader, { tag, mark }) {
  return gathered(
    lines,
    mark,
    (text) => element(tag, {}, text.split("\n").map((item) => element("li", {}, ...spans(item, reader)))),
  );
}

function paragraph(lines, reader) {
  const taken = [lines.shift()];
  const goesOn = (line) => line.trim() !== "" && !LINES.some(([pattern]) => pattern.test(line));
  while (lines.length > 0 && goesOn(lines[0])) taken.push(lines.shift());
  return element("p", {}, ...taken.flatMap((line, at) => [...(at ? [element("br")] : []), ...spans(line, reader)]));
}

const SPANS = [
  [/^`([^`]+)`/, ([, code]) => element("code", {}, code)],
  [/^\*\*(.+?)\*\*/, ([, text], reader) => element("strong", {}, ...spans(text, reader))],
  [/^~~(.+?)~~/, ([, text], reader) => element("s", {}, ...spans(text, reader))],
  [/^\*([^*\s][^*]*)\*/, ([, text], reader) => element("em", {}, ...spans(text, reader))],
  [/^_([^_\s][^_]*)_(?!\w)/, ([, text], reader) => element("em", {}, ...spans(text, reader))],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, ([, label, url]) => linkNode(url, label)],
  [/^<([^<>]+)>/, ([, inside], reader) => referenceNode(inside, reader)],
  [/^:([a-z0-9_+-]+):/, ([code, name]) => emojiFor(name) ?? code],
];

function spans(line, reader) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < line.length; ) {
    const [found, build] = spanAt(line, at);
    if (found) nodes.push(plain, build(found, reader));
    plain = found ? "" : plain + line[at];
    at += found ? found[0].length : 1;
  }
  return [...nodes, plain].filter((node) => node !== "");
}

function spanAt(line, at) {
  const inWord = /\w/.test(line[at - 1] ?? " ");
  for (const [pattern, build] of SPANS) {
    const found = inWord && line[at] === "_" ? null : pattern.exec(line.slice(at));
    if (found) return [found, build];
  }
  return [null, null];
}
