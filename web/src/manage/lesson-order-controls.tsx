import type { LessonDraft } from "./course-draft";
import { Bin, Down, Up } from "./icons";
import { controlIds, type LessonActions } from "./lesson-actions";

/** Moving a lesson, and taking it out. */
export function LessonOrder(props: {
  lesson: LessonDraft;
  place: number;
  last: number;
  long: boolean;
  actions: LessonActions;
}) {
  const { lesson, place, last, actions } = props;
  const { key } = lesson;
  return (
    <div class="lesson-order">
      {props.long && (
        <>
          <label class="visually-hidden" for={controlIds.place(key)}>
            Place
          </label>
          <input
            id={controlIds.place(key)}
            class="place"
            type="number"
            min={1}
            max={last}
            value={place}
            onChange={(event) => actions.move(key, Number(event.currentTarget.value), controlIds.place(key))}
          />
        </>
      )}
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.up(key)}
        aria-label="Move up"
        title="Move up"
        aria-disabled={place === 1}
        onClick={() => actions.move(key, place - 1, controlIds.up(key))}
      >
        <Up />
      </button>
      <button
        class="button button-quiet button-icon"
        type="button"
        id={controlIds.down(key)}
        aria-label="Move down"
        title="Move down"
        aria-disabled={place === last}
        onClick={() => actions.move(key, place + 1, controlIds.down(key))}
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
