import { ErrorBoundary, lazy, LocationProvider, Route, Router } from "preact-iso";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

import { Dashboard } from "./learn/dashboard";
import { NotFound } from "./not-found";
import { outbox } from "./outbox";
import { usePerson } from "./session/use-session";
import { withStaffPart } from "./staff-part";
import type { Language } from "./texts/languages";
import { useLanguage } from "./texts/use-language";
import { Announcer } from "./ui/announcer";
import { Layout } from "./ui/layout";
import { Welcome } from "./welcome";

/** A page is given its route's parameters, beside these. */
interface PageProps {
  language: Language;
}

/** A page that is loaded on demand. */
function page<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<PageProps> {
  return lazy(load) as unknown as ComponentType<PageProps>;
}

/** A page of staff that is loaded on demand, with the texts of these pages. */
function staffPage<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<PageProps> {
  return page(() => withStaffPart(load));
}

// Loaded on demand: a learner never loads the instructor's pages.
const Course = page(() => import("./learn/course").then((module) => module.Course));
const Lesson = page(() => import("./learn/lesson").then((module) => module.Lesson));
const Courses = staffPage(() => import("./teach/courses").then((module) => module.Courses));
const Learners = staffPage(() => import("./teach/learners").then((module) => module.Learners));
const Learner = staffPage(() => import("./teach/learner").then((module) => module.Learner));
const ImportPage = staffPage(() => import("./teach/import-page").then((module) => module.ImportPage));
const ImportRun = staffPage(() => import("./teach/import-run").then((module) => module.ImportRun));
const Assignments = staffPage(() => import("./teach/assignments").then((module) => module.Assignments));
const FindLearners = staffPage(() => import("./manage/find-learners").then((module) => module.FindLearners));
const LearnerOverview = staffPage(() => import("./manage/learner-overview").then((module) => module.LearnerOverview));
const Order = staffPage(() => import("./manage/order").then((module) => module.Order));
const PaymentEvents = staffPage(() => import("./manage/payment-events").then((module) => module.PaymentEvents));
const UnlinkedPayments = staffPage(() =>
  import("./manage/unlinked-payments").then((module) => module.UnlinkedPayments),
);
const Issuer = staffPage(() => import("./manage/issuer").then((module) => module.Issuer));
const CourseEditor = staffPage(() => import("./manage/course-editor").then((module) => module.CourseEditor));
const Certificates = staffPage(() => import("./manage/certificates").then((module) => module.Certificates));
const CertificatePanel = staffPage(() =>
  import("./manage/certificate-panel").then((module) => module.CertificatePanel),
);

const PAGES: readonly (readonly [path: string, page: ComponentType<PageProps>])[] = [
  ["/", Dashboard],
  ["/learn/:slug", Course],
  ["/learn/:slug/:lessonId", Lesson],
  ["/teach", Courses],
  ["/teach/:courseId", Learners],
  ["/teach/:courseId/:userId", Learner],
  ["/manage/payment-events", PaymentEvents],
  ["/manage/unlinked-payments", UnlinkedPayments],
  ["/manage/issuer", Issuer],
  ["/manage/orders/:orderId", Order],
  ["/manage/learners", FindLearners],
  ["/manage/learners/:userId", LearnerOverview],
  ["/manage", Courses],
  ["/manage/:courseId", CourseEditor],
  ["/manage/:courseId/certificate", CertificatePanel],
  ["/manage/:courseId/certificates", Certificates],
  ["/manage/:courseId/import", ImportPage],
  ["/manage/:courseId/import/:importId", ImportRun],
  ["/manage/:courseId/assignments", Assignments],
];

// The router handles these paths; all other links, such as to the API's verification page, are left to the browser.
const PAGE_PATHS = /^\/($|\?|(learn|teach|manage)(\/|$))/;

/** The routes of all pages. None of them is a path of the API. */
export function App() {
  const person = usePerson();
  const language = useLanguage();
  // Opening any page sends the progress that earlier visits could not send.
  useEffect(() => {
    if (person) outbox();
  }, [person]);
  return (
    <LocationProvider scope={PAGE_PATHS}>
      <Layout>
        <ErrorBoundary>
          {person ? (
            <Router>
              {PAGES.map(([path, component]) => (
                // With the language, as the router renders a page again only when its properties change.
                <Route key={path} path={path} component={component} language={language} />
              ))}
              <Route default component={NotFound} language={language} />
            </Router>
          ) : (
            <Welcome />
          )}
        </ErrorBoundary>
      </Layout>
      <Announcer />
    </LocationProvider>
  );
}
