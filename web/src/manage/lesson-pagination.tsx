import { t } from "../texts/texts";
import { PAGE_ATTRIBUTE } from "./use-sorting";

/** Rendering a thousand lessons at once would make typing slow and keyboard navigation long. */
export const LESSONS_PER_PAGE = 50;

interface Pages {
  /** The page, from 0, and how many there are. */
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

/** Search and page buttons for a long list of lessons. */
export function LessonPagination(props: Pages & { total: number; query: string; onQuery: (text: string) => void }) {
  const { page, total } = props;
  const first = page * LESSONS_PER_PAGE;
  return (
    <div class="row lesson-pagination" role="group" aria-label={t("lesson_pagination.pages")}>
      <label class="visually-hidden" for="find-lesson">
        {t("lesson_pagination.find")}
      </label>
      <input
        id="find-lesson"
        type="search"
        placeholder={t("lesson_pagination.find")}
        value={props.query}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Results update while typing; Enter would submit the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <p>
        {total === 0
          ? t("lesson_pagination.none")
          : t("lesson_pagination.range", { first: first + 1, last: Math.min(first + LESSONS_PER_PAGE, total), total })}
      </p>
      <PageButtons {...props} />
    </div>
  );
}

/** The page buttons; a lesson that is dropped on one moves to that page. */
export function PageButtons({ page, pages, onPage }: Pages) {
  return (
    <>
      <button
        class="button"
        type="button"
        {...{ [PAGE_ATTRIBUTE]: -1 }}
        aria-disabled={page === 0}
        onClick={() => onPage(Math.max(page - 1, 0))}
      >
        {t("lesson_pagination.previous")}
      </button>
      <button
        class="button"
        type="button"
        {...{ [PAGE_ATTRIBUTE]: 1 }}
        aria-disabled={page >= pages - 1}
        onClick={() => onPage(Math.min(page + 1, pages - 1))}
      >
        {t("lesson_pagination.next")}
      </button>
    </>
  );
}
