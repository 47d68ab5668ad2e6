// The links of a PDF's page: to the web in a new tab, to other pages of the paper inside the box.
import { element } from "./tools.js";

export async function linksOf(page, reader, viewport) {
  const found = await page.getAnnotations();
  return found
    .filter(({ subtype, url, dest }) => subtype === "Link" && (url || dest))
    .map((one) => link(one, reader, viewport));
}

function link({ rect, url, dest }, reader, viewport) {
  const [x1, y1] = viewport.convertToViewportPoint(rect[0], rect[1]);
  const [x2, y2] = viewport.convertToViewportPoint(rect[2], rect[3]);
  const isWeb = /^https?:/.test(url ?? "");
  const made = element("a", isWeb
    ? { className: "pdf-link", href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": url }
    : { className: "pdf-link", href: "#", "aria-hidden": "true", tabIndex: -1 });
  Object.assign(made.style, {
    left: `${(Math.min(x1, x2) / viewport.width) * 100}%`,
    top: `${(Math.min(y1, y2) / viewport.height) * 100}%`,
    width: `${(Math.abs(x2 - x1) / viewport.width) * 100}%`,
    height: `${(Math.abs(y2 - y1) / viewport.height) * 100}%`,
  });
  if (!isWeb) {
    made.addEventListener("click", async (event) => {
      event.preventDefault();
      const number = await pageOf(reader.pdf, dest).catch(() => 0);
      if (number) reader.goTo(number);
    });
  }
  return made;
}

async function pageOf(pdf, dest) {
  const target = typeof dest === "string" ? await pdf.getDestination(dest) : dest;
  if (!target) return 0;
  const [page] = target;
  return (typeof page === "number" ? page : await pdf.getPageIndex(page)) + 1;
}
