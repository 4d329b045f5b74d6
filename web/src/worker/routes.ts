// Which requests the service worker answers. All others are left to the browser as if there were no worker: those to the
// API, to its verification pages, to the issuer, the page that the issuer redirects to, and videos.

/** `page`: the one document of all pages. `asset`: named by its content, as are the `texts` of a language. `settings`: the same for all. `media`: an article and what it contains. */
export type Route = "page" | "asset" | "texts" | "settings" | "media";

/** What a route depends on. */
export type RoutedRequest = Pick<Request, "method" | "mode" | "destination" | "url"> & {
  readonly headers: Pick<Headers, "has">;
};

// Pages that open without a network; /signed-in is none of them.
const PAGE = /^\/$|^\/(learn|teach|manage)(\/|$)/;
// The names of vite.config.ts.
export const TEXTS = "/assets/t-";
const SETTINGS = new Set(["/config.json", "/icon.svg"]);
// A range of a video is no answer to keep.
const STREAMED = new Set<RequestDestination>(["video", "audio"]);

/**
 * The route of a request; null to leave it to the browser.
 *
 * @param origin that of the pages.
 */
export function routeOf(request: RoutedRequest, origin: string): Route | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin) return null;
  if (request.headers.has("range") || STREAMED.has(request.destination)) return null;
  if (request.mode === "navigate" && request.destination === "document") return PAGE.test(url.pathname) ? "page" : null;
  if (url.pathname.startsWith(TEXTS)) return "texts";
  if (url.pathname.startsWith("/assets/")) return "asset";
  if (url.pathname.startsWith("/media/")) return "media";
  return SETTINGS.has(url.pathname) ? "settings" : null;
}
