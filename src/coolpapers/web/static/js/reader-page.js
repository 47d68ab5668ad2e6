// One page of a PDF: its drawing, its text to select, its links.
import { linksOf } from "./reader-links.js";
import { element, word } from "./tools.js";

const MOST_PIXELS = 2 ** 24; // of one canvas; phones refuse larger ones

export function fit({ holder, size }, scale) {
  holder.style.width = `${size.width * scale}px`;
  holder.style.height = `${size.height * scale}px`;
  holder.style.setProperty("--total-scale-factor", scale);
}

/** Draws a page unless that was begun; `release` stops it at any point. */
export async function draw(page, reader) {
  if (page.drawing) return;
  const drawing = (page.drawing = { isOver: false });
  try {
    page.source ??= await reader.pdf.getPage(page.number);
    if (drawing.isOver) return;
    page.size = page.source.getViewport({ scale: 1 });
    const scale = reader.scaleOf(page);
    fit(page, scale);
    await paint(page, drawing, reader, page.source.getViewport({ scale }));
  } catch {
    if (!drawing.isOver) page.holder.replaceChildren(element("p", { className: "pdf-said" }, word("pdfPageFailed")));
  }
}

async function paint(page, drawing, reader, viewport) {
  const { width, height } = viewport;
  const ratio = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = element("canvas", {
    width: Math.floor(width * ratio), height: Math.floor(height * ratio), "aria-hidden": "true",
  });
  drawing.canvas = canvas;
  drawing.task = page.source.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
  await drawing.task.promise;
  if (drawing.isOver) return;
  const container = element("div", { className: "textLayer" });
  page.holder.replaceChildren(canvas, container);
  drawing.text = new reader.library.TextLayer({
    textContentSource: page.source.streamTextContent(), container, viewport,
  });
  await drawing.text.render();
  const links = await linksOf(page.source, reader, viewport).catch(() => []);
  if (!drawing.isOver) page.holder.append(...links);
}

/** Gives back the memory of a page that is out of sight. */
export function release(page) {
  const drawing = page.drawing;
  if (!drawing) return;
  page.drawing = null;
  drawing.isOver = true;
  drawing.task?.cancel();
  drawing.text?.cancel();
  if (drawing.canvas) drawing.canvas.width = drawing.canvas.height = 0;
  page.holder.replaceChildren();
  page.source?.cleanup();
}
