/** Where the options of a select come from: the element itself, the app, or the workspace. */

import { channelName, nameOf } from "../people.js";
import { plainText } from "../blocks/text-object.js";

const DEBOUNCE_MILLISECONDS = 150;

/**
 * The source for `item`: how many letters it wants at least, the pause it wants between letters, `groups(query)`,
 * and how the state value is read and written.
 */
export function sourceFor(item, field) {
  if (item.type.endsWith("external_select")) return external(item, field);
  if (item.type.endsWith("static_select")) return fixed(item);
  return workspace(item, field);
}

function fixed(item) {
  return { ...optionValues(item), least: 0, pause: 0, groups: async (query) => matching(ownGroups(item), query) };
}

function labelled(option) {
  return { value: option.value, label: plainText(option.text), more: plainText(option.description), option };
}

const allOf = (chosen) => ({ selected_options: chosen.map((one) => one.option) });
const firstOf = (chosen) => ({ selected_option: chosen[0]?.option ?? null });

function optionValues(item) {
  const many = item.type.startsWith("multi_");
  return {
    many,
    read: (value) => (many ? (value.selected_options ?? []) : [value.selected_option].filter(Boolean)).map(labelled),
    write: (chosen) => (many ? allOf(chosen) : firstOf(chosen)),
  };
}

function ownGroups(item) {
  const groups = item.option_groups ?? [{ label: null, options: item.options ?? [] }];
  return groups.map((group) => ({ label: plainText(group.label), options: group.options.map(labelled) }));
}

function matching(groups, query) {
  const words = query.toLowerCase();
  const fits = (one) => `${one.label} ${one.more}`.toLowerCase().includes(words);
  const kept = groups.map((group) => ({ ...group, options: group.options.filter(fits) }));
  return kept.filter((group) => group.options.length > 0);
}

function external(item, field) {
  return {
    ...optionValues(item),
    least: item.min_query_length ?? 3,
    pause: DEBOUNCE_MILLISECONDS,
    async groups(query) {
      const answer = await field.suggest(query);
      if (!answer.ok || answer.failed) throw new Error(answer.failed ?? answer.error);
      return ownGroups(answer).filter((group) => group.options.length > 0);
    },
  };
}

const KEYS = { users: "selected_user", channels: "selected_channel", conversations: "selected_conversation" };

function workspace(item, field) {
  const kind = /(users|channels|conversations)_select$/.exec(item.type)[1];
  const many = item.type.startsWith("multi_");
  const entries = kind === "users" ? people(field) : conversations(item, field);
  const found = (id) => entries.find((entry) => entry.value === id) ?? { value: id, label: id, more: "" };
  const key = KEYS[kind];
  return {
    many,
    least: 0,
    pause: 0,
    groups: async (query) => matching([{ label: "", options: entries }], query),
    read: (value) => (many ? (value[`${key}s`] ?? []) : [value[key]].filter(Boolean)).map(found),
    write: (chosen) => (many ? { [`${key}s`]: chosen.map((one) => one.value) } : { [key]: chosen[0]?.value ?? null }),
  };
}

function people({ reader }) {
  return reader.users.filter((user) => user.id !== "USLACKBOT").map(
    (user) => ({ value: user.id, label: nameOf(user), more: user.is_bot ? "App" : "" }),
  );
}

function conversations(item, { reader }) {
  const kinds = item.type.endsWith("channels_select") ? ["public"] : ["public", "private", "im", "mpim"];
  const include = item.filter?.include ?? kinds;
  return reader.channels
    .filter((channel) => include.includes(kindOf(channel)))
    .filter((channel) => !(item.filter?.exclude_bot_users && isBotTalk(channel, reader)))
    .filter((channel) => !(item.filter?.exclude_external_shared_channels && channel.is_ext_shared))
    .map((channel) => ({ value: channel.id, label: conversationLabel(channel, reader), more: "" }));
}

function kindOf(channel) {
  if (channel.is_im) return "im";
  return channel.is_private ? "private" : "public";
}

function isBotTalk(channel, reader) {
  return channel.is_im && reader.users.some(
    (user) => user.is_bot && [channel.user, ...(channel.members ?? [])].includes(user.id),
  );
}

function conversationLabel(channel, reader) {
  const name = channelName(channel, reader, reader.user);
  return channel.is_im ? name : `#${name}`;
}
