/** The head of a message: who wrote it, when, and what else is to be known of it. */

import { timeOfDay } from "../clock.js";
import { element } from "../element.js";
import { icon } from "../icons.js";
import { avatar, nameOf } from "../people.js";

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

/** The picture at the left of a message, or its time where it goes on from the one above. */
export function face(author, message, { place, session }) {
  if (!place.compact) return avatar(author);
  return element(
    "time",
    { class: "message-margin", "aria-hidden": "true" },
    timeOfDay(Number(message.ts), session.reader.zone),
  );
}

/** The line above a message's words. */
export function headPart(message, author, session) {
  const marks = [message.edited, message.is_ephemeral, message.subtype, message.pinned_to?.length];
  return {
    key: "head",
    signature: JSON.stringify([nameOf(author), author.id, marks, session.reader.zone]),
    build: () => head(message, author, session),
  };
}

const note = (...words) => element("span", { class: "message-note" }, ...words);

function head(message, author, session) {
  const when = Number(message.ts);
  return element(
    "header",
    { class: "message-head" },
    element("span", { class: "author" }, nameOf(author)),
    badge(author),
    element(
      "time",
      { class: "when", datetime: new Date(when * 1000).toISOString() },
      timeOfDay(when, session.reader.zone),
    ),
    message.edited && note("(edited)"),
    message.subtype === "thread_broadcast" && note("replied to a thread"),
    message.pinned_to?.length > 0 && note(icon("pin"), "Pinned"),
    message.is_ephemeral && element("span", { class: "only-you" }, icon("eye"), "Only visible to you"),
  );
}

function badge(author) {
  const word = badgeOf(author);
  return word && element("span", { class: "badge" }, word);
}

/** What sets a person apart from a full member of the workspace, in a word, or null. */
export function badgeOf(user) {
  if (user.is_bot) return "App";
  if (user.deleted) return "Deactivated";
  if (user.is_stranger) return "External";
  return user.is_restricted || user.is_ultra_restricted ? "Guest" : null;
}
