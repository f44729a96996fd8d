/** The line under a message that leads to its thread. */

import { timeOfDay } from "../clock.js";
import { element } from "../element.js";
import { avatar } from "../people.js";

/** What `keyed` needs to show how many replies `message` has; `isNew` marks those that were not seen. */
export function threadPart(message, { channel, isNew }, session) {
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
