// Opens the pages without a network. A build's document and the files that a learner loads are stored together, before the
// worker of that build is used, so that no document meets files of another build. With a network, the document always comes
// from there. What the API answers is no matter of the worker: offline/answers.ts knows whose it is.
import { ARTICLES, PAGES } from "../offline/cache-names";
import { routeOf } from "./routes";

declare const self: ServiceWorkerGlobalScope;
// Set by vite.worker.config.ts: the digest of a build, the script that its document starts with, and all its files.
declare const BUILD: string;
declare const ENTRY: string;
declare const FILES: readonly string[];

const DOCUMENT = "/";
const SETTINGS = ["/config.json", "/icon.svg"];
const CACHE = PAGES + BUILD;
// Pages of the build before may still be open, without a network.
const KEPT_BUILDS = 2;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});

function answerTo(event: FetchEvent): Promise<Response> | null {
  const { request } = event;
  switch (routeOf(request, self.location.origin)) {
    case "page":
      return fetch(request).catch((error: unknown) => fallback(CACHE, DOCUMENT, error));
    case "asset":
      return stored(request).then((answer) => answer ?? fetch(request));
    case "texts":
      return stored(request).then((answer) => answer ?? fetchAndStore(event, CACHE));
    case "settings":
      return networkFirst(event, CACHE);
    case "media":
      return networkFirst(event, ARTICLES);
    case null:
      return null;
  }
}

/** Store the whole build, or fail: the browser tries again at the next navigation, and the worker before remains. */
async function install(): Promise<void> {
  const document = await fetch(DOCUMENT, { cache: "no-store" });
  // A deployment replaces one file after the other.
  if (!document.ok || !(await document.clone().text()).includes(`"${ENTRY}"`)) throw new Error("another build");
  const cache = await caches.open(CACHE);
  await cache.addAll([...FILES, ...SETTINGS]);
  await cache.put(DOCUMENT, document);
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const old = builds.filter((name) => name !== CACHE).slice(0, 1 - KEPT_BUILDS);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** What is stored of any build: its name says what is in it. */
function stored(request: Request): Promise<Response | undefined> {
  return caches.match(request, { ignoreVary: true });
}

async function networkFirst(event: FetchEvent, cacheName: string): Promise<Response> {
  return fetchAndStore(event, cacheName).catch((error: unknown) => fallback(cacheName, event.request, error));
}

async function fetchAndStore(event: FetchEvent, cacheName: string): Promise<Response> {
  const response = await fetch(event.request);
  if (response.ok) {
    const copy = response.clone();
    event.waitUntil(caches.open(cacheName).then((cache) => cache.put(event.request, copy)));
  }
  return response;
}

/** What is stored; the error of the network if nothing is. */
async function fallback(cacheName: string, request: RequestInfo, error: unknown): Promise<Response> {
  const stored = await (await caches.open(cacheName)).match(request, { ignoreVary: true });
  if (stored) return stored;
  throw error;
}
