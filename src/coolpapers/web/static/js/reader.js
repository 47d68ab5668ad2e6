// Reads a PDF in a box: pages are drawn near the window of the box and let go far from it.
import { bar } from "./reader-bar.js";
import { draw, fit, release } from "./reader-page.js";
import { element, once } from "./tools.js";

const VENDOR = new URL("../vendor/pdfjs/", import.meta.url);
const AHEAD = "100% 0px";
const WIDEST_PX = 1100;
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

const pdfjs = once(async () => {
  const library = await import("../vendor/pdfjs/pdf.min.mjs");
  library.GlobalWorkerOptions.workerSrc = new URL("pdf-worker.js", import.meta.url).href;
  return library;
});

/** Fills the box; `signal` ends it and gives all memory back. Errors carry a `reason` to show. */
export async function read(box, { file, source, title, signal }) {
  const [library, data] = await Promise.all([pdfjs(), fetched(file, signal)]);
  const loading = library.getDocument({
    data,
    cMapUrl: new URL("cmaps/", VENDOR).href,
    cMapPacked: true,
    standardFontDataUrl: new URL("standard_fonts/", VENDOR).href,
    wasmUrl: new URL("wasm/", VENDOR).href,
    // The same letters everywhere: not every system has fonts as wide as those a PDF leaves out.
    useSystemFonts: false,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: 0,
  });
  signal.addEventListener("abort", () => loading.destroy());
  const pdf = await loading.promise;
  const first = await pdf.getPage(1);
  signal.throwIfAborted();
  return new Reader(box, { library, pdf, source, title, signal }, first.getViewport({ scale: 1 }));
}

async function fetched(file, signal) {
  if (file instanceof Blob) return new Uint8Array(await file.arrayBuffer());
  const answer = await fetch(file, { signal });
  const isSaid = answer.headers.get("content-type")?.startsWith("text/plain");
  if (!answer.ok) throw Object.assign(new Error(file), isSaid && { reason: await answer.text() });
  return new Uint8Array(await answer.arrayBuffer());
}

class Reader {
  #zoom = ZOOMS.indexOf(1);
  #width = 0;

  constructor(box, { library, pdf, source, title, signal }, size) {
    this.library = library;
    this.pdf = pdf;
    this.scroller = element("div", { className: "pdf-pages", tabIndex: 0, role: "region", "aria-label": title });
    // Until a page is drawn, it is taken to be as large as the first.
    this.pages = Array.from({ length: pdf.numPages }, (_, at) => ({
      number: at + 1,
      size,
      holder: this.scroller.appendChild(element("div", { className: "pdf-page" })),
    }));
    this.bar = bar({
      count: pdf.numPages,
      source,
      goTo: (number) => this.goTo(number),
      step: (way) => this.step(way),
    });
    const reader = element("div", { className: "pdf-reader notranslate", translate: false }, this.bar.element, this.scroller);
    box.replaceChildren(reader);
    this.watch(signal);
    this.resize();
    this.scroller.focus({ preventScroll: true });
    reader.scrollIntoView({ block: "nearest" });
  }

  watch(signal) {
    const byHolder = new Map(this.pages.map((page) => [page.holder, page]));
    this.near = new IntersectionObserver((records) => {
      for (const { target, isIntersecting } of records) {
        const page = byHolder.get(target);
        if (isIntersecting) draw(page, this);
        else release(page);
      }
    }, { root: this.scroller, rootMargin: AHEAD });
    const sizes = new ResizeObserver(() => {
      if (this.scroller.clientWidth !== this.#width) this.resize();
    });
    sizes.observe(this.scroller);
    this.scroller.addEventListener("scroll", () => this.bar.page(this.current()), { passive: true });
    signal.addEventListener("abort", () => {
      this.near.disconnect();
      sizes.disconnect();
      this.pages.forEach(release);
    });
  }

  /** How much a page is enlarged: to the width of the box, times the zoom. */
  scaleOf(page) {
    const room = Math.min(this.scroller.clientWidth, WIDEST_PX);
    return (room / page.size.width) * ZOOMS[this.#zoom];
  }

  current() {
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 2;
    const after = this.pages.findIndex(({ holder }) => holder.offsetTop > middle);
    return after < 0 ? this.pages.length : Math.max(after, 1);
  }

  goTo(number) {
    const page = this.pages[Math.min(Math.max(number, 1), this.pages.length) - 1];
    this.scroller.scrollTop = page.holder.offsetTop;
    this.scroller.scrollIntoView({ block: "nearest" });
  }

  step(way) {
    const next = Math.min(Math.max(this.#zoom + way, 0), ZOOMS.length - 1);
    if (next === this.#zoom) return;
    this.#zoom = next;
    this.resize();
  }

  /** Draws anew in another size; what was in sight stays in sight. */
  resize() {
    const { scroller } = this;
    this.#width = scroller.clientWidth;
    const [across, down] = [scroller.scrollLeft / scroller.scrollWidth, scroller.scrollTop / scroller.scrollHeight];
    for (const page of this.pages) {
      release(page);
      fit(page, this.scaleOf(page));
      this.near.unobserve(page.holder);
      this.near.observe(page.holder);
    }
    scroller.scrollTo(across * scroller.scrollWidth, down * scroller.scrollHeight);
    this.bar.zoom(ZOOMS[this.#zoom]);
  }
}
