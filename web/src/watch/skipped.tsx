import { t } from "../texts/texts";
import { formatTime } from "../ui/format";
import { stretches } from "./stretches";

/** More are on the timeline. */
const MAX_BUTTONS = 3;

interface Props {
  readonly durationSeconds: number;
  readonly played: ReadonlySet<number> | null;
  readonly onPlay: (seconds: number) => void;
}

/** The first parts of a video that were skipped, each with a button that plays it. */
export function Skipped({ durationSeconds, played, onPlay }: Props) {
  const skipped = stretches(played ?? new Set()).filter(({ kind }) => kind === "skipped");
  if (skipped.length === 0) return null;
  const seconds = (percent: number) => (percent * durationSeconds) / 100;
  return (
    <div class="timeline-legend">
      <p id="skipped">
        <span class="timeline-skipped" aria-hidden="true" /> {t("player.skipped")}
      </p>
      <ul aria-labelledby="skipped">
        {skipped.slice(0, MAX_BUTTONS).map(({ start, end }) => (
          <li key={start}>
            <button class="button" onClick={() => onPlay(seconds(start))}>
              {t("player.play_part", { start: formatTime(seconds(start)), end: formatTime(seconds(end)) })}
            </button>
          </li>
        ))}
      </ul>
      {skipped.length > MAX_BUTTONS && <p class="hint">{t("player.more_skipped")}</p>}
    </div>
  );
}
