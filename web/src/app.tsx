import { ErrorBoundary, lazy, LocationProvider, Route, Router } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Dashboard } from "./learn/dashboard";
import { NotFound } from "./not-found";
import { outbox } from "./outbox";
import { usePerson } from "./session/use-session";
import { Announcer } from "./ui/announcer";
import { Layout } from "./ui/layout";
import { Welcome } from "./welcome";

// Loaded on demand: a learner never loads the instructor's pages.
const Course = lazy(() => import("./learn/course").then((module) => module.Course));
const Lesson = lazy(() => import("./learn/lesson").then((module) => module.Lesson));
const Courses = lazy(() => import("./teach/courses").then((module) => module.Courses));
const Learners = lazy(() => import("./teach/learners").then((module) => module.Learners));
const Learner = lazy(() => import("./teach/learner").then((module) => module.Learner));
const ImportPage = lazy(() => import("./teach/import-page").then((module) => module.ImportPage));
const ImportRun = lazy(() => import("./teach/import-run").then((module) => module.ImportRun));
const Assignments = lazy(() => import("./teach/assignments").then((module) => module.Assignments));
const FindLearners = lazy(() => import("./manage/find-learners").then((module) => module.FindLearners));
const LearnerOverview = lazy(() => import("./manage/learner-overview").then((module) => module.LearnerOverview));
const Order = lazy(() => import("./manage/order").then((module) => module.Order));
const PaymentEvents = lazy(() => import("./manage/payment-events").then((module) => module.PaymentEvents));
const UnlinkedPayments = lazy(() => import("./manage/unlinked-payments").then((module) => module.UnlinkedPayments));
const Issuer = lazy(() => import("./manage/issuer").then((module) => module.Issuer));
const CourseEditor = lazy(() => import("./manage/course-editor").then((module) => module.CourseEditor));
const Certificates = lazy(() => import("./manage/certificates").then((module) => module.Certificates));
const CertificatePanel = lazy(() => import("./manage/certificate-panel").then((module) => module.CertificatePanel));

// The router handles these paths; all other links, such as to the API's verification page, are left to the browser.
const PAGE_PATHS = /^\/($|\?|(learn|teach|manage)(\/|$))/;

/** The routes of all pages. None of them is a path of the API. */
export function App() {
  const person = usePerson();
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
              <Route path="/" component={Dashboard} />
              <Route path="/learn/:slug" component={Course} />
              <Route path="/learn/:slug/:lessonId" component={Lesson} />
              <Route path="/teach" component={Courses} />
              <Route path="/teach/:courseId" component={Learners} />
              <Route path="/teach/:courseId/:userId" component={Learner} />
              <Route path="/manage/payment-events" component={PaymentEvents} />
              <Route path="/manage/unlinked-payments" component={UnlinkedPayments} />
              <Route path="/manage/issuer" component={Issuer} />
              <Route path="/manage/orders/:orderId" component={Order} />
              <Route path="/manage/learners" component={FindLearners} />
              <Route path="/manage/learners/:userId" component={LearnerOverview} />
              <Route path="/manage" component={Courses} />
              <Route path="/manage/:courseId" component={CourseEditor} />
              <Route path="/manage/:courseId/certificate" component={CertificatePanel} />
              <Route path="/manage/:courseId/certificates" component={Certificates} />
              <Route path="/manage/:courseId/import" component={ImportPage} />
              <Route path="/manage/:courseId/import/:importId" component={ImportRun} />
              <Route path="/manage/:courseId/assignments" component={Assignments} />
              <Route default component={NotFound} />
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
