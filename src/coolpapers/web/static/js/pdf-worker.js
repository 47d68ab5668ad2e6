import "./no-wasm.js";
import "../vendor/pdfjs/pdf.worker.min.mjs";
