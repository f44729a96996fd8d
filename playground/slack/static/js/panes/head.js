/** The head of the middle pane: where the person is, who else is there, and what can be done with the place. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { menuButton } from "../menu.js";
import { unread } from "../news.js";
import { nameOf } from "../people.js";
import { isDirect, title } from "./conversation-title.js";
import { appTabs } from "./home.js";
import { openPins, openScheduled, pinned, scheduled } from "./listing.js";

/** The head; `reveal(ts)` shows a message of the open conversation. */
export class Head {
  constructor(session, { menu, reveal }) {
    this.session = session;
    this.reveal = reveal;
    this.menu = menu;
    this.heading = element("h2", { class: "place-title" });
    this.members = element("span", { class: "pane-note" });
    this.tabs = element("nav", { class: "tabs", "aria-label": "App" });
    this.more = menuButton({ label: "Conversation actions", face: icon("more"), items: () => this.items() });
    this.watch = element(
      "button",
      { type: "button", class: "button button-small", onclick: () => session.inspect(!session.inspecting) },
      icon("scope"),
      element("span", { class: "wide-only" }, "Inspector"),
    );
    this.watch.setAttribute("aria-label", "Inspector");
    this.node = element(
      "header",
      { class: "pane-head" },
      menu,
      this.heading,
      this.tabs,
      this.members,
      this.watch,
      this.more,
    );
  }

  render(atHome) {
    const { session } = this;
    const channel = session.channel(session.place);
    const name = atHome ? session.appName : title(channel, session);
    this.heading.textContent = name;
    this.members.textContent = atHome ? "" : memberNames(channel, session);
    this.watch.setAttribute("aria-pressed", String(session.inspecting));
    keyed(this.tabs, atHome || channel === session.appTalk ? appTabs(session) : []);
    this.more.hidden = atHome || this.items().length === 0;
    const news = session.state.channels.reduce((sum, { id }) => sum + unread(session, id), 0);
    document.title = `${news > 0 ? `(${news}) ` : ""}${name} · Playground`;
    this.menu.classList.toggle("menu-news", news > 0);
  }

  items() {
    const { session } = this;
    const channel = session.channel(session.place);
    const pins = pinned(session, channel.id).length;
    const waiting = scheduled(session).length;
    const isMember = !isDirect(channel) && channel.members?.includes(session.user);
    const listPins = () => openPins(session, { channel: channel.id, reveal: this.reveal });
    return [
      pins > 0 && { label: `Pinned messages (${pins})`, mark: "pin", run: listPins },
      waiting > 0 && { label: `Scheduled messages (${waiting})`, mark: "clock", run: () => openScheduled(session) },
      isMember && { label: `Leave ${title(channel, session)}`, mark: "leave", run: () => this.leave(channel) },
    ].filter(Boolean);
  }

  leave(channel) {
    return this.session.attempt({ act: "leave", channel: channel.id });
  }
}

function memberNames(channel, session) {
  if (isDirect(channel)) return "";
  const names = (channel.members ?? []).map((id) => nameOf(session.person(id)));
  return names.length > 0 ? `with ${names.join(", ")}` : "";
}
