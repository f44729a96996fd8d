/** The app's Home tab, as the app published it for the acting person. */

import { element } from "../element.js";
import { keyed } from "../keyed.js";
import { Form } from "../inputs/form.js";
import { viewParts } from "../inputs/view-blocks.js";

/** The Home tab in the middle pane. */
export class Home {
  constructor(session) {
    this.session = session;
    this.blocks = element("div", { class: "view-blocks" });
    this.empty = element("p", { class: "home-empty" });
    this.node = element(
      "div",
      { class: "scroller home", tabindex: "0", role: "region", "aria-label": "Home tab" },
      this.empty,
      this.blocks,
    );
  }

  render() {
    const { session } = this;
    const view = session.state.homes[session.user];
    this.empty.hidden = Boolean(view);
    this.empty.textContent = `${session.appName} has no Home tab so far. What it writes to you is under Messages.`;
    if (view?.id !== this.view?.id) this.form = new Form((act) => this.perform(act));
    this.view = view;
    keyed(this.blocks, view ? viewParts(view, this.host()) : []);
  }

  host() {
    return {
      form: this.form,
      reader: this.session.reader,
      channel: null,
      current: () => this.view,
      press: async (item, block) => {
        await this.form.flush();
        await this.perform({ act: "click", block_id: block.block_id, action_id: item.action_id });
      },
      suggest: (act) => this.session.ask({ act: "suggest", view_id: this.view.id, ...act }),
    };
  }

  perform(act) {
    return this.session.attempt({ view_id: this.view.id, ...act });
  }
}

/** Go to the Home tab, which tells the app that the person opened it. */
async function openHome(session) {
  session.open("home");
  await session.attempt({ act: "open_home" });
}

/** Go to the app: to its Home tab when it has one and wrote nothing new, else to its messages. */
export function openApp(session, hasNews) {
  const talk = session.appTalk;
  if (talk && (hasNews || !session.state.homes[session.user])) session.open(talk.id);
  else openHome(session);
}

/** The app's two tabs: its Home, and the messages between it and the acting person. */
export function appTabs(session) {
  const talk = session.appTalk;
  const tabs = [["home", "Home", () => openHome(session)]];
  if (talk) tabs.push([talk.id, "Messages", () => session.open(talk.id)]);
  return tabs.map(([key, name, onclick]) => {
    const current = session.place === key;
    const build = () => element(
      "button",
      { type: "button", class: "tab", "aria-current": current ? "page" : null, "data-focus": key, onclick },
      name,
    );
    return { key, signature: String(current), build };
  });
}
