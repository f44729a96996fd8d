/** The whole page: the sidebar, the middle pane with its head, the thread, the modal, and what is said aloud. */

import { element } from "../element.js";
import { keyed } from "../keyed.js";
import { markSeen, unread } from "../news.js";
import { nameOf } from "../people.js";
import { inChannel } from "../session.js";
import { Conversation, title } from "./conversation.js";
import { appTabs, Home } from "./home.js";
import { authorOf } from "./message.js";
import { Modals } from "./modals.js";
import { menuButton, Sidebar } from "./sidebar.js";
import { Thread } from "./thread.js";

const NOTICE_MILLISECONDS = 8000;

/** The page; `node` is what goes into the document. */
export class Page {
  constructor(session) {
    this.session = session;
    this.sidebar = new Sidebar(session);
    this.conversation = new Conversation(session);
    this.home = new Home(session);
    this.thread = new Thread(session);
    this.modals = new Modals(session);
    this.menu = menuButton();
    this.heading = element("h2", { class: "place-title" });
    this.members = element("span", { class: "pane-note" });
    this.tabs = element("nav", { class: "tabs", "aria-label": "App" });
    this.aloud = element("div", { class: "visually-hidden", role: "log", "aria-live": "polite" });
    this.toast = element("div", { class: "toast", role: "status" });
    this.middle = element(
      "main",
      { class: "middle" },
      element("header", { class: "pane-head" }, this.menu, this.heading, this.tabs, this.members),
      this.conversation.node,
      this.home.node,
    );
    this.veil = element("div", { class: "veil", onclick: () => this.showSidebar(false) });
    this.node = element(
      "div",
      { class: "page" },
      this.sidebar.node,
      this.veil,
      this.middle,
      this.thread.node,
      this.aloud,
      this.toast,
      this.modals.node,
    );
    this.menu.addEventListener("click", () => this.showSidebar(true));
    this.sidebar.node.addEventListener("keydown", (event) => event.key === "Escape" && this.showSidebar(false));
    session.addEventListener("change", () => this.render());
    session.addEventListener("notice", (event) => this.tell(event.detail));
  }

  render() {
    const { session } = this;
    const atHome = session.place === "home";
    if (this.place !== session.place) this.showSidebar(false);
    this.place = session.place;
    markSeen(session);
    this.sidebar.render();
    this.home.node.hidden = !atHome;
    this.conversation.node.hidden = atHome;
    this.thread.render();
    if (atHome) this.home.render();
    else this.conversation.render();
    this.renderHead(atHome);
    this.modals.render();
    this.announce();
  }

  renderHead(atHome) {
    const { session } = this;
    const channel = session.channel(session.place);
    const name = atHome ? session.appName : title(channel, session);
    this.heading.textContent = name;
    this.members.textContent = atHome ? "" : memberNames(channel, session);
    keyed(this.tabs, atHome || channel === session.appTalk ? appTabs(session) : []);
    const news = session.state.channels.reduce((sum, { id }) => sum + unread(session, id), 0);
    document.title = `${news > 0 ? `(${news}) ` : ""}${name} · Playground`;
    this.menu.classList.toggle("menu-news", news > 0);
  }

  /** Say new messages of the open conversation aloud; what was there when it was opened is not read out. */
  announce() {
    const { session } = this;
    const here = `${session.user}/${session.place}/${session.thread}`;
    const messages = session.place === "home" ? [] : session.messages(session.place).filter(
      (one) => inChannel(one) || one.thread_ts === session.thread,
    );
    const last = Number(messages.at(-1)?.ts ?? 0);
    const fresh = messages.filter((one) => Number(one.ts) > this.heard && one.user !== session.user);
    if (here === this.heardAt) fresh.forEach((message) => this.say(message));
    else this.aloud.replaceChildren();
    this.heardAt = here;
    this.heard = last;
  }

  say(message) {
    const words = message.text || message.files?.map((file) => file.title).join(", ") || "a message";
    this.aloud.append(element("p", {}, `${nameOf(authorOf(message, this.session))}: ${words}`));
    while (this.aloud.children.length > 20) this.aloud.firstElementChild.remove();
  }

  tell(text) {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.classList.add("toast-shown");
    this.toastTimer = setTimeout(() => this.toast.classList.remove("toast-shown"), NOTICE_MILLISECONDS);
  }

  /** On a narrow screen the sidebar comes and goes. */
  showSidebar(shown) {
    const was = this.node.classList.toggle("with-sidebar", shown);
    this.menu.setAttribute("aria-expanded", String(was));
    if (shown) this.sidebar.node.querySelector("[aria-current]")?.focus();
  }
}

function memberNames(channel, session) {
  if (channel.is_im) return "";
  const names = (channel.members ?? []).map((id) => nameOf(session.person(id)));
  return names.length > 0 ? `with ${names.join(", ")}` : "";
}
