import { Refusal } from "../teach/refusal";
import { Loading } from "../ui/loading";
import { useLoaded } from "../ui/use-loaded";
import { CertificateForm } from "./certificate-form";
import { readSettings } from "./certificate-saving";
import { readCourse } from "./course-saving";

/** Where an admin decides how a course's certificate looks, and whether there is one. */
export function CertificatePanel({ courseId }: { courseId: string }) {
  const { data, error, reload } = useLoaded(
    () => Promise.all([readCourse(courseId), readSettings(courseId)]),
    courseId,
  );
  if (data === undefined)
    return error === undefined ? (
      <Loading of="the certificate" />
    ) : (
      <Refusal error={error} heading="Certificate" retry={() => void reload()} />
    );
  const [course, settings] = data;
  return <CertificateForm key={courseId} course={course} opened={settings} />;
}
