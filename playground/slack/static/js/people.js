/** Who and where: names, initials and colours of people, and the names of conversations. */

import { element } from "./element.js";

const HUES = [12, 38, 96, 152, 178, 205, 232, 268, 312, 340];

/** The name people call `user` by. */
export function nameOf(user) {
  return user?.profile?.display_name || user?.real_name || user?.profile?.real_name || user?.name || "Someone";
}

/** A round picture with initials; it says nothing that the name beside it does not. */
export function avatar(user, size = "medium") {
  const words = nameOf(user).split(/\s+/);
  const initials = words.map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const node = element(
    "span",
    { class: `avatar avatar-${size}${user?.is_bot ? " avatar-bot" : ""}`, "aria-hidden": "true" },
    initials,
  );
  const sum = [...(user?.id ?? "")].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7);
  node.style.setProperty("--hue", HUES[Math.abs(sum) % HUES.length]);
  return node;
}

/** The other person of a direct message, as `user` sees it. */
export function partner(channel, state, user) {
  const others = (channel.members ?? [channel.user]).filter((id) => id !== user);
  return state.users.find((person) => person.id === (others[0] ?? user));
}

/** What `user` calls `channel`: `launch`, or the other person's name. */
export function channelName(channel, state, user) {
  if (!channel.is_mpim) return channel.is_im ? nameOf(partner(channel, state, user)) : channel.name;
  const others = (channel.members ?? []).filter((id) => id !== user);
  return others.map((id) => nameOf(state.users.find((person) => person.id === id))).join(", ");
}
