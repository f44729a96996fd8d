/** One message as a row: who, when, blocks or text, files, its thread, what can be done with it. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { threadIsNew } from "../news.js";
import { avatar, nameOf } from "../people.js";
import { timeOfDay } from "../clock.js";
import { blockParts } from "../blocks/blocks.js";
import { fileParts } from "../blocks/files.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { pressInMessage, toolbar } from "./message-tools.js";

const SYSTEM = new Set(["channel_join", "channel_leave", "group_join", "tombstone", "channel_topic"]);

/** Who wrote `message`, as a person of the workspace or as the message itself says. */
export function authorOf(message, session) {
  const known = session.person(message.user) ?? (message.bot_id ? session.app : null);
  const name = message.username ?? message.bot_profile?.name;
  const author = known ?? {
    id: message.bot_id ?? message.user ?? "local",
    real_name: name ?? "Playground",
    is_bot: Boolean(message.bot_id),
  };
  return message.username ? { ...author, profile: { display_name: message.username } } : author;
}

/** What `keyed` needs to show `message`. `place` is `{channel, inThread, compact}`; compact leaves the author out. */
export function messagePart(message, place, session) {
  return {
    key: message.ts,
    signature: JSON.stringify([message.ts, place.inThread, SYSTEM.has(message.subtype)]),
    build: () => element(
      "article",
      { class: "message", id: `m-${place.inThread ? "t-" : ""}${message.ts}`, tabindex: "-1" },
    ),
    refresh: (node) => fill(node, message, { place, session }),
  };
}

function fill(node, message, { place, session }) {
  node.classList.toggle("message-compact", Boolean(place.compact));
  node.classList.toggle("message-ephemeral", Boolean(message.is_ephemeral));
  node.classList.toggle("message-system", SYSTEM.has(message.subtype));
  const author = authorOf(message, session);
  keyed(node, [
    { key: "face", signature: `${author.id}${place.compact}`, build: () => face(author, message, { place, session }) },
    {
      key: "content",
      signature: "",
      build: () => element("div", { class: "message-content" }),
      refresh: (content) => keyed(content, contentParts(message, author, { place, session })),
    },
    { key: "tools", signature: "", build: () => toolbar(message, place, session) },
  ]);
}

function face(author, message, { place, session }) {
  if (!place.compact) return avatar(author);
  return element(
    "time",
    { class: "message-margin", "aria-hidden": "true" },
    timeOfDay(Number(message.ts), session.reader.zone),
  );
}

function contentParts(message, author, { place, session }) {
  const parts = [
    {
      key: "head",
      signature: JSON.stringify([author, message.edited, message.is_ephemeral, message.subtype, session.user]),
      build: () => head(message, author, session),
    },
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
  if (message.reply_count && !place.inThread) parts.push(threadPart(message, place, session));
  return parts;
}

function head(message, author, session) {
  const when = Number(message.ts);
  const note = message.subtype === "thread_broadcast" && element(
    "span",
    { class: "message-note" },
    "replied to a thread",
  );
  return element(
    "header",
    { class: "message-head" },
    element("span", { class: "author" }, nameOf(author)),
    author.is_bot && element("span", { class: "badge" }, "App"),
    element(
      "time",
      { class: "when", datetime: new Date(when * 1000).toISOString() },
      timeOfDay(when, session.reader.zone),
    ),
    message.edited && element("span", { class: "message-note" }, "(edited)"),
    note,
    message.is_ephemeral && element("span", { class: "only-you" }, icon("eye"), "Only visible to you"),
  );
}

function bodyParts(message, place, session) {
  const { reader } = session;
  const press = (item, block) => pressInMessage(session, message, { channel: place.channel, item, block });
  const context = { reader, press };
  const byApp = Boolean(message.bot_id) || !message.text;
  if (message.blocks?.length && byApp) return blockParts(message.blocks, context);
  const attached = (message.attachments ?? []).flatMap((attachment) => blockParts(attachment.blocks ?? [], context));
  if (!message.text) return attached;
  const build = () => element("div", { class: "rich" }, ...mrkdwn(message.text, reader));
  return [{ key: "text", signature: message.text + reader.people, build }, ...attached];
}

function threadPart(message, { channel }, session) {
  const isNew = threadIsNew(session, channel, message);
  const replies = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const build = () =>
    element(
      "button",
      {
        type: "button",
        class: `thread-link${isNew ? " thread-link-new" : ""}`,
        "data-focus": "thread",
        onclick: () => session.open(channel, message.ts),
      },
      (message.reply_users ?? []).slice(0, 3).map((id) => avatar(session.person(id), "tiny")),
      element("span", { class: "thread-count" }, replies),
      isNew ? element("span", { class: "new-mark" }, "New") : null,
      element(
        "span",
        { class: "thread-when" },
        `last at ${timeOfDay(Number(message.latest_reply ?? message.ts), session.reader.zone)}`,
      ),
    );
  return {
    key: "thread",
    signature: JSON.stringify([replies, isNew, message.latest_reply, message.reply_users]),
    build,
  };
}
