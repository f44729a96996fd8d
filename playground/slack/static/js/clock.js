/** Dates and times as the acting person reads them: in the time zone of their profile. */

const formats = new Map();

function formatted(epoch, zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key).format(new Date(epoch * 1000));
}

/** `21:30` */
export const timeOfDay = (epoch, zone) => formatted(epoch, zone, { hour: "2-digit", minute: "2-digit" });

/** `2026-11-22`, the form of a date picker's value. */
export function isoDay(epoch, zone) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
  return formatted(epoch, zone, parts).split("/").reverse().join("-");
}

/** `Today`, `Yesterday`, or `Sunday 22 November`. */
export function dayName(epoch, { zone, now }) {
  const near = nearDay(epoch, { zone, now });
  return near ?? formatted(epoch, zone, { weekday: "long", day: "numeric", month: "long" });
}

function nearDay(epoch, { zone, now }) {
  const day = isoDay(epoch, zone);
  const names = [["Today", 0], ["Yesterday", -86400], ["Tomorrow", 86400]];
  return names.find(([, shift]) => isoDay(now + shift, zone) === day)?.[0] ?? null;
}

const TOKENS = {
  date_num: (epoch, { zone }) => isoDay(epoch, zone),
  date: (epoch, { zone }) => formatted(epoch, zone, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (epoch, { zone }) => formatted(epoch, zone, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (epoch, { zone }) => formatted(
    epoch,
    zone,
    { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  ),
  time: (epoch, { zone }) => timeOfDay(epoch, zone),
  time_secs: (epoch, { zone }) => formatted(epoch, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (epoch, { now }) => agoText(now - epoch),
};

/** Slack's date format string, such as `{date_short_pretty} at {time}`, filled in; an unknown token stays as it is. */
export function slackDate(epoch, format, reader) {
  return format.replace(/\{(\w+)\}/g, (token, name) => {
    const plain = name.replace(/_pretty$/, "");
    if (!TOKENS[plain]) return token;
    const near = plain === name ? null : nearDay(epoch, reader);
    return near?.toLowerCase() ?? TOKENS[plain](epoch, reader);
  });
}

function agoText(seconds) {
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}

/** The epoch seconds at which clocks in `zone` show `local`, written `2026-11-22T09:30`. */
export function epochAt(local, zone) {
  const guess = Date.parse(`${local}Z`) / 1000;
  const shown = Date.parse(`${localMinute(guess, zone)}Z`) / 1000;
  const first = guess - (shown - guess);
  return first + (guess - Date.parse(`${localMinute(first, zone)}Z`) / 1000);
}

/** `2026-11-22T09:30`: the value of a date and time picker for `epoch`. */
export const localMinute = (epoch, zone) => `${isoDay(epoch, zone)}T${timeOfDay(epoch, zone)}`;
