import { TEXTS } from "../worker/routes";

/** Have the service worker keep the pages, so that they open without a network. Without it, they need one. */
export function registerServiceWorker(): void {
  // Private windows of some browsers have none.
  if (!("serviceWorker" in navigator)) return;
  // The texts that this page loaded before the worker was there, it loads once more, from the browser's cache.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    for (const { name } of performance.getEntriesByType("resource")) if (name.includes(TEXTS)) void fetch(name);
  });
  // The browser asks for a new version at each navigation; the HTTP cache must not answer.
  void navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => undefined);
}
