/** The list of conversations, under the workspace's name and over who is acting. */

import { element, freshId } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { menuButton as menuOf } from "../menu.js";
import { unread } from "../news.js";
import { avatar, nameOf } from "../people.js";
import { Actors } from "./actors.js";
import { channelIcon, isDirect, title } from "./conversation-title.js";
import { openApp } from "./home.js";
import { badgeOf } from "./message-head.js";
import { Switcher } from "./switcher.js";

/** The page's left column. */
export class Sidebar {
  constructor(session) {
    this.session = session;
    this.channels = element("ul");
    this.apps = element("ul");
    this.direct = element("ul");
    this.actors = new Actors(session);
    this.switcher = new Switcher(session);
    const write = menuOf({ label: "New direct message", face: icon("plus"), items: () => this.partners() });
    this.node = element(
      "nav",
      { class: "sidebar", id: "sidebar", "aria-label": "Conversations" },
      this.switcher.node,
      element(
        "div",
        { class: "places" },
        section("Channels", this.channels),
        section("Apps", this.apps),
        this.switcher.install,
        section("Direct messages", this.direct, write),
      ),
      this.actors.node,
    );
    this.node.addEventListener("keydown", (event) => this.walk(event));
  }

  render() {
    const { session } = this;
    const { channels } = session.state;
    const direct = channels.filter((channel) => isDirect(channel) && channel !== session.appTalk);
    keyed(this.channels, channels.filter((channel) => !isDirect(channel)).map((channel) => this.channelPart(channel)));
    keyed(this.direct, direct.map((channel) => this.channelPart(channel)));
    const hasApp = Boolean(session.app) && session.installed;
    keyed(this.apps, hasApp ? [this.appPart()] : []);
    this.apps.parentElement.hidden = !hasApp;
    this.actors.render();
    this.switcher.render();
  }

  channelPart(channel) {
    const { session } = this;
    const news = unread(session, channel.id);
    const name = title(channel, session).replace(/^#/, "");
    const current = session.place === channel.id;
    const outside = channel.is_archived || (!isDirect(channel) && !channel.members?.includes(session.user));
    const onclick = () => session.open(channel.id);
    const build = () => placeNode({ mark: channelIcon(channel, session), name, current, news, outside, onclick });
    return { key: channel.id, signature: JSON.stringify([name, news, current, outside]), build };
  }

  appPart() {
    const { session } = this;
    const talk = session.appTalk;
    const current = session.place === "home" || session.place === talk?.id;
    const news = talk ? unread(session, talk.id) : 0;
    const onclick = () => openApp(session, news > 0);
    const build = () => placeNode({ mark: avatar(session.app, "tiny"), name: session.appName, current, news, onclick });
    return { key: "app", signature: JSON.stringify([session.appName, current, news]), build };
  }

  partners() {
    const { session } = this;
    const people = session.state.users.filter((user) => !user.deleted && user.id !== session.user);
    return people.map((user) => ({ label: nameOf(user), more: badgeOf(user), run: () => this.writeTo(user) }));
  }

  async writeTo(user) {
    const outcome = await this.session.attempt({ act: "open_dm", with: user.id });
    const channel = outcome.channel?.id ?? outcome.channel ?? outcome.channel_id;
    if (outcome.ok && channel) this.session.open(channel);
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = [...this.node.querySelectorAll(".place")];
    const at = places.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    places.at((at + step) % places.length).focus();
  }
}

function section(name, list, tool = null) {
  const id = freshId("section");
  list.setAttribute("aria-labelledby", id);
  const head = element("div", { class: "section-head" }, element("h2", { class: "section-title", id }, name), tool);
  return element("div", { class: "place-group" }, head, list);
}

function placeNode({ mark, name, current, news, outside, onclick }) {
  const count = news > 0 && element(
    "span",
    { class: "count" },
    String(news),
    element("span", { class: "visually-hidden" }, " unread"),
  );
  const button = element(
    "button",
    {
      type: "button",
      class: `place${news ? " place-news" : ""}${outside ? " place-outside" : ""}`,
      "aria-current": current ? "page" : null,
      "data-focus": "place",
      onclick,
    },
    mark,
    element("span", { class: "place-name" }, name),
    count,
  );
  return element("li", {}, button);
}

/** The button that shows the sidebar on a narrow screen. */
export function menuButton() {
  return element(
    "button",
    {
      type: "button",
      class: "icon-button menu-button",
      "aria-label": "Conversations",
      "aria-controls": "sidebar",
      "aria-expanded": "false",
    },
    icon("menu"),
  );
}
