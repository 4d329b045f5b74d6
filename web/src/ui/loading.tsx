/** What stands where something is on its way; after a moment, for what comes at once should not flicker. */
export function Loading({ of }: { of: string }) {
  return <p class="loading faint">Loading {of}…</p>;
}
