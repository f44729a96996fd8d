/** What stands between `<` and `>` in Slack's text: people, channels, dates, broadcasts and links. */

import { element } from "../element.js";
import { nameOf } from "../people.js";
import { slackDate } from "../clock.js";
import { placeOf } from "../permalink.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** `text` with Slack's three escapes undone. */
export const unescaped = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** The node for the inside of `<…>`. */
export function referenceNode(inside, reader) {
  const [target, label] = splitOnce(inside, "|");
  if (/^@[UWB]/.test(target)) return mention(target.slice(1), reader);
  if (/^#[CGD]/.test(target)) return channelLink(target.slice(1), label, reader);
  if (target.startsWith("!date^")) return dateNode(target, label, reader);
  if (target.startsWith("!")) return element("span", { class: "mention" }, `@${label ?? target.slice(1)}`);
  return linkNode(unescaped(target), label === null ? null : unescaped(label));
}

/** A link that opens where it should: this workspace's messages here, the rest in a new tab, other schemes nowhere. */
export function linkNode(url, label) {
  const text = label ?? url.replace(/^mailto:/, "");
  if (!/^(https?:|mailto:|\/)/i.test(url)) return document.createTextNode(text);
  if (placeOf(url)) return element("a", { href: placeOf(url) }, text);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** A person's name as a mention. */
export function mention(id, reader) {
  const person = reader.users.find((user) => user.id === id || user.profile?.bot_id === id);
  const own = id === reader.user ? " mention-own" : "";
  return element("span", { class: `mention${own}` }, `@${person ? nameOf(person) : id}`);
}

/** A link to a channel that the reader can see, or its bare name. */
export function channelLink(id, label, reader) {
  const channel = reader.channels.find((known) => known.id === id);
  if (!channel) return element("span", { class: "mention" }, label ? `#${label}` : "#private channel");
  return element("a", { class: "mention", href: `#${id}` }, `#${channel.name}`);
}

function dateNode(target, label, reader) {
  const [, epoch, format, link] = target.split("^");
  if (!Number.isFinite(Number(epoch)) || !format) return document.createTextNode(unescaped(label ?? ""));
  const text = slackDate(Number(epoch), unescaped(format), reader);
  const time = element("time", { datetime: new Date(epoch * 1000).toISOString(), title: unescaped(label ?? "") }, text);
  return link ? element("a", { href: unescaped(link), target: "_blank", rel: "noopener noreferrer" }, time) : time;
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}
