/** The page's icons, drawn as inline SVG on a 20-unit grid. */

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  send: "M3.5 10 16.5 4l-4 12.5-3-5zM9.5 11.5 16.5 4",
  reply: "M4 5.5h12v8H9.5L6 16.5v-3H4z",
  link:
    "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1",
  download: "M10 3.5v9M6.5 9l3.5 3.5L13.5 9M4 16.5h12",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  alert: "M10 6v5M10 13.8v.200M10 2.5 18 16.5H2z",
  down: "M5.5 8l4.5 4.5L14.5 8",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  plus: "M10 4v12M4 10h12",
  face: "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15zM7 12a3.6 3.6 0 0 0 6 0M7.5 8v.010M12.5 8v.010",
  edit: "M4 16l.8-3.6L13 4.2l2.8 2.8L7.6 15.2zM11.5 5.7l2.8 2.8",
  bin: "M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.7 11h7.6l.7-11",
  pin: "M7 3h6l-.7 6 2.2 3H5.5l2.2-3zM10 12v5.5",
  zap: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  clock: "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15zM10 6v4.3l3 1.7",
  leave: "M11.5 3.5h-7v13h7M8.5 10h8.5M14 7l3 3-3 3",
  scope: "M3.5 4.5h13v11h-13zM3.5 8h13M6.5 11h4M6.5 13.2h6",
  team: "M4 17V6.5L10 3l6 3.5V17zM8 17v-4h4v4",
  steps: "M3.5 4h5v4h-5zM11.5 12h5v4h-5zM6 8v6h5.5",
  bold: "M6 4h5a2.9 2.9 0 0 1 0 5.8H6zM6 9.8h5.5a3.1 3.1 0 0 1 0 6.2H6z",
  italic: "M8.5 4h6M5.5 16h6M12 4 8 16",
  strike: "M14 6c-.8-1.5-2.2-2-4-2-2.5 0-4 1.2-4 3 0 3.5 8.5 2 8.5 6 0 1.8-1.6 3-4.5 3-2.2 0-3.8-.8-4.5-2.5M3.5 10h13",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  bullets: "M8 5.5h8.5M8 10h8.5M8 14.5h8.5M4 5.5h.01M4 10h.01M4 14.5h.01",
  numbers: "M8.5 5.5h8M8.5 10h8M8.5 14.5h8M3.5 4.5l1-.5v3.5M3.5 12.5c1.5-1 2 0 1.5 1l-1.5 2H5",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
};

const NAMESPACE = "http://www.w3.org/2000/svg";

/** The icon called `name`, hidden from screen readers: the text beside it speaks. */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
