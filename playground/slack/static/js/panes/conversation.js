/** The conversation in the middle of the page: its messages, and its compose box or why there is none. */

import { element } from "../element.js";
import { isDismissed } from "../news.js";
import { nameOf, partner } from "../people.js";
import { inChannel } from "../threads.js";
import { Composer } from "./composer.js";
import { isDirect, title } from "./conversation-title.js";
import { MessageList } from "./message-list.js";

/** The middle pane while a channel or direct message is open. */
export class Conversation {
  constructor(session) {
    this.session = session;
    this.list = new MessageList(session, { label: "Messages", inThread: false });
    this.composer = new Composer(session, { inThread: false });
    this.words = element("p", {});
    const onclick = () => this.enter();
    this.join = element("button", { type: "button", class: "button button-primary", onclick }, "Join");
    this.outside = element("div", { class: "outside", hidden: true }, this.words, this.join);
    this.node = element("div", { class: "conversation" }, this.list.node, this.composer.node, this.outside);
  }

  render() {
    const { session } = this;
    const channel = session.channel(session.place);
    const messages = session.messages(channel.id).filter(
      (message) => inChannel(message) && !isDismissed(channel.id, message.ts),
    );
    const obstacle = obstacleIn(channel, session);
    this.list.render(channel.id, messages, intro(channel, session));
    this.composer.render(channel.id, null, title(channel, session));
    this.composer.node.hidden = Boolean(obstacle);
    this.outside.hidden = !obstacle;
    this.words.textContent = obstacle ?? "";
    this.join.hidden = Boolean(channel.is_archived);
  }

  async enter() {
    const outcome = await this.session.attempt({ act: "join", channel: this.session.place });
    if (outcome.ok) this.composer.box.focus();
  }
}

/** Why the acting person cannot write in `channel`, or null. */
function obstacleIn(channel, session) {
  const name = title(channel, session);
  if (channel.is_archived) return `${name} is archived: it can be read, not written to.`;
  const isOutside = !isDirect(channel) && !channel.is_private && !channel.members?.includes(session.user);
  return isOutside ? `You are not in ${name}.` : null;
}

function intro(channel, session) {
  const name = title(channel, session);
  const words = isDirect(channel) ? directWords(channel, session) : channelWords(channel, session);
  const build = () => element(
    "div",
    { class: "intro" },
    element("p", { class: "intro-title" }, name),
    element("p", {}, words),
  );
  return { key: `intro-${channel.id}-${session.user}`, signature: words, build };
}

function directWords(channel, session) {
  if (channel.is_mpim) return `This is between you and ${title(channel, session)}.`;
  return `This is between you and ${nameOf(partner(channel, session.state, session.user))}.`;
}

function channelWords(channel, session) {
  const kind = kindOf(channel);
  if (!session.app || !session.installed) return kind;
  const app = session.appName;
  if (channel.members?.includes(session.app.id)) return `${kind} ${app} is here: type / to see what it can do.`;
  return `${kind} ${app} is not here: /invite @${app} brings it in.`;
}

function kindOf(channel) {
  if (channel.is_ext_shared) return "A channel shared with another workspace.";
  return channel.is_private ? "A private channel." : "A channel for everyone.";
}
