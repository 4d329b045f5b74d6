import type { LessonDraft } from "./course-draft";
import { Bin, Down, Up } from "./icons";
import { controlIds, type LessonActions } from "./lesson-actions";

/** Buttons to move and remove a lesson. */
export function LessonControls(props: {
  lesson: LessonDraft;
  position: number;
  last: number;
  isLong: boolean;
  actions: LessonActions;
}) {
  const { lesson, position, last, actions } = props;
  const { key } = lesson;
  return (
    <div class="lesson-order">
      {props.isLong && (
        <>
          <label class="visually-hidden" for={controlIds.position(key)}>
            Position
          </label>
          <input
            id={controlIds.position(key)}
            class="place"
            type="number"
            min={1}
            max={last}
            value={position}
            onChange={(event) => actions.move(key, Number(event.currentTarget.value), controlIds.position(key))}
          />
        </>
      )}
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.up(key)}
        aria-label="Move up"
        title="Move up"
        aria-disabled={position === 1}
        onClick={() => actions.move(key, position - 1, controlIds.up(key))}
      >
        <Up />
      </button>
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.down(key)}
        aria-label="Move down"
        title="Move down"
        aria-disabled={position === last}
        onClick={() => actions.move(key, position + 1, controlIds.down(key))}
      >
        <Down />
      </button>
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.remove(key)}
        aria-label="Remove"
        title="Remove"
        onClick={() => actions.remove(key, true)}
      >
        <Bin />
      </button>
    </div>
  );
}
