"""Records learners' progress and shows it to them."""

from collections.abc import Sequence

from shared.config import CertificateConfig
from shared.domain.ids import UserId
from shared.edge import clock, identity
from shared.edge.answers import courses as course_answers
from shared.edge.answers import progress as answers
from shared.edge.http import Response, json_response, new_api, serve
from shared.edge.metrics import Metric, count
from shared.edge.requests import identifiers, paging
from shared.edge.requests import progress as progress_requests
from shared.usecases import access, claims, dashboards, my_courses, my_lesson, progress
from shared.usecases.progress import EventResult

api = new_api()
handler = serve(api)
config = CertificateConfig.from_env()


@api.get("/my-courses")
def list_my_courses() -> Response[str]:
    learner = identity.learner(api)
    after, limit = paging.page(api.current_event, "my-courses")
    claims.claim(learner, clock.now())
    dashboard = my_courses.my_courses(learner.user_id, config, clock.now(), after=after, limit=limit)
    position = dashboard.cards[-1].entry.course.course_id if dashboard.more else None
    cursor = paging.cursor(position, "my-courses")
    return json_response(answers.my_courses(dashboard.cards, cursor, dashboard.continue_watching))


@api.get("/my-courses/<slug>")
def get_my_course(slug: str) -> Response[str]:
    learner = identity.learner(api)
    slug = identifiers.path_identifier(slug, "slug")
    now = clock.now()
    view = claims.enrolled(learner, now, lambda: dashboards.my_course(learner.user_id, slug, config, now))
    return json_response(answers.course_view(view))


@api.get("/my-courses/<slug>/lessons/<lesson_id>")
def get_my_lesson(slug: str, lesson_id: str) -> Response[str]:
    learner = identity.learner(api)
    slug = identifiers.path_identifier(slug, "slug")
    lesson_id = identifiers.path_identifier(lesson_id, "lesson_id")
    now = clock.now()
    view = claims.enrolled(learner, now, lambda: my_lesson.my_lesson(learner.user_id, slug, lesson_id, now))
    return json_response(answers.lesson_view(view))


@api.post("/my-courses/<slug>/progress")
def record_my_progress(slug: str) -> Response[str]:
    learner = identity.learner(api)
    slug = identifiers.path_identifier(slug, "slug")
    batch = progress_requests.progress_batch(api.current_event)
    now = clock.now()
    results = claims.enrolled(
        learner, now, lambda: progress.record(learner.user_id, slug, batch, by_service=False, now=now)
    )
    return _recorded(results)


@api.post("/service/progress/<user_id>/<slug>")
def record_learner_progress(user_id: str, slug: str) -> Response[str]:
    identity.require_scope(api, identity.SERVICE)
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    slug = identifiers.path_identifier(slug, "slug")
    batch = progress_requests.progress_batch(api.current_event)
    results = progress.record(learner, slug, batch, by_service=True, now=clock.now())
    return _recorded(results)


def _recorded(results: Sequence[EventResult]) -> Response[str]:
    count(Metric.HEARTBEATS, sum(result.rejection is None for result in results))
    return json_response(answers.progress_results(results))


@api.get("/courses/<slug>/completion-rule")
def get_completion_rule(slug: str) -> Response[str]:
    identity.subject(api)  # any caller with a token
    slug = identifiers.path_identifier(slug, "slug")
    return json_response(course_answers.completion_rule(access.published_header(slug).completion_rule))
