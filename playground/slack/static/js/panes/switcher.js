/** The name over the sidebar: which workspace this is, and the way to another one. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { fetchTeam } from "../transport.js";
import { playable } from "./actors.js";

const LAST_ACTOR = (team) => `playground.actor.${team}`;

/** The brand, with a menu of the workspaces where there are several. */
export class Switcher {
  constructor(session) {
    this.session = session;
    this.name = element("span", { class: "brand-name" }, "Playground");
    const face = element("span", { class: "brand-team" }, this.name, icon("down"));
    const menu = menuButton({ label: "Workspaces", face, items: () => this.items(), kind: "brand-button" });
    this.node = element(
      "div",
      { class: "brand" },
      element("span", { class: "brand-mark", "aria-hidden": "true" }),
      element(
        "div",
        { class: "brand-words" },
        element("h1", { class: "visually-hidden" }, "Playground"),
        menu,
        element("p", { class: "brand-line" }, "local playground, not Slack"),
      ),
    );
    this.install = element("div", { class: "install", hidden: true });
  }

  render() {
    const { session } = this;
    const { team } = session.state;
    localStorage.setItem(LAST_ACTOR(team.id), session.user);
    this.name.textContent = team.name;
    this.node.querySelector("button").setAttribute("aria-label", `Workspaces: ${team.name}`);
    this.renderInstall(team);
  }

  renderInstall(team) {
    this.install.hidden = this.session.installed;
    if (this.install.hidden || this.install.childElementCount > 0) return;
    const page = this.session.teams.find(({ id }) => id === team.id)?.install_url;
    this.install.append(
      element("p", {}, `The app is not installed in ${team.name}.`),
      page && element("a", { href: page, target: "_blank", rel: "noopener" }, "Open its install page"),
      element(
        "button",
        { type: "button", class: "button button-primary", onclick: () => this.add() },
        "Install the app",
      ),
    );
  }

  async add() {
    const { session } = this;
    const outcome = await session.attempt({ act: "install", team: session.state.team.id });
    if (outcome.ok) session.tell("The app was installed.");
  }

  items() {
    const { session } = this;
    const current = session.state.team.id;
    const entry = ({ id, name, installed }) => ({
      label: name,
      more: installed === false ? "The app is not installed" : null,
      checked: id === current,
      run: () => id !== current && this.go(id),
    });
    return session.teams.map(entry);
  }

  async go(team) {
    const { session } = this;
    const known = localStorage.getItem(LAST_ACTOR(team));
    try {
      const people = playable(await fetchTeam(team));
      await session.actAs((people.find(({ id }) => id === known) ?? people[0]).id);
    } catch {
      session.tell("That workspace could not be opened. Try again.");
    }
  }
}
