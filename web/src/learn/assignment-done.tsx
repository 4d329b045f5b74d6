import { rich, t } from "../texts/texts";
import { formatDate } from "../ui/format";

/** When an assignment was marked as done, and what the instructor wrote. */
export function AssignmentDone({ completedAt, note }: { completedAt: string; note: string | null }) {
  return (
    <>
      <p>{rich("assignment.done", { date: <time dateTime={completedAt}>{formatDate(completedAt)}</time> })}</p>
      {note !== null && (
        <figure class="note">
          <figcaption class="faint">{t("assignment.note")}</figcaption>
          <blockquote dir="auto">{note}</blockquote>
        </figure>
      )}
    </>
  );
}
