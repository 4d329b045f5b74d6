import { t } from "../texts/texts";
import { Bin, Down, Grip, Up } from "./icons";
import { controlIds, type EntryActions, GRIP_HINT_ID } from "./lesson-actions";

/** Where an entry is in the list. */
export interface EntryPlace {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

// Far enough for any list; moving stops at either end.
const TO_THE_END = 10_000;
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  Home: -TO_THE_END,
  End: TO_THE_END,
};

/** The handle by which a lesson or section is dragged, or moved with the arrow keys. */
export function EntryGrip(props: { entryKey: string; label: string; actions: EntryActions }) {
  const { entryKey, actions } = props;
  const id = controlIds.grip(entryKey);
  return (
    <button
      class="grip"
      type="button"
      id={id}
      aria-label={props.label}
      aria-describedby={GRIP_HINT_ID}
      onPointerDown={(event) => actions.startDrag(entryKey, event)}
      onKeyDown={(event) => {
        const by = STEPS[event.key];
        if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        actions.moveBy(entryKey, by, id);
      }}
    >
      <Grip />
    </button>
  );
}

/** Buttons to move and remove a lesson or section; `position` is a lesson's in a long list. */
export function EntryControls(props: {
  entryKey: string;
  place: EntryPlace;
  position?: { current: number; last: number } | undefined;
  actions: EntryActions;
}) {
  const { entryKey: key, place, position, actions } = props;
  return (
    <div class="lesson-order">
      {position && (
        <>
          <label class="visually-hidden" for={controlIds.position(key)}>
            {t("entry_controls.position")}
          </label>
          <input
            id={controlIds.position(key)}
            class="place"
            type="number"
            min={1}
            max={position.last}
            value={position.current}
            onChange={(event) =>
              actions.moveToPosition(key, Number(event.currentTarget.value), controlIds.position(key))
            }
          />
        </>
      )}
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.up(key)}
        aria-label={t("entry_controls.up")}
        title={t("entry_controls.up")}
        aria-disabled={place.isFirst}
        onClick={() => actions.moveBy(key, -1, controlIds.up(key))}
      >
        <Up />
      </button>
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.down(key)}
        aria-label={t("entry_controls.down")}
        title={t("entry_controls.down")}
        aria-disabled={place.isLast}
        onClick={() => actions.moveBy(key, 1, controlIds.down(key))}
      >
        <Down />
      </button>
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.remove(key)}
        aria-label={t("entry_controls.remove")}
        title={t("entry_controls.remove")}
        onClick={() => actions.remove(key, true)}
      >
        <Bin />
      </button>
    </div>
  );
}
