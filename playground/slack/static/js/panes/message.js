/** One message as a row: who, when, blocks or text, files, reactions, its thread, what can be done with it. */

import { fileParts } from "../blocks/files.js";
import { element } from "../element.js";
import { keyed } from "../keyed.js";
import { threadIsNew } from "../news.js";
import { bodyParts } from "./message-body.js";
import { authorOf, badgeOf, face, headPart } from "./message-head.js";
import { toolbar } from "./message-tools.js";
import { reactionsPart } from "./reactions.js";
import { threadPart } from "./thread-link.js";

const SYSTEM = new Set(["channel_join", "channel_leave", "group_join", "group_leave", "tombstone", "channel_topic"]);
const drawn = new WeakMap();

/** What `keyed` needs to show `message`. `place` is `{channel, inThread, compact}`; compact leaves the author out. */
export function messagePart(message, place, session) {
  return {
    key: message.ts,
    signature: JSON.stringify([place.channel, message.ts, place.inThread, SYSTEM.has(message.subtype)]),
    build: () => element(
      "article",
      { class: "message", id: `m-${place.inThread ? "t-" : ""}${message.ts}`, tabindex: "-1" },
    ),
    refresh: (node) => fillOnce(node, message, { place, session }),
  };
}

/** Most messages did not change since they were last drawn: they are left alone. */
function fillOnce(node, message, { place, session }) {
  const isNew = Boolean(message.reply_count) && !place.inThread && threadIsNew(session, place.channel, message);
  const author = authorOf(message, session);
  const { user, reader } = session;
  const badge = [author.id, badgeOf(author)];
  const seen = JSON.stringify([message, place.compact, isNew, user, reader.people, reader.zone, badge]);
  if (drawn.get(node) === seen) return;
  drawn.set(node, seen);
  fill(node, message, { place: { ...place, isNew }, session, author });
}

function fill(node, message, { place, session, author }) {
  node.classList.toggle("message-compact", Boolean(place.compact));
  node.classList.toggle("message-ephemeral", Boolean(message.is_ephemeral));
  node.classList.toggle("message-system", SYSTEM.has(message.subtype));
  node.classList.toggle("message-pinned", message.pinned_to?.length > 0);
  const own = message.user === session.user;
  keyed(node, [
    { key: "face", signature: `${author.id}${place.compact}`, build: () => face(author, message, { place, session }) },
    {
      key: "content",
      signature: "",
      build: () => element("div", { class: "message-content" }),
      refresh: (content) => keyed(content, contentParts(message, author, { place, session })),
    },
    { key: "tools", signature: JSON.stringify([own, message.text, message.pinned_to]), build: () => toolbar(message, place, session) },
  ]);
}

function contentParts(message, author, { place, session }) {
  const parts = [
    headPart(message, author, session),
    {
      key: "body",
      signature: "",
      build: () => element("div", { class: "message-body" }),
      refresh: (node) => keyed(node, bodyParts(message, place, session)),
    },
  ];
  if (message.files?.length) {
    const files = message.files.filter((file) => file.mode !== "tombstone");
    const refresh = (node) => keyed(node, fileParts(files, session.user));
    parts.push({ key: "files", signature: "", build: () => element("div", { class: "files" }), refresh });
  }
  if (message.reactions?.length) parts.push(reactionsPart(message, place, session));
  if (message.reply_count && !place.inThread) parts.push(threadPart(message, place, session));
  return parts;
}
