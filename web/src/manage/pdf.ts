// Renders PDFs. Loaded on demand: pdf.js is larger than all pages together.
import { AnnotationMode, getDocument, GlobalWorkerOptions, VerbosityLevel, version } from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.min.mjs?url";

import type { PageSize } from "./safe-zone";

GlobalWorkerOptions.workerSrc = worker;

const DATA_URL = `/assets/pdfjs-${version}`;
const MM_PER_POINT = 25.4 / 72;

/**
 * Render a document's first page.
 *
 * @param pixels of the canvas on the page's longer side.
 * @throws an error named `PasswordException` or `InvalidPDFException` by pdf.js; `signal`'s reason once it is aborted.
 */
export async function renderFirstPage(
  pdf: Blob,
  canvas: HTMLCanvasElement,
  pixels: number,
  signal: AbortSignal,
): Promise<PageSize> {
  const data = new Uint8Array(await pdf.arrayBuffer());
  signal.throwIfAborted();
  const loadingTask = getDocument({
    data,
    cMapUrl: `${DATA_URL}/cmaps/`,
    standardFontDataUrl: `${DATA_URL}/standard_fonts/`,
    wasmUrl: `${DATA_URL}/wasm/`,
    // The Content-Security-Policy forbids eval.
    isEvalSupported: false,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  const stop = () => void loadingTask.destroy();
  signal.addEventListener("abort", stop);
  try {
    const page = await (await loadingTask.promise).getPage(1);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: pixels / Math.max(natural.width, natural.height) });
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    // Laurel drops forms and annotations from templates, so they are not rendered either.
    await page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE }).promise;
    return { width_mm: natural.width * MM_PER_POINT, height_mm: natural.height * MM_PER_POINT };
  } finally {
    signal.removeEventListener("abort", stop);
    await loadingTask.destroy();
    signal.throwIfAborted();
  }
}
