/** A share of a whole, as a bar; `label` says of what, for those who do not see it. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <progress class="progress" max={100} value={percent} aria-label={label}>
      {percent} %
    </progress>
  );
}
