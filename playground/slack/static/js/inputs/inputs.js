/** The controls of views by their element type. */

import { checkboxes, radioButtons } from "./choices.js";
import { fileInput } from "./file.js";
import { momentInput } from "./moments.js";
import { overflowMenu } from "./overflow.js";
import { richInput } from "./rich.js";
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
  file_input: fileInput,
  rich_text_input: richInput,
  overflow: overflowMenu,
};

/** Types whose control is a group of several: their label is no `<label for>`. */
export const GROUPED = new Set(["checkboxes", "radio_buttons", "rich_text_input"]);

const STATELESS = new Set(["button", "image", "overflow", "feedback_buttons", "icon_button", "workflow_button"]);

/** Whether `item` is used without holding a value. */
export const hasNoState = (item) => STATELESS.has(item.type);

/** The control for `item`, or null for a type that the page does not have. */
export function controlNode(item, field) {
  return BUILDERS[item.type]?.(item, field) ?? null;
}
