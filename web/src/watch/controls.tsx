import { type Preferences, RATES } from "./preferences";

interface Props {
  readonly preferences: Preferences;
  readonly onChange: (change: Partial<Preferences>) => void;
  readonly hasCaptions: boolean;
  /** Undefined where the browser cannot. */
  readonly onPictureInPicture: (() => void) | undefined;
  readonly onHelp: () => void;
}

/** What the browser's own controls lack, or hide in a menu. */
export function Controls({ preferences, onChange, hasCaptions, onPictureInPicture, onHelp }: Props) {
  return (
    <div class="row player-controls" role="group" aria-label="Player">
      <label>
        Speed
        <select value={preferences.rate} onChange={(event) => onChange({ rate: Number(event.currentTarget.value) })}>
          {RATES.map((rate) => (
            <option key={rate} value={rate}>
              {formatRate(rate)}
            </option>
          ))}
        </select>
      </label>
      {hasCaptions && (
        <button
          class="button"
          aria-pressed={preferences.captions}
          onClick={() => onChange({ captions: !preferences.captions })}
        >
          Captions
        </button>
      )}
      {onPictureInPicture && (
        <button class="button" onClick={onPictureInPicture}>
          Picture in picture
        </button>
      )}
      <button class="button button-quiet player-keys" onClick={onHelp}>
        Shortcuts
      </button>
    </div>
  );
}

/** `1.25×`, in the reader's locale. */
export function formatRate(rate: number): string {
  return `${rate.toLocaleString()}×`;
}
