/** What a control of a view starts with, and when a change of it is told to the app. */

/** The initial state value of `item`, as Slack would hold it before anyone touched it. */
export function initialValue(item, { channel }) {
  const initial = INITIAL[item.type]?.(item) ?? {};
  if (item.type === "conversations_select" && !item.initial_conversation && item.default_to_current_conversation) {
    return { type: item.type, selected_conversation: channel };
  }
  return { type: item.type, ...initial };
}

const text = (item) => ({ value: item.initial_value ?? null });
const option = (item) => ({ selected_option: item.initial_option ?? null });
const options = (item) => ({ selected_options: item.initial_options ?? [] });

const INITIAL = {
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  static_select: option,
  external_select: option,
  radio_buttons: option,
  checkboxes: options,
  multi_static_select: options,
  multi_external_select: options,
  users_select: (item) => ({ selected_user: item.initial_user ?? null }),
  channels_select: (item) => ({ selected_channel: item.initial_channel ?? null }),
  conversations_select: (item) => ({ selected_conversation: item.initial_conversation ?? null }),
  multi_users_select: (item) => ({ selected_users: item.initial_users ?? [] }),
  multi_channels_select: (item) => ({ selected_channels: item.initial_channels ?? [] }),
  multi_conversations_select: (item) => ({ selected_conversations: item.initial_conversations ?? [] }),
  datepicker: (item) => ({ selected_date: item.initial_date ?? null }),
  timepicker: (item) => ({ selected_time: item.initial_time ?? null }),
  datetimepicker: (item) => ({ selected_date_time: item.initial_date_time ?? null }),
  rich_text_input: (item) => ({ rich_text_value: item.initial_value ?? null }),
  file_input: () => ({ files: [] }),
};

/** When a control tells the app of a change: `change` (as it happens), `enter`, or `never` before submission. */
export function dispatchMoment(item, block) {
  if (block.type === "input" && !block.dispatch_action) return "never";
  if (!item.type.endsWith("_input")) return "change";
  const triggers = item.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return triggers.includes("on_character_entered") ? "change" : "enter";
}
