/**
 * The `sandbox` of an article's frame: no scripts, forms, windows or navigation.
 *
 * An article of the pages' own origin keeps it: a service worker sees no request of a frame with an opaque origin, and
 * without scripts, nothing in the frame can use it. Any other article has an opaque origin.
 */
export function articleSandbox(url: string): "" | "allow-same-origin" {
  return new URL(url, location.href).origin === location.origin ? "allow-same-origin" : "";
}
