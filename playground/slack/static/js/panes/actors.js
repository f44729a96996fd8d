/** Who is acting: every person of the workspace whom somebody at this page can be. */

import { timeOfDay } from "../clock.js";
import { element } from "../element.js";
import { keyed } from "../keyed.js";
import { avatar, nameOf } from "../people.js";
import { badgeOf } from "./message-head.js";

/** The people of a workspace whom a person at the page can act as. */
export const playable = ({ users, team }) => users.filter(
  (user) => !user.is_bot && !user.deleted && (user.team_id ?? team.id) === team.id && user.id !== "USLACKBOT",
);

/** The group of radio buttons under the list of conversations. */
export class Actors {
  constructor(session) {
    this.session = session;
    this.people = element("div", { class: "actors", role: "radiogroup", "aria-label": "Acting as" });
    this.link = element("p", { class: "link-state", role: "status" });
    this.node = element(
      "div",
      { class: "acting" },
      element("p", { class: "section-title", "aria-hidden": "true" }, "Acting as"),
      this.people,
      this.link,
    );
  }

  render() {
    const { session } = this;
    keyed(this.people, playable(session.state).map((user) => this.actorPart(user)));
    this.link.textContent = session.linked ? "" : "Connection lost. Trying again…";
  }

  actorPart(user) {
    const { session } = this;
    const current = session.user === user.id;
    const clock = timeOfDay(session.now(), user.tz ?? "UTC");
    const place = (user.tz ?? "UTC").split("/").at(-1).replaceAll("_", " ");
    const build = () => element(
      "label",
      { class: "actor" },
      element("input", {
        type: "radio",
        name: "actor",
        checked: current,
        "data-focus": user.id,
        onchange: () => session.actAs(user.id),
      }),
      avatar(user, "small"),
      element("span", { class: "actor-name" }, nameOf(user)),
      element("span", { class: "actor-zone" }, badgeOf(user) ?? `${clock} ${place}`),
    );
    return { key: user.id, signature: JSON.stringify([current, clock, nameOf(user)]), build };
  }
}
