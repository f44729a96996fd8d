/** Dialogs that list something of a conversation: its pins, and the messages that wait for their time. */

import { dayName, timeOfDay } from "../clock.js";
import { openDialog } from "../dialog.js";
import { element } from "../element.js";
import { nameOf } from "../people.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { title } from "./conversation-title.js";
import { authorOf } from "./message-head.js";

/** The pinned messages that are known of `channel`. */
export const pinned = (session, channel) => session.messages(channel).filter((one) => one.pinned_to?.includes(channel));

/** List the pinned messages of a conversation; one that is chosen is shown in it. */
export function openPins(session, { channel, reveal }) {
  const rows = pinned(session, channel).map((message) => {
    const go = () => {
      dialog.close();
      reveal(message.thread_ts ?? message.ts);
    };
    return element(
      "li",
      { class: "listed" },
      listedHead(nameOf(authorOf(message, session)), Number(message.ts), session),
      element("div", { class: "rich" }, ...mrkdwn(message.text ?? "", session.reader)),
      element("button", { type: "button", class: "button", onclick: go }, "Show in the conversation"),
    );
  });
  const dialog = openDialog({ title: "Pinned messages", body: [element("ul", { class: "listing" }, rows)] });
}

/** The scheduled messages that the acting person may see. */
export function scheduled(session) {
  const seen = (session.state.scheduled ?? []).filter((one) => session.channel(placeOf(one)));
  return seen.sort((one, other) => one.post_at - other.post_at);
}

const placeOf = (one) => one.channel ?? one.channel_id;

/** List the messages that the app has scheduled. */
export function openScheduled(session) {
  const rows = scheduled(session).map((one) => element(
    "li",
    { class: "listed" },
    listedHead(title(session.channel(placeOf(one)), session), one.post_at, session),
    element("div", { class: "rich" }, ...mrkdwn(one.text ?? "", session.reader)),
  ));
  openDialog({ title: "Scheduled messages", body: [element("ul", { class: "listing" }, rows)] });
}

function listedHead(name, epoch, session) {
  const { zone } = session.reader;
  const words = `${dayName(epoch, { zone, now: session.now() })} at ${timeOfDay(epoch, zone)}`;
  const time = element("time", { datetime: new Date(epoch * 1000).toISOString() }, words);
  return element("p", { class: "listed-head" }, `${name} · `, time);
}
