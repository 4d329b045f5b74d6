import { t } from "../texts/texts";
import { formatTime } from "../ui/format";
import { stretches } from "./stretches";

interface Props {
  readonly durationSeconds: number;
  readonly positionSeconds: number;
  /** The hundredths that were played; null while they are not known. */
  readonly played: ReadonlySet<number> | null;
  /** Whether the video can be moved yet. */
  readonly isReady: boolean;
  readonly onSeek: (seconds: number) => void;
  readonly onToggle: () => void;
}

const STEP_SECONDS = 5;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: STEP_SECONDS,
  ArrowUp: STEP_SECONDS,
  ArrowLeft: -STEP_SECONDS,
  ArrowDown: -STEP_SECONDS,
};

/** The whole video as a bar: what was played, what was skipped, and the position, which can be moved. */
export function Timeline({ durationSeconds, positionSeconds, played, isReady, onSeek, onToggle }: Props) {
  const at = Math.min(positionSeconds, durationSeconds);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.key === " ") onToggle();
    else if (step !== undefined) onSeek(Math.max(0, Math.min(at + step, durationSeconds)));
    else return;
    event.preventDefault();
  };
  return (
    // Time runs from left to right in players of all languages, as in the browser's own.
    <div class="timeline" dir="ltr">
      <div class="timeline-bar" aria-hidden="true">
        {stretches(played ?? new Set()).map(({ kind, start, end }) => (
          <span
            key={start}
            class={`timeline-${kind}`}
            style={{ insetInlineStart: `${start}%`, inlineSize: `${end - start}%` }}
          />
        ))}
      </div>
      <input
        type="range"
        aria-label={t("player.timeline")}
        aria-valuetext={t("player.position", { time: formatTime(at), length: formatTime(durationSeconds) })}
        min={0}
        max={durationSeconds}
        step={0.1}
        value={at}
        disabled={!isReady}
        onInput={(event) => onSeek(event.currentTarget.valueAsNumber)}
        onKeyDown={onKeyDown}
      />
      <span>{formatTime(at)}</span>
      <span>{formatTime(durationSeconds)}</span>
    </div>
  );
}
