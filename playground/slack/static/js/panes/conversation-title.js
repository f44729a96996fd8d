/** How conversations are called and marked on the page. */

import { icon } from "../icons.js";
import { avatar, channelName, partner } from "../people.js";

/** `#launch`, or a person's name. */
export function title(channel, session) {
  const name = channelName(channel, session.state, session.user);
  return isDirect(channel) ? name : `#${name}`;
}

/** Whether a conversation is between people rather than a channel with a name. */
export const isDirect = (channel) => Boolean(channel.is_im || channel.is_mpim);

/** The icon that stands for a kind of conversation. */
export function channelIcon(channel, session) {
  if (isDirect(channel)) return avatar(partner(channel, session.state, session.user), "tiny");
  if (channel.is_ext_shared) return icon("team");
  return icon(channel.is_private ? "lock" : "hash");
}
