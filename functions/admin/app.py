"""Courses, learners, certificates and their settings, issuer, orders: for admins."""

import secrets
import uuid
from dataclasses import replace
from http import HTTPStatus
from itertools import islice

from shared.config import CertificateConfig, PaymentSetupConfig
from shared.domain.certificate import Certificate
from shared.domain.issuer import MAX_LOGO_BYTES
from shared.domain.template import MAX_TEMPLATE_BYTES
from shared.edge import bodies, clock, identity
from shared.edge.answers import certificate_lists, uploads
from shared.edge.answers import certificates as certificate_answers
from shared.edge.answers import courses as course_answers
from shared.edge.answers import learner_exports as learner_export_answers
from shared.edge.answers import learners as learner_answers
from shared.edge.answers import orders as order_answers
from shared.edge.answers import progress as progress_answers
from shared.edge.answers import templates as template_answers
from shared.edge.http import CSV, JSON, Response, csv_response, json_response, new_api, serve
from shared.edge.pdfs import pdf_response
from shared.edge.requests import certificates as certificate_requests
from shared.edge.requests import context, identifiers, paging
from shared.edge.requests import courses as course_requests
from shared.edge.requests import learners as learner_requests
from shared.edge.requests import settings as settings_requests
from shared.usecases import (
    certificate_settings,
    certificates,
    course_learners,
    courses,
    dashboards,
    designs,
    issued_certificates,
    issuer,
    learner_exports,
    learner_search,
    logos,
    orders,
    reissue,
    revocation,
    template_uploads,
)

# Callers from before the lines were paged expect all of a small order.
LINES_OF_AN_ORDER = 100

api = new_api()
handler = serve(api)
config = CertificateConfig.from_env()
payment_setup = PaymentSetupConfig.from_env()


def _course_id(course_id: str) -> str:
    identity.require_scope(api, identity.ADMIN)
    return identifiers.path_identifier(course_id, "course_id")


def _addressed() -> CertificateConfig:
    """The settings, with the address at which this request came where none is set."""
    return replace(config, public_base_url=context.public_base_url(config, api.current_event))


@api.get("/admin/courses")
def list_courses() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    after, limit = paging.page(api.current_event, "courses")
    found, more = courses.summaries(after=after, limit=limit)
    cursor = paging.cursor(found[-1].slug if more else None, "courses")
    return json_response(course_answers.course_list(found, cursor))


@api.put("/admin/courses/<course_id>")
def put_course(course_id: str) -> Response[str]:
    wanted = course_requests.course(api.current_event, _course_id(course_id))
    stored = courses.put(wanted.course, keeps_language=not wanted.names_language, expected_version=wanted.version)
    return json_response(course_answers.course(stored))


@api.get("/admin/courses/<course_id>")
def get_course(course_id: str) -> Response[str]:
    return json_response(course_answers.course(courses.get(_course_id(course_id))))


@api.get("/admin/courses/<course_id>/learners")
def list_learners(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    wanted = learner_requests.search(api.current_event, course_id)
    if wanted is not None:
        page, last = course_learners.search(
            course_id, wanted.query, config, clock.now(), after=wanted.after, limit=wanted.limit
        )
        return json_response(learner_answers.learners(page, learner_requests.cursor(last, wanted)))
    after, limit = paging.page(api.current_event, "learners")
    page = course_learners.page(course_id, config, clock.now(), after=after, limit=limit)
    position = page.rows[-1].enrollment.user_id if page.more else None
    return json_response(learner_answers.learners(page, paging.cursor(position, "learners")))


@api.get("/admin/learners")
def find_learners() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    wanted = learner_requests.required_search(api.current_event)
    found = learner_search.in_all_courses(wanted.query, clock.now(), after=wanted.after, limit=wanted.limit)
    return json_response(learner_answers.found_learners(found, learner_requests.cursor(found.after, wanted)))


@api.get("/admin/courses/<course_id>/learners/<user_id>")
def get_learner(course_id: str, user_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    user_id = identifiers.path_identifier(user_id, "user_id")
    return json_response(progress_answers.learner_view(dashboards.learner_of_course(course_id, user_id, config)))


@api.post("/admin/courses/<course_id>/learner-exports")
def export_learners(course_id: str) -> Response[str]:
    now = clock.now()
    export = learner_exports.start(_course_id(course_id), config, now, lambda: uuid.uuid4().hex)
    return json_response(learner_export_answers.export(export, None, now), HTTPStatus.ACCEPTED)


@api.get("/admin/courses/<course_id>/learner-exports/<export_id>")
def get_learner_export(course_id: str, export_id: str) -> Response[str]:
    course_id, now = _course_id(course_id), clock.now()
    export, url = learner_exports.get(course_id, identifiers.path_identifier(export_id, "export_id"), now)
    return json_response(learner_export_answers.export(export, url, now))


@api.get("/admin/courses/<course_id>/certificate")
def get_certificate_settings(course_id: str) -> Response[str]:
    return json_response(template_answers.settings(certificate_settings.get(_course_id(course_id))))


@api.put("/admin/courses/<course_id>/certificate")
def put_certificate_settings(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    changes, upload_id, style = settings_requests.certificate_settings(api.current_event)
    stored = certificate_settings.put(course_id, changes, upload_id, clock.now(), style=style)
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


@api.get("/admin/courses/<course_id>/certificates")
def list_certificates(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    wanted = certificate_requests.certificate_page(api.current_event, config.time_zone)
    if context.prefers(api.current_event, CSV, over=JSON):
        text, last = certificate_lists.as_csv(
            issued_certificates.of_course(course_id, wanted.period, after=wanted.after)
        )
        return csv_response(text, "certificates.csv", next_cursor=_after(last, wanted))
    found = issued_certificates.of_course(course_id, wanted.period, after=wanted.after, batch=wanted.limit + 1)
    shown = list(islice(found, wanted.limit + 1))
    last = shown[wanted.limit - 1] if len(shown) > wanted.limit else None
    return json_response(certificate_lists.page(shown[: wanted.limit], _after(last, wanted)))


def _after(last: Certificate | None, wanted: certificate_requests.CertificatePage) -> str | None:
    return _cursor(None if last is None else issued_certificates.position(last), wanted)


def _cursor(position: issued_certificates.Position | None, wanted: certificate_requests.CertificatePage) -> str | None:
    return paging.cursor(None if position is None else order_answers.position_text(position), wanted.list_name)


@api.post("/admin/courses/<course_id>/certificates/archive")
def archive_certificates(course_id: str) -> Response[str]:
    course_id = _course_id(course_id)
    wanted = certificate_requests.certificate_page(api.current_event, config.time_zone)
    archive = issued_certificates.archive(
        course_id, wanted.period, after=wanted.after, limit=wanted.limit, new_id=lambda: uuid.uuid4().hex
    )
    return json_response(certificate_lists.archive(archive, _cursor(archive.after, wanted), clock.now()))


@api.get("/admin/certificates/<public_id>/pdf")
def get_certificate_pdf(public_id: str) -> Response[str] | Response[bytes]:
    identity.require_scope(api, identity.ADMIN)
    obtained = issued_certificates.pdf(identifiers.path_identifier(public_id, "public_id"))
    file_name = "certificate.pdf"
    pdf = certificates.document(obtained)
    return pdf_response(pdf, file_name, lambda: certificates.link(obtained.certificate, file_name))


@api.get("/admin/issuer")
def get_issuer() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    return json_response(certificate_answers.issuer_settings(issuer.get()))


@api.put("/admin/issuer")
def put_issuer() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    change = settings_requests.issuer(api.current_event)
    stored = issuer.put(change.wanted, clock.now(), logo_upload_id=change.logo_upload_id, keeps_logo=change.keeps_logo)
    return json_response(certificate_answers.issuer_settings(stored))


@api.post("/admin/issuer/logo-uploads")
def create_logo_upload() -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    body = bodies.json_body(api.current_event, "LogoUploadInput")
    upload_id, form = logos.create_upload(body["content_type"], int(body["size_bytes"]), lambda: uuid.uuid4().hex)
    return json_response(uploads.upload(upload_id, form, MAX_LOGO_BYTES, clock.now()))


@api.post("/admin/certificates/<public_id>/revoke")
def revoke_certificate(public_id: str) -> Response[str]:
    admin = identity.require_scope(api, identity.ADMIN)
    public_id = identifiers.path_identifier(public_id, "public_id")
    reason = bodies.json_body(api.current_event, "RevocationInput")["reason"]
    certificate = revocation.revoke(public_id, reason, admin, clock.now())
    return json_response(certificate_answers.certificate_record(certificate))


@api.post("/admin/certificates/<public_id>/reinstate")
def reinstate_certificate(public_id: str) -> Response[str]:
    admin = identity.require_scope(api, identity.ADMIN)
    public_id = identifiers.path_identifier(public_id, "public_id")
    certificate = revocation.reinstate(public_id, admin, clock.now())
    return json_response(certificate_answers.certificate_record(certificate))


@api.post("/admin/certificates/<public_id>/reissue")
def reissue_certificate(public_id: str) -> Response[str]:
    identity.require_scope(api, identity.ADMIN)
    public_id = identifiers.path_identifier(public_id, "public_id")
    correction = certificate_requests.correction(api.current_event)
    base_url = context.public_base_url(config, api.current_event)
    certificate = reissue.reissue(public_id, correction, base_url, config, now=clock.now(), randbelow=secrets.randbelow)
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
