import { PageError } from "../teach/page-error";
import { t } from "../texts/texts";
import { Loading } from "../ui/loading";
import { useResource } from "../ui/use-resource";
import { CertificateForm } from "./certificate-form";
import { readSettings } from "./certificate-api";
import { readCourse } from "./course-api";

/** The page of a course's certificate settings. */
export function CertificatePanel({ courseId }: { courseId: string }) {
  const { data, error, reload } = useResource(
    () => Promise.all([readCourse(courseId), readSettings(courseId)]),
    courseId,
  );
  if (data === undefined)
    return error === undefined ? (
      <Loading text={t("certificate_panel.loading")} />
    ) : (
      <PageError error={error} heading={t("certificate")} retry={() => void reload()} />
    );
  const [course, settings] = data;
  return <CertificateForm key={courseId} course={course} initial={settings} />;
}
