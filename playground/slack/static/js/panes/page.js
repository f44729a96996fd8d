/** The whole page: the sidebar, the middle pane, the thread, the inspector, the modal, and what is said aloud. */

import { element } from "../element.js";
import { markSeen } from "../news.js";
import { Announcer } from "./announcer.js";
import { Conversation } from "./conversation.js";
import { Head } from "./head.js";
import { Home } from "./home.js";
import { Inspector } from "./inspector.js";
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
    this.inspector = new Inspector(session);
    this.modals = new Modals(session);
    this.announcer = new Announcer(session);
    this.menu = menuButton();
    this.head = new Head(session, { menu: this.menu, reveal: (ts) => this.conversation.list.reveal(ts) });
    this.toast = element("div", { class: "toast", role: "status" });
    this.veil = element("div", { class: "veil", onclick: () => this.showSidebar(false) });
    this.node = this.build();
    this.menu.addEventListener("click", () => this.showSidebar(true));
    this.sidebar.node.addEventListener("keydown", (event) => event.key === "Escape" && this.showSidebar(false));
    session.addEventListener("change", () => this.render());
    session.addEventListener("notice", (event) => this.tell(event.detail));
  }

  build() {
    const middle = element("main", { class: "middle" }, this.head.node, this.conversation.node, this.home.node);
    return element(
      "div",
      { class: "page" },
      this.sidebar.node,
      this.veil,
      middle,
      this.thread.node,
      this.inspector.node,
      this.announcer.node,
      this.toast,
      this.modals.node,
    );
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
    this.head.render(atHome);
    this.inspector.render();
    this.modals.render();
    this.announcer.render();
  }

  tell(text) {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.classList.add("toast-shown");
    this.toastTimer = setTimeout(() => this.toast.classList.remove("toast-shown"), NOTICE_MILLISECONDS);
  }

  /** On a narrow screen the sidebar comes and goes, and the focus with it. */
  showSidebar(shown) {
    const was = this.node.classList.contains("with-sidebar");
    this.node.classList.toggle("with-sidebar", shown);
    this.menu.setAttribute("aria-expanded", String(shown));
    if (shown) this.sidebar.node.querySelector("[aria-current]")?.focus();
    else if (was) this.menu.focus();
  }
}
