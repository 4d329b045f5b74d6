/** A progress bar; `label` is its accessible name. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <progress class="progress" max={100} value={percent} aria-label={label}>
      {percent}%
    </progress>
  );
}
