/** The controls of views by their element type. */

import { checkboxes, radioButtons } from "./choices.js";
import { momentInput } from "./moments.js";
import { selectInput } from "./select.js";
import { textInput } from "./text.js";

const BUILDERS = {
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  static_select: selectInput,
  external_select: selectInput,
  users_select: selectInput,
  channels_select: selectInput,
  conversations_select: selectInput,
  multi_static_select: selectInput,
  multi_external_select: selectInput,
  multi_users_select: selectInput,
  multi_channels_select: selectInput,
  multi_conversations_select: selectInput,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: momentInput,
  timepicker: momentInput,
  datetimepicker: momentInput,
};

/** Types whose control is a group of several: their label is no `<label for>`. */
export const GROUPED = new Set(["checkboxes", "radio_buttons"]);

/** The control for `item`, or null for a type that the page does not have. */
export function controlNode(item, field) {
  return BUILDERS[item.type]?.(item, field) ?? null;
}
