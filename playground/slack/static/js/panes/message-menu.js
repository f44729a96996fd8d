/** The menu of a message: copy its link, change it, delete it, hand it to the app. */

import { askFirst, openDialog } from "../dialog.js";
import { element, freshId } from "../element.js";
import { unescaped } from "../text/references.js";

/** The items of the menu of `message` for the acting person. */
export function messageItems(message, place, session) {
  const { channel } = place;
  const own = message.user === session.user && !message.bot_id;
  return [
    { label: "Copy link", mark: "link", run: () => copyLink(message, channel, session) },
    pinItem(message, channel, session),
    ...(own ? ownItems(message, channel, session) : []),
    ...shortcutItems(message, channel, session),
  ];
}

function pinItem(message, channel, session) {
  const remove = Boolean(message.pinned_to?.length);
  const act = { act: "pin", channel, message_ts: message.ts, remove };
  return { label: remove ? "Remove the pin" : "Pin to conversation", mark: "pin", run: () => session.attempt(act) };
}

function ownItems(message, channel, session) {
  return [
    { label: "Edit message", mark: "edit", run: () => edit(message, channel, session) },
    { label: "Delete message", mark: "bin", danger: true, run: () => remove(message, channel, session) },
  ];
}

function shortcutItems(message, channel, session) {
  const known = (session.state.shortcuts ?? []).filter(({ type }) => type === "message");
  if (known.length === 0) return [];
  const items = known.map(({ name, callback_id, description }) => ({
    label: name,
    more: description,
    mark: "zap",
    run: () => session.attempt({ act: "message_shortcut", channel, message_ts: message.ts, callback_id }),
  }));
  return [{ group: session.appName, items }];
}

async function copyLink(message, channel, session) {
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  const query = isReply ? `?thread_ts=${message.thread_ts}&cid=${channel}` : "";
  await navigator.clipboard.writeText(`${location.origin}/archives/${channel}/p${message.ts.replace(".", "")}${query}`);
  session.tell("The link was copied.");
}

function edit(message, channel, session) {
  const id = freshId("edit");
  const box = element("textarea", { id, class: "input", rows: 4, autofocus: true, required: true });
  box.value = unescaped(message.text);
  const run = async () => {
    const act = { act: "edit_message", channel, message_ts: message.ts, text: box.value };
    return (await session.attempt(act)).ok;
  };
  const label = element("label", { class: "label", for: id }, "Message");
  openDialog({ title: "Edit message", body: [label, box], submit: { label: "Save", run } });
}

function remove(message, channel, session) {
  askFirst({
    title: "Delete this message?",
    text: "It goes for everyone. This cannot be undone.",
    label: "Delete",
    run: async () => (await session.attempt({ act: "delete_message", channel, message_ts: message.ts })).ok,
  });
}
