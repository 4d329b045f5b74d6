/** So many are drawn at a time: a thousand would be slow to type in, and far to go through with a keyboard. */
export const LESSONS_PER_PAGE = 50;

/** The way through a list that is too long to be shown at once. */
export function LessonPagination(props: {
  page: number;
  pages: number;
  total: number;
  query: string;
  onQuery: (text: string) => void;
  onPage: (page: number) => void;
}) {
  const { page, pages, total } = props;
  const first = page * LESSONS_PER_PAGE;
  return (
    <div class="beside parts" role="group" aria-label="Which lessons are shown">
      <label class="visually-hidden" for="find-lesson">
        Find a lesson
      </label>
      <input
        id="find-lesson"
        type="search"
        placeholder="Find a lesson"
        value={props.query}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          // It seeks as one types; Enter would save the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <p>{total === 0 ? "None found" : `${first + 1} to ${Math.min(first + LESSONS_PER_PAGE, total)} of ${total}`}</p>
      <button
        class="button"
        type="button"
        aria-disabled={page === 0}
        onClick={() => props.onPage(Math.max(page - 1, 0))}
      >
        Earlier lessons
      </button>
      <button
        class="button"
        type="button"
        aria-disabled={page >= pages - 1}
        onClick={() => props.onPage(Math.min(page + 1, pages - 1))}
      >
        Later lessons
      </button>
    </div>
  );
}
