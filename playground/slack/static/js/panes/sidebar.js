/** The list of conversations, and who is acting. */

import { element, freshId } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { unread } from "../news.js";
import { avatar, nameOf } from "../people.js";
import { timeOfDay } from "../clock.js";
import { openApp } from "./home.js";
import { channelIcon, title } from "./conversation.js";

/** The page's left column. */
export class Sidebar {
  constructor(session) {
    this.session = session;
    this.channels = element("ul");
    this.apps = element("ul");
    this.direct = element("ul");
    this.people = element("div", { class: "actors", role: "radiogroup", "aria-label": "Acting as" });
    this.link = element("p", { class: "link-state", role: "status" });
    this.node = element(
      "nav",
      { class: "sidebar", id: "sidebar", "aria-label": "Conversations" },
      brand(),
      element(
        "div",
        { class: "places" },
        section("Channels", this.channels),
        section("Apps", this.apps),
        section("Direct messages", this.direct),
      ),
      element(
        "div",
        { class: "acting" },
        element("p", { class: "section-title", "aria-hidden": "true" }, "Acting as"),
        this.people,
        this.link,
      ),
    );
  }

  render() {
    const { session } = this;
    const { channels, users } = session.state;
    const direct = channels.filter((channel) => channel.is_im && channel !== session.appTalk);
    keyed(this.channels, channels.filter((channel) => !channel.is_im).map((channel) => this.channelPart(channel)));
    keyed(this.direct, direct.map((channel) => this.channelPart(channel)));
    keyed(this.apps, [this.appPart()]);
    this.direct.parentElement.hidden = this.direct.children.length === 0;
    keyed(
      this.people,
      users.filter((user) => !user.is_bot && user.id !== "USLACKBOT").map((user) => this.actorPart(user)),
    );
    this.link.textContent = session.linked ? "" : "Connection lost. Trying again…";
  }

  channelPart(channel) {
    const { session } = this;
    const news = unread(session, channel.id);
    const name = title(channel, session).replace(/^#/, "");
    const current = session.place === channel.id;
    const onclick = () => session.open(channel.id);
    const build = () => placeNode({ mark: channelIcon(channel, session), name, current, news, onclick });
    return { key: channel.id, signature: JSON.stringify([name, news, current]), build };
  }

  appPart() {
    const { session } = this;
    const talk = session.appTalk;
    const current = session.place === "home" || session.place === talk?.id;
    const news = talk ? unread(session, talk.id) : 0;
    const onclick = () => openApp(session, news > 0);
    const build = () => placeNode({ mark: avatar(session.app, "tiny"), name: session.appName, current, news, onclick });
    return { key: "app", signature: JSON.stringify([current, news]), build };
  }

  actorPart(user) {
    const { session } = this;
    const current = session.user === user.id;
    const clock = timeOfDay(session.now(), user.tz ?? "UTC");
    const build = () =>
      element(
        "label",
        { class: "actor" },
        element(
          "input",
          {
            type: "radio",
            name: "actor",
            checked: current,
            "data-focus": user.id,
            onchange: () => session.actAs(user.id),
          },
        ),
        avatar(user, "small"),
        element("span", { class: "actor-name" }, nameOf(user)),
        element(
          "span",
          { class: "actor-zone" },
          `${clock} ${(user.tz ?? "UTC").split("/").at(-1).replaceAll("_", " ")}`,
        ),
      );
    return { key: user.id, signature: JSON.stringify([current, clock]), build };
  }
}

function brand() {
  const mark = element("span", { class: "brand-mark", "aria-hidden": "true" });
  const words = element(
    "div",
    {},
    element("h1", { class: "brand-name" }, "Playground"),
    element("p", { class: "brand-line" }, "local, not Slack"),
  );
  return element("div", { class: "brand" }, mark, words);
}

function section(name, list) {
  const id = freshId("section");
  list.setAttribute("aria-labelledby", id);
  return element("div", { class: "place-group" }, element("h2", { class: "section-title", id }, name), list);
}

function placeNode({ mark, name, current, news, onclick }) {
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
      class: `place${news ? " place-news" : ""}`,
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
