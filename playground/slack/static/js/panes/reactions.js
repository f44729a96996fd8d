/** Reactions to a message: those that are there, and the picker for another. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { nameOf } from "../people.js";
import { emojiFor } from "../text/emoji.js";
import { pickEmoji } from "./emoji-picker.js";

/** What `keyed` needs to show the reactions to `message`. */
export function reactionsPart(message, place, session) {
  const build = () => element(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    message.reactions.map((reaction) => chip(reaction, message, { place, session })),
    element(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-label": "Add another reaction",
        "data-focus": "react",
        onclick: () => pickReaction(message, place, session),
      },
      icon("face"),
    ),
  );
  const signature = JSON.stringify([message.reactions, session.user, session.reader.people]);
  return { key: "reactions", signature, build };
}

function chip({ name, users = [], count }, message, { place, session }) {
  const own = users.includes(session.user);
  const who = users.map((id) => (id === session.user ? "you" : nameOf(session.person(id)))).join(", ");
  return element(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-pressed": String(own),
      "aria-label": `${name.replaceAll("_", " ")}, ${count ?? users.length}: ${who}`,
      title: `:${name}: ${who}`,
      "data-focus": `reaction-${name}`,
      onclick: () => react(message, place, { session, name, remove: own }),
    },
    element("span", { "aria-hidden": "true" }, emojiFor(name) ?? `:${name}:`),
    element("span", { "aria-hidden": "true" }, String(count ?? users.length)),
  );
}

function react(message, { channel }, { session, name, remove }) {
  return session.attempt({ act: "react", channel, message_ts: message.ts, name, ...(remove && { remove }) });
}

/** Let the person choose an emoji and react with it. */
export function pickReaction(message, place, session) {
  pickEmoji((name) => react(message, place, { session, name, remove: false }));
}
