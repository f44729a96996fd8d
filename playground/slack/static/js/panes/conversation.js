/** The conversation in the middle of the page: its head, its messages, its compose box. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { isDismissed } from "../news.js";
import { avatar, channelName, nameOf, partner } from "../people.js";
import { inChannel } from "../session.js";
import { Composer } from "./composer.js";
import { MessageList } from "./message-list.js";

/** The middle pane while a channel or direct message is open. */
export class Conversation {
  constructor(session) {
    this.session = session;
    this.list = new MessageList(session, { label: "Messages", inThread: false });
    this.composer = new Composer(session, { inThread: false });
    this.node = element("div", { class: "conversation" }, this.list.node, this.composer.node);
  }

  render() {
    const { session } = this;
    const channel = session.channel(session.place);
    const messages = session.messages(channel.id).filter(
      (message) => inChannel(message) && !isDismissed(channel.id, message.ts),
    );
    this.list.render(channel.id, messages, intro(channel, session));
    this.composer.render(channel.id, null, title(channel, session));
  }
}

/** `#launch`, or a person's name. */
export function title(channel, session) {
  const name = channelName(channel, session.state, session.user);
  return channel.is_im ? name : `#${name}`;
}

/** The icon that stands for a kind of conversation. */
export function channelIcon(channel, session) {
  if (channel.is_im) return avatar(partner(channel, session.state, session.user), "tiny");
  return icon(channel.is_private ? "lock" : "hash");
}

function intro(channel, session) {
  const name = title(channel, session);
  const words = channel.is_im ? directWords(channel, session) : channelWords(channel, session);
  const build = () => element(
    "div",
    { class: "intro" },
    element("p", { class: "intro-title" }, name),
    element("p", {}, words),
  );
  return { key: `intro-${channel.id}-${session.user}`, signature: words, build };
}

function directWords(channel, session) {
  return `This is between you and ${nameOf(partner(channel, session.state, session.user))}.`;
}

function channelWords(channel, session) {
  const app = session.appName;
  const isMember = channel.members?.includes(session.app?.id);
  const kind = channel.is_private ? "A private channel." : "A channel for everyone.";
  if (isMember) return `${kind} ${app} is here: type / to see what it can do.`;
  return `${kind} ${app} is not here: /invite @${app} brings it in.`;
}
