/** What a person can do with a message: reply, copy its link, press its buttons, dismiss what only they see. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { dismiss } from "../news.js";
import { failureText } from "../session.js";

/** The tools of `message`, shown on hover and focus. */
export function toolbar(message, place, session) {
  const tools = message.is_ephemeral ? [dismissTool(message, place, session)] : lastingTools(message, place, session);
  return element("div", { class: "tools", role: "group", "aria-label": "Message actions" }, tools);
}

function tool(name, label, onclick) {
  return element(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, "data-focus": name, onclick },
    icon(name),
  );
}

function dismissTool(message, { channel }, session) {
  return tool("close", "Dismiss message", () => {
    dismiss(channel, message.ts);
    session.changed();
  });
}

function lastingTools(message, place, session) {
  const { channel } = place;
  const thread = message.thread_ts ?? message.ts;
  return [
    !place.inThread && tool("reply", "Reply in thread", () => session.open(channel, thread)),
    tool("link", "Copy link", () => copyLink(message, channel, session)),
  ];
}

async function copyLink(message, channel, session) {
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  const query = isReply ? `?thread_ts=${message.thread_ts}&cid=${channel}` : "";
  await navigator.clipboard.writeText(`${location.origin}/archives/${channel}/p${message.ts.replace(".", "")}${query}`);
  session.tell("The link was copied.");
}

/** Press a button of `message`; the person is told when the app does not answer. */
export async function pressInMessage(session, message, { channel, item, block }) {
  const act = { act: "click", channel, message_ts: message.ts, block_id: block.block_id, action_id: item.action_id };
  const failure = failureText(await session.act(act), session.appName);
  if (failure) session.tell(failure);
}
