import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { formatList } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { CourseHeader } from "../teach/course-header";
import { changesOfCourse } from "../teach/change-api";
import { Changes } from "../teach/changes";
import { isFileMissing } from "./certificate-draft";
import { CertificateFields } from "./certificate-fields";
import { CertificatePreview, NoPreview } from "./certificate-preview";
import { fieldPaths } from "./certificate-errors";
import { DesignFields } from "./design-fields";
import { ConflictDialog } from "./conflict-dialog";
import { NewTemplate } from "./new-template";
import { RestoredNotice } from "./restored-notice";
import { zoneOf } from "./safe-zone";
import { SaveBar } from "./save-bar";
import { TemplateColours } from "./template-colours";
import { TemplateLayout } from "./template-layout";
import { TemplateDetails } from "./template-details";
import { TemplatePicker } from "./template-picker";
import { UploadSample } from "./upload-sample";
import { fileMissingText, useCertificateForm } from "./use-certificate-form";
import { errorAt } from "./field-errors";
import { ErrorSummary } from "./error-summary";

/** The form for a course's certificate: whether it is issued, who signs it, and its template. */
export function CertificateForm(props: { course: Schemas["Course"]; initial: Schemas["CertificateSettings"] }) {
  const { course_id: courseId, title } = props.course;
  const certificate = useCertificateForm(courseId, props.initial);
  const { saveState, conflict, draft, file } = certificate;
  const { base, value } = draft;
  const zone = zoneOf(base);
  useTitle(t("certificate_form.page_title", { title }));
  return (
    <div class="stack manage">
      <form
        class="stack manage"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (saveState.status !== "saving" && draft.changed) void certificate.save(false);
        }}
      >
        <CourseHeader courseId={courseId} current="certificate" heading={title} />
        {draft.restored && (
          <RestoredNotice
            note={isFileMissing(value, file) ? fileMissingText() : undefined}
            onDiscard={certificate.discard}
          />
        )}
        <ErrorSummary errors={saveState.errors} failures={saveState.failures} />
        <div class="certificate-form">
          <div class="stack">
            <CertificateFields
              draft={value}
              hasTemplate={base.template !== null}
              errors={saveState.errors}
              change={certificate.change}
            />
            <section class="card stack" aria-labelledby="template">
              <h2 id="template">{t("certificate_form.template")}</h2>
              {base.template ? (
                <TemplateDetails template={base.template} />
              ) : (
                <p>{t("certificate_form.no_template")}</p>
              )}
              <TemplatePicker
                staged={value.template}
                isFileMissing={isFileMissing(value, file)}
                isRefused={certificate.isRefused}
                busy={saveState.status === "saving"}
                progress={certificate.progress}
                error={errorAt(saveState.errors, fieldPaths.template)}
                onFile={certificate.chooseFile}
                onDefault={certificate.chooseDefault}
                onDesign={certificate.chooseDesign}
                onNone={certificate.chooseNone}
                onCancel={certificate.cancelUpload}
              />
              {value.template?.kind === "design" && (
                <DesignFields
                  choice={value.template.choice}
                  errors={saveState.errors}
                  busy={saveState.status === "saving"}
                  onChange={certificate.changeDesign}
                />
              )}
              {(base.template ?? value.template) && (
                <>
                  <TemplateColours draft={value} change={certificate.change} />
                  <TemplateLayout draft={value} change={certificate.change} />
                </>
              )}
            </section>
          </div>
          <div class="stack">
            {value.template && (
              <NewTemplate staged={value.template} file={file} zone={zone}>
                {!isFileMissing(value, file) && (
                  <UploadSample
                    draft={value}
                    isLive={value.template.kind === "design"}
                    busy={saveState.status === "saving"}
                    load={certificate.sample}
                  />
                )}
              </NewTemplate>
            )}
            {/* A design has a live sample of its own. */}
            {value.template?.kind === "design" ? null : base.template ? (
              <CertificatePreview
                courseId={courseId}
                revision={certificate.revision}
                draft={value}
                stored={base.template}
                staged={value.template !== null}
                isRefused={certificate.isRefused}
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
          status={saveState.status}
          onDiscard={certificate.discard}
          failure={saveState.failure}
          onRetry={() => void certificate.save(false)}
        />
        <ConflictDialog
          open={conflict !== null}
          onOverwrite={() => void certificate.save(true)}
          onUseTheirs={certificate.acceptTheirs}
          onClose={certificate.keepEditing}
        >
          {conflict && <p>{t("certificate_form.conflicts", { fields: formatList(conflict.conflicts) })}</p>}
        </ConflictDialog>
      </form>
      <Changes of={`course ${courseId}`} revision={certificate.revision} load={changesOfCourse(courseId)} />
    </div>
  );
}
