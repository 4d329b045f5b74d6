"""Courses, their certificate settings, revocations, issuer, orders: for admins; to read, also for instructors."""

import uuid
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from shared.config import CertificateConfig, MediaConfig, PaymentSetupConfig
from shared.domain.change_record import Actor, ActorKind
from shared.domain.ids import CourseId, UserId
from shared.domain.issuer import MAX_LOGO_BYTES
from shared.domain.template import MAX_TEMPLATE_BYTES
from shared.edge import bodies, change_lists, clock, course_staff, identity
from shared.edge.answers import certificates as certificate_answers
from shared.edge.answers import courses as course_answers
from shared.edge.answers import learners as learner_answers
from shared.edge.answers import orders as order_answers
from shared.edge.answers import templates as template_answers
from shared.edge.answers import uploads
from shared.edge.course_staff import Caller, Role
from shared.edge.http import Response, json_response, new_api, serve
from shared.edge.pdfs import pdf_response
from shared.edge.requests import context, identifiers, paging
from shared.edge.requests import courses as course_requests
from shared.edge.requests import learners as learner_requests
from shared.edge.requests import settings as settings_requests
from shared.usecases import (
    certificate_settings,
    changes,
    courses,
    designs,
    existing_courses,
    instructors,
    issuer,
    learner_overview,
    learner_search,
    logos,
    orders,
    own_learner_search,
    revocation,
    template_uploads,
)

# Callers from before the lines were paged expect all of a small order.
LINES_OF_AN_ORDER = 100

api = new_api()
handler = serve(api)
config = CertificateConfig.from_env()
payment_setup = PaymentSetupConfig.from_env()
media = MediaConfig.from_env()


def _admin() -> Actor:
    return Actor(kind=ActorKind.ADMIN, user_id=UserId(identity.require_scope(api, identity.ADMIN)))


def _course_id(course_id: str) -> str:
    identity.require_scope(api, identity.ADMIN)
    return identifiers.path_identifier(course_id, "course_id")


def _addressed() -> CertificateConfig:
    """The settings, with the address at which this request came where none is set."""
    return replace(config, public_base_url=context.public_base_url(config, api.current_event))


@api.get("/admin/courses")
def list_courses() -> Response[str]:
    caller = course_staff.caller(api)
    after, limit = paging.page(api.current_event, "courses")
    if caller.role is Role.INSTRUCTOR:
        found, last = instructors.own_courses(caller.user_id, after=after, limit=limit)
    else:
        found, more = courses.summaries(after=after, limit=limit)
        last = found[-1].slug if more else None
    return json_response(course_answers.course_list(found, paging.cursor(last, "courses")))


@api.put("/admin/courses/<course_id>")
def put_course(course_id: str) -> Response[str]:
    admin = _admin()
    wanted = course_requests.course(api.current_event, _course_id(course_id))
    stored = courses.put(
        wanted.course,
        admin,
        clock.now(),
        omitted=wanted.omitted,
        media_origins=media.origins,
        expected_version=wanted.version,
    )
    return json_response(course_answers.course(stored))


@api.get("/admin/courses/<course_id>")
def get_course(course_id: str) -> Response[str]:
    staff = course_staff.of_course(api, course_id)
    return json_response(course_answers.course(existing_courses.course(staff.course_id)))


@api.get("/admin/courses/<course_id>/changes")
def list_course_changes(course_id: str) -> Response[str]:
    read = partial(changes.of_course, CourseId(_course_id(course_id)))
    return change_lists.respond(api.current_event, f"changes:{course_id}", read)


@api.get("/admin/learners")
def find_learners() -> Response[str]:
    caller = course_staff.caller(api)
    if caller.role is Role.INSTRUCTOR:
        return _find_own_learners(caller)
    wanted = learner_requests.required_search(api.current_event)
    found = learner_search.in_all_courses(wanted.query, clock.now(), after=wanted.after, limit=wanted.limit)
    return json_response(learner_answers.found_learners(found, learner_requests.cursor(found.after, wanted)))


def _find_own_learners(instructor: Caller) -> Response[str]:
    wanted = learner_requests.required_own_search(api.current_event)
    found = own_learner_search.in_courses_of(
        instructor.user_id, wanted.query, clock.now(), after=wanted.after, limit=wanted.limit
    )
    return json_response(learner_answers.found_learners(found, learner_requests.own_cursor(found.after, wanted)))


@api.get("/admin/learners/<user_id>")
def get_learner(user_id: str) -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    user_id = identifiers.path_identifier(user_id, "user_id")
    list_name = f"courses-of:{user_id}"
    after, limit = paging.page(api.current_event, list_name)
    overview = learner_overview.get(UserId(user_id), config, after=after, limit=limit)
    return json_response(learner_answers.overview(overview, paging.cursor(overview.after, list_name)))


@api.get("/admin/courses/<course_id>/certificate")
def get_certificate_settings(course_id: str) -> Response[str]:
    return json_response(template_answers.settings(certificate_settings.get(_course_id(course_id))))


@api.put("/admin/courses/<course_id>/certificate")
def put_certificate_settings(course_id: str) -> Response[str]:
    admin, course_id = _admin(), _course_id(course_id)
    wanted, upload_id, style = settings_requests.certificate_settings(api.current_event)
    stored = certificate_settings.put(course_id, wanted, upload_id, admin, clock.now(), style=style)
    return json_response(template_answers.settings(stored))


@api.post("/admin/courses/<course_id>/certificate/template")
def create_template_upload(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    body = bodies.json_body(api.current_event, "TemplateUploadInput")
    upload_id, form = certificate_settings.create_upload(
        course_id, body["file_name"], int(body["size_bytes"]), lambda: uuid.uuid4().hex
    )
    return json_response(uploads.upload(upload_id, form, MAX_TEMPLATE_BYTES, clock.now()))


@api.post("/admin/courses/<course_id>/certificate/designs")
def draw_design(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    drawn = designs.draw(course_id, settings_requests.design(api.current_event), clock.now())
    return json_response(template_answers.design(drawn), HTTPStatus.CREATED)


@api.get("/admin/courses/<course_id>/certificate/preview")
def preview_certificate(course_id: str) -> Response[str] | Response[bytes]:
    course_id = _course_id(course_id)
    unsaved = settings_requests.unsaved_settings(api.current_event)
    pdf = certificate_settings.preview(course_id, unsaved, _addressed(), clock.now())
    return pdf_response(pdf, "sample.pdf", lambda: certificate_settings.preview_link(course_id, pdf))


@api.post("/admin/courses/<course_id>/certificate/preview")
def preview_upload(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    upload_id, style, unsaved = settings_requests.upload_preview(api.current_event)
    now = clock.now()
    preview = template_uploads.preview(course_id, upload_id, style, unsaved, _addressed(), now)
    return json_response(template_answers.upload_preview(preview, now))


@api.get("/admin/issuer")
def get_issuer() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    return json_response(certificate_answers.issuer_settings(issuer.get()))


@api.put("/admin/issuer")
def put_issuer() -> Response[str]:
    admin = _admin()
    change = settings_requests.issuer(api.current_event)
    stored = issuer.put(
        change.wanted, admin, clock.now(), logo_upload_id=change.logo_upload_id, keeps_logo=change.keeps_logo
    )
    return json_response(certificate_answers.issuer_settings(stored))


@api.get("/admin/issuer/changes")
def list_issuer_changes() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    return change_lists.respond(api.current_event, "issuer-changes", changes.of_issuer)


@api.post("/admin/issuer/logo-uploads")
def create_logo_upload() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    body = bodies.json_body(api.current_event, "LogoUploadInput")
    upload_id, form = logos.create_upload(body["content_type"], int(body["size_bytes"]), lambda: uuid.uuid4().hex)
    return json_response(uploads.upload(upload_id, form, MAX_LOGO_BYTES, clock.now()))


@api.post("/admin/certificates/<public_id>/revoke")
def revoke_certificate(public_id: str) -> Response[str]:
    admin = _admin()
    public_id = identifiers.path_identifier(public_id, "public_id")
    reason = bodies.json_body(api.current_event, "RevocationInput")["reason"]
    certificate = revocation.revoke(public_id, reason, admin, clock.now())
    return json_response(certificate_answers.certificate_record(certificate))


@api.post("/admin/certificates/<public_id>/reinstate")
def reinstate_certificate(public_id: str) -> Response[str]:
    admin = _admin()
    public_id = identifiers.path_identifier(public_id, "public_id")
    certificate = revocation.reinstate(public_id, admin, clock.now())
    return json_response(certificate_answers.certificate_record(certificate))


@api.get("/admin/orders/<order_id>")
def get_order(order_id: str) -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    order_id = identifiers.path_identifier(order_id, "order_id")
    after, limit = paging.page(api.current_event, "order-lines", default=LINES_OF_AN_ORDER)
    view = orders.get(order_id, after=after, limit=limit)
    return json_response(order_answers.order(view, paging.cursor(view.next_line, "order-lines")))


@api.get("/admin/unlinked-payments")
def list_unlinked_payments() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    position, limit = paging.page(api.current_event, "unlinked-payments")
    payments, after = orders.unlinked_payments(after=order_answers.position_of(position), limit=limit)
    position = None if after is None else order_answers.position_text(after)
    return json_response(order_answers.unlinked_payments(payments, paging.cursor(position, "unlinked-payments")))


@api.get("/admin/webhook-events")
def list_webhook_events() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    position, limit = paging.page(api.current_event, "webhook-events")
    events, more = orders.events(after=order_answers.position_of(position), limit=limit)
    cursor = paging.cursor(order_answers.event_position(events[-1]) if more else None, "webhook-events")
    configured = payment_setup.webhook_configured
    return json_response(order_answers.webhook_events(events, cursor, webhook_configured=configured))
