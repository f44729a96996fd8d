/** The page's icons, drawn as inline SVG on a 20-unit grid. */

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  send: "M3.5 10 16.5 4l-4 12.5-3-5zM9.5 11.5 16.5 4",
  reply: "M4 5.5h12v8H9.5L6 16.5v-3H4z",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1",
  download: "M10 3.5v9M6.5 9l3.5 3.5L13.5 9M4 16.5h12",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  alert: "M10 6v5M10 13.8v.200M10 2.5 18 16.5H2z",
  down: "M5.5 8l4.5 4.5L14.5 8",
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
