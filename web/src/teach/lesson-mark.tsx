import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { formatDateTime } from "../ui/format";
import { markAsDone, rejectionText, undo } from "./assignment-api";
import { displayName } from "./learner-summary";
import { MarkDialog } from "./mark-dialog";
import { UndoDialog } from "./undo-dialog";

type Assignment = Schemas["LearnerDetail"]["assignments"][number];

/**
 * On a learner's page, who marked an assignment as done and what they wrote, with the buttons to mark and undo.
 *
 * @param onChange loads the learner again.
 */
export function LessonMark(props: {
  learner: Schemas["LearnerDetail"];
  lesson: Schemas["LessonStanding"];
  onChange: () => Promise<void>;
}) {
  const { learner, lesson } = props;
  const [open, setOpen] = useState<"nothing" | "mark" | "undo">("nothing");
  const [rejection, setRejection] = useState<string>();
  const assignment = learner.assignments.find(({ lesson_id }) => lesson_id === lesson.lesson_id);
  if (assignment === undefined) return null;
  const { completed_at: completedAt } = assignment;

  const close = async (message: string) => {
    await props.onChange();
    setOpen("nothing");
    announce(message);
  };
  const mark = async (note: string) => {
    const refused: string[] = [];
    await markAsDone(learner.course_id, lesson.lesson_id, [learner.user_id], note, (results) => {
      for (const result of results) if (result.status === "rejected") refused.push(rejectionText(result));
    });
    setRejection(refused[0]);
    await close(refused[0] ?? t("lesson_mark.marked"));
  };
  const revert = async () => {
    if (completedAt !== null) await undo(learner.course_id, lesson.lesson_id, learner.user_id, completedAt);
    await close(t("assignments.undone"));
  };

  return (
    <div class="lesson-mark stack">
      <History assignment={assignment} />
      {rejection !== undefined && completedAt === null && <p class="field-error">{rejection}</p>}
      <div>
        {completedAt === null ? (
          <button class="button" onClick={() => setOpen("mark")}>
            {t("assignments.mark")}
            <span class="visually-hidden"> {lesson.title}</span>
          </button>
        ) : (
          <button class="button" onClick={() => setOpen("undo")}>
            {t("assignments.undo")}
            <span class="visually-hidden"> {lesson.title}</span>
          </button>
        )}
      </div>
      <MarkDialog
        open={open === "mark"}
        assignment={lesson.title}
        count={1}
        name={displayName(learner)}
        onClose={() => setOpen("nothing")}
        mark={mark}
      />
      <UndoDialog open={open === "undo"} name={displayName(learner)} onClose={() => setOpen("nothing")} undo={revert} />
    </div>
  );
}

function History({ assignment }: { assignment: Assignment }) {
  const { marked_by: markedBy, note, undone_at: undoneAt, undone_by: undoneBy } = assignment;
  return (
    <>
      {markedBy !== null && <p class="faint">{t("lesson_mark.marked_by", { user: markedBy })}</p>}
      {note !== null && (
        <q class="reason" dir="auto">
          {note}
        </q>
      )}
      {undoneAt !== null && (
        <p class="faint">
          {rich("lesson_mark.undone_by", {
            user: undoneBy,
            time: <time dateTime={undoneAt}>{formatDateTime(undoneAt)}</time>,
          })}
        </p>
      )}
    </>
  );
}
