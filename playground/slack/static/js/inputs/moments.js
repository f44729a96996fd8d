/** Date, time, and date and time pickers; a moment is read in the acting person's time zone. */

import { element } from "../element.js";
import { epochAt, localMinute } from "../clock.js";

const KINDS = {
  datepicker: {
    type: "date",
    read: (value) => value.selected_date,
    write: (text) => ({ selected_date: text || null }),
  },
  timepicker: {
    type: "time",
    read: (value) => value.selected_time,
    write: (text) => ({ selected_time: text || null }),
  },
  datetimepicker: {
    type: "datetime-local",
    read: (value, zone) => value.selected_date_time && localMinute(value.selected_date_time, zone),
    write: (text, zone) => ({ selected_date_time: text ? epochAt(text, zone) : null }),
  },
};

/** The control for a picker of dates or times. */
export function momentInput(item, field) {
  const { type, read, write } = KINDS[item.type];
  const { zone } = field.reader;
  const control = element("input", {
    id: field.id,
    class: "input input-moment",
    type,
    "data-focus": field.key,
    "aria-labelledby": field.labelId,
    "aria-label": field.label,
    "aria-describedby": field.describedBy,
    "aria-required": field.required,
  });
  control.value = read(field.value, zone) ?? "";
  control.addEventListener("change", () => {
    field.change(write(control.value, zone));
    field.commit();
  });
  const note = item.type === "datepicker" ? null : element("span", { class: "zone" }, zone.replaceAll("_", " "));
  return element("div", { class: "moment" }, control, note);
}
