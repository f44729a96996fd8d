/** What a person can do with a message: react, reply, and all that its menu offers; or dismiss what only they see. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { dismiss } from "../news.js";
import { messageItems } from "./message-menu.js";
import { pickReaction } from "./reactions.js";

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
  const reply = () => session.open(place.channel, message.thread_ts ?? message.ts);
  return [
    tool("face", "Add a reaction", () => pickReaction(message, place, session)),
    !place.inThread && tool("reply", "Reply in thread", reply),
    menuButton({
      label: "More actions",
      face: icon("more"),
      focus: "more",
      items: () => messageItems(message, place, session),
    }),
  ];
}
