/** A loading message. It appears after a short delay, so that fast responses do not flicker. */
export function Loading({ of }: { of: string }) {
  return <p class="loading faint">Loading {of}…</p>;
}
