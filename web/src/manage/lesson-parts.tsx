/** So many are drawn at a time: a thousand would be slow to type in, and far to go through with a keyboard. */
export const LESSONS_A_PART = 50;

/** The way through a list that is too long to be shown at once. */
export function LessonParts(props: {
  part: number;
  parts: number;
  found: number;
  sought: string;
  onSeek: (text: string) => void;
  onPart: (part: number) => void;
}) {
  const { part, parts, found } = props;
  const first = part * LESSONS_A_PART;
  return (
    <div class="beside parts" role="group" aria-label="Which lessons are shown">
      <label class="visually-hidden" for="find-lesson">
        Find a lesson
      </label>
      <input
        id="find-lesson"
        type="search"
        placeholder="Find a lesson"
        value={props.sought}
        onInput={(event) => props.onSeek(event.currentTarget.value)}
        onKeyDown={(event) => {
          // It seeks as one types; Enter would save the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <p>{found === 0 ? "None found" : `${first + 1} to ${Math.min(first + LESSONS_A_PART, found)} of ${found}`}</p>
      <button
        class="button"
        type="button"
        aria-disabled={part === 0}
        onClick={() => props.onPart(Math.max(part - 1, 0))}
      >
        Earlier lessons
      </button>
      <button
        class="button"
        type="button"
        aria-disabled={part >= parts - 1}
        onClick={() => props.onPart(Math.min(part + 1, parts - 1))}
      >
        Later lessons
      </button>
    </div>
  );
}
