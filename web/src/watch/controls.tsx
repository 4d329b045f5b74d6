import { t } from "../texts/texts";
import { formatNumber } from "../ui/format";
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
    <div class="row player-controls" role="group" aria-label={t("player")}>
      <label>
        {t("player.speed")}
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
          {t("player.captions")}
        </button>
      )}
      {onPictureInPicture && (
        <button class="button" onClick={onPictureInPicture}>
          {t("player.pip")}
        </button>
      )}
      <button class="button button-quiet player-keys" onClick={onHelp}>
        {t("player.shortcuts")}
      </button>
    </div>
  );
}

/** `1.25×`, in the language of the page. */
export function formatRate(rate: number): string {
  return `${formatNumber(rate)}×`;
}
