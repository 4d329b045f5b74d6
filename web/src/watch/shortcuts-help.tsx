import { key, t, type PlainKey } from "../texts/texts";
import { Dialog } from "../ui/dialog";

const ROWS: readonly (readonly [keys: readonly string[], effect: PlainKey])[] = [
  [["K"], key("shortcuts.toggle")],
  [["Space"], key("shortcuts.space")],
  [["J", "L"], key("shortcuts.ten")],
  [["←", "→"], key("shortcuts.five")],
  [["<", ">"], key("shortcuts.speed")],
  [["C"], key("shortcuts.captions")],
  [["M"], key("shortcuts.sound")],
  [["F"], key("shortcuts.full_screen")],
  [["?"], key("shortcuts.list")],
];

export interface HelpProps {
  readonly open: boolean;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly onClose: () => void;
}

/** All keys, and the switch that turns those off that would get in the way of speech input (WCAG 2.1.4). */
export function ShortcutsHelp({ open, isOn, onChange, onClose }: HelpProps) {
  return (
    <Dialog open={open} label={t("shortcuts.title")} onClose={onClose}>
      <div class="stack">
        <h2>{t("shortcuts.title")}</h2>
        <label class="check-line">
          <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
          {t("shortcuts.switch")}
        </label>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("shortcuts.key")}</th>
              <th scope="col">{t("shortcuts.effect")}</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([keys, effect]) => (
              <tr key={effect}>
                <td>
                  {keys.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </td>
                <td>{t(effect)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">{t("shortcuts.hint")}</p>
        <div class="row">
          <button class="button button-main" onClick={onClose}>
            {t("close")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
