/** Have the service worker keep the pages, so that they open without a network. Without it, they need one. */
export function registerServiceWorker(): void {
  // Private windows of some browsers have none.
  if (!("serviceWorker" in navigator)) return;
  // The browser asks for a new version at each navigation; the HTTP cache must not answer.
  void navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => undefined);
}
