import { Dialog } from "../ui/dialog";

const ROWS: readonly (readonly [keys: readonly string[], effect: string])[] = [
  [["K"], "Play or pause"],
  [["Space"], "Play or pause, while the video or its timeline has the focus"],
  [["J", "L"], "10 seconds back or forward"],
  [["←", "→"], "5 seconds back or forward, while the timeline has the focus"],
  [["<", ">"], "Slower or faster"],
  [["C"], "Captions on or off"],
  [["M"], "Sound on or off"],
  [["F"], "Full screen on or off"],
  [["?"], "This list"],
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
    <Dialog open={open} label="Keyboard shortcuts" onClose={onClose}>
      <div class="stack">
        <h2>Keyboard shortcuts</h2>
        <label class="check-line">
          <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
          Control the video with single keys
        </label>
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">What it does</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([keys, effect]) => (
              <tr key={effect}>
                <td>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </td>
                <td>{effect}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">Keys do nothing here while you type in a field. This device remembers your choice.</p>
        <div class="row">
          <button class="button button-main" onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    </Dialog>
  );
}
