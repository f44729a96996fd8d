/** Slack's mrkdwn as DOM nodes: bold, italic, strike, code, quotes, references, emoji, line breaks. */

import { element } from "../element.js";
import { emojiFor } from "./emoji.js";
import { referenceNode, unescaped } from "./references.js";

const EMPHASIS = { "*": "strong", _: "em", "~": "s" };
const FENCE = /```\n?([\s\S]*?)\n?```/;

/** The nodes of `text` for `reader` (`{user, users, channels, zone, now}`). */
export function mrkdwn(text, reader) {
  const fence = FENCE.exec(text);
  if (!fence) return paragraphs(text, reader);
  const after = text.slice(fence.index + fence[0].length).replace(/^\n/, "");
  const before = text.slice(0, fence.index).replace(/\n$/, "");
  const code = element("pre", {}, element("code", {}, unescaped(fence[1])));
  return [...paragraphs(before, reader), code, ...(after ? mrkdwn(after, reader) : [])];
}

function paragraphs(text, reader) {
  const nodes = [];
  let quote = null;
  for (const [at, line] of text.split("\n").entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(element("br"));
      else nodes.push((quote = element("blockquote")));
      quote.append(...inline(quoted[1], reader));
    } else {
      if (at > 0 && !quote) nodes.push(element("br"));
      quote = null;
      nodes.push(...inline(line, reader));
    }
  }
  return text === "" ? [] : nodes;
}

/** The nodes of one line. */
export function inline(line, reader) {
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < line.length) {
    const span = spanAt(line, at, reader);
    if (span) {
      nodes.push(unescaped(plain), span.node);
      plain = "";
      at += span.length;
    } else {
      plain += line[at];
      at += 1;
    }
  }
  return [...nodes, unescaped(plain)].filter((node) => node !== "");
}

function spanAt(line, at, reader) {
  const rest = line.slice(at);
  if (rest[0] === "`") return matched(/^`([^`]+)`/, rest, (code) => element("code", {}, unescaped(code)));
  if (rest[0] === "<") return matched(/^<([^<>]+)>/, rest, (inside) => referenceNode(inside, reader));
  if (rest[0] === ":") return emojiAt(rest);
  return EMPHASIS[rest[0]] ? emphasisAt(line, at, reader) : null;
}

function matched(pattern, rest, build) {
  const found = pattern.exec(rest);
  return found && { node: build(found[1]), length: found[0].length };
}

function emojiAt(rest) {
  const found = /^:([a-z0-9_+-]+):/.exec(rest);
  const character = found && emojiFor(found[1]);
  if (!character) return null;
  return { node: element("span", { class: "emoji", title: found[0] }, character), length: found[0].length };
}

function emphasisAt(line, at, reader) {
  const mark = line[at];
  if (/\w/.test(line[at - 1] ?? " ")) return null;
  for (let end = line.indexOf(mark, at + 2); end > 0; end = line.indexOf(mark, end + 1)) {
    const inside = line.slice(at + 1, end);
    if (/^\s|\s$/.test(inside)) continue;
    if (/[A-Za-z0-9]/.test(line[end + 1] ?? " ")) continue;
    return { node: element(EMPHASIS[mark], {}, ...inline(inside, reader)), length: end + 1 - at };
  }
  return null;
}
