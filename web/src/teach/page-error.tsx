import { ProblemError } from "../api/client";
import { key, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { useTitle } from "../ui/use-title";
import { useIsInstructorOnly } from "./use-role";

const FORBIDDEN = 403;
/** An ID that cannot exist is rejected as invalid rather than not found. */
const NOT_THERE: readonly number[] = [400, 404];

/** The page shown in place of one that the user's role may not open. */
export function Forbidden() {
  const isInstructor = useIsInstructorOnly();
  useTitle(t(isInstructor ? key("page_error.closed_title") : key("page_error.instructors_title")));
  if (isInstructor)
    return (
      <section class="card stack">
        <h1>{t("page_error.closed")}</h1>
        <p>{t("page_error.closed_text")}</p>
        <p>{t("page_error.closed_hint")}</p>
        <p>
          <a href="/teach">{t("page_error.your_courses")}</a>
        </p>
      </section>
    );
  return (
    <section class="card stack">
      <h1>{t("page_error.instructors")}</h1>
      <p>{t("page_error.instructors_text")}</p>
      <p>
        <a href="/">{t("not_found.link")}</a>
      </p>
    </section>
  );
}

/**
 * The page shown in place of one that is forbidden, not found or could not be loaded.
 *
 * @param heading of the page that could not be loaded.
 */
export function PageError(props: { error: unknown; heading: string; retry: () => void }) {
  const { error } = props;
  if (error instanceof ProblemError && error.status === FORBIDDEN) return <Forbidden />;
  if (error instanceof ProblemError && NOT_THERE.includes(error.status)) return <NotThere detail={error.detail} />;
  return <NotLoaded {...props} />;
}

function NotThere({ detail }: { detail: string }) {
  useTitle(t("not_found.title"));
  return (
    <section class="card stack">
      <h1>{t("not_found.title")}</h1>
      {/* What the API says is in English. */}
      <p lang="en">{detail}</p>
      <p>
        <a href="/teach">{t("page_error.all_courses")}</a>
      </p>
    </section>
  );
}

function NotLoaded(props: { error: unknown; heading: string; retry: () => void }) {
  useTitle(props.heading);
  return (
    <div class="stack">
      <h1>{props.heading}</h1>
      <ErrorNotice error={props.error} retry={props.retry} />
    </div>
  );
}
