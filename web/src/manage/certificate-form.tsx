import type { Schemas } from "../api/client";
import { useTitle } from "../ui/title";
import { CourseHead } from "../teach/course-head";
import { lacksFile } from "./certificate-draft";
import { CertificateFields } from "./certificate-fields";
import { CertificatePreview, NoPreview } from "./certificate-preview";
import { paths } from "./certificate-wrong";
import { ConflictDialog } from "./conflict-dialog";
import { NewTemplate } from "./new-template";
import { Restored } from "./restored";
import { zoneOf } from "./safe-zone";
import { SaveBar } from "./save-bar";
import { TemplateFacts } from "./template-facts";
import { TemplatePicker } from "./template-picker";
import { CHOOSE_AGAIN, useCertificate } from "./use-certificate";
import { wrongAt } from "./wrong";
import { WrongList } from "./wrong-list";

/** Whether learners get certificates, who signs, and on what they are drawn. */
export function CertificateForm(props: { course: Schemas["Course"]; opened: Schemas["CertificateSettings"] }) {
  const { course_id: courseId, title } = props.course;
  const certificate = useCertificate(courseId, props.opened);
  const { attempt, conflict, draft, file } = certificate;
  const { base, value } = draft;
  const zone = zoneOf(base);
  useTitle(`${title}: certificate`);
  return (
    <form
      class="stack manage"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (attempt.saving !== "saving" && draft.changed) void certificate.save(false);
      }}
    >
      <CourseHead courseId={courseId} here="certificate" heading={title} />
      {draft.restored && (
        <Restored also={lacksFile(value, file) ? CHOOSE_AGAIN : undefined} onDiscard={certificate.discard} />
      )}
      <WrongList wrongs={attempt.wrongs} />
      <div class="certificate-form">
        <div class="stack">
          <CertificateFields
            draft={value}
            hasTemplate={base.template !== null}
            wrongs={attempt.wrongs}
            change={certificate.change}
          />
          <section class="card stack" aria-labelledby="template">
            <h2 id="template">Template</h2>
            {base.template ? <TemplateFacts template={base.template} /> : <p>There is no template yet.</p>}
            <TemplatePicker
              staged={value.template}
              lacksFile={lacksFile(value, file)}
              busy={attempt.saving === "saving"}
              share={certificate.share}
              wrong={wrongAt(attempt.wrongs, paths.template)}
              onFile={certificate.chooseFile}
              onDefault={certificate.chooseDefault}
              onNone={certificate.chooseNone}
              onCancel={certificate.cancelUpload}
            />
          </section>
        </div>
        <div class="stack">
          {value.template && <NewTemplate staged={value.template} file={file} zone={zone} />}
          {base.template ? (
            <CertificatePreview
              courseId={courseId}
              saved={certificate.saved}
              signatory={value}
              staged={value.template !== null}
              zone={zone}
              hint={base.safe_zone.hint}
            />
          ) : (
            !value.template && <NoPreview hint={base.safe_zone.hint} />
          )}
        </div>
      </div>
      <SaveBar
        changed={draft.changed}
        saving={attempt.saving}
        onDiscard={certificate.discard}
        failure={attempt.failure}
        onRetry={() => void certificate.save(false)}
      />
      <ConflictDialog
        open={conflict !== null}
        onOverwrite={() => void certificate.save(true)}
        onTakeTheirs={certificate.takeTheirs}
        onClose={certificate.keepEditing}
      >
        {conflict && <p>They changed {conflict.clashes.join(", and ")}.</p>}
      </ConflictDialog>
    </form>
  );
}
