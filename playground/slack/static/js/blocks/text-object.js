/** Slack's text objects (`plain_text`, `mrkdwn`) as DOM nodes. */

import { withEmoji } from "../text/emoji.js";
import { mrkdwn } from "../text/mrkdwn.js";

/** The nodes of a text object, line breaks kept. */
export function textNodes(text, reader) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text, reader) : [plainText(text)];
}

/** The words of a text object that holds no formatting. */
export const plainText = (text) => withEmoji(text?.text ?? "");
