/** What the compose box offers to complete: commands after `/` at the start, people after `@`. */

import { nameOf } from "../people.js";

/** `{group, length}` for the text before the caret (`length` of it is replaced by the choice), or null. */
export function completions(upTo, { session, inThread }) {
  if (/^\/\S*$/.test(upTo) && !inThread) return offered(commands(upTo, session), upTo.length);
  const mention = /(?:^|\s)(@[\w ]{0,30})$/.exec(upTo);
  return mention ? offered(people(mention[1], session), mention[1].length) : null;
}

const offered = (options, length) => (options.length > 0 ? { group: { label: "", options }, length } : null);

function commands(typed, { state, appName, installed }) {
  const known = [
    ...(installed ? state.commands : []),
    { command: "/invite", usage_hint: `@${appName}`, description: `Bring ${appName} into this channel` },
  ];
  return known
    .filter((one) => one.command.startsWith(typed.toLowerCase()) && one.command !== typed)
    .map(
      (one) => ({ value: `${one.command} `, label: `${one.command} ${one.usage_hint ?? ""}`, more: one.description }),
    );
}

function people(typed, { state }) {
  const start = typed.slice(1).toLowerCase();
  return state.users
    .map(
      (user) => ({ value: `@${nameOf(user)} `, label: `@${nameOf(user)}`, more: user.is_bot ? "App" : user.real_name }),
    )
    .filter((one) => one.label.slice(1).toLowerCase().startsWith(start));
}
