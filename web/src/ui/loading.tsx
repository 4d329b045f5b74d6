/** A loading message. It appears after a short delay, so that fast responses do not flicker. */
export function Loading({ text }: { text: string }) {
  return <p class="loading faint">{text}</p>;
}
