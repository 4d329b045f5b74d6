"""The learners of one course and their certificates: for admins, and for the instructors of that course.

Each handler begins with `staff_of`, or `staff_of_certificate`.
"""

import secrets
import uuid
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from itertools import islice

from shared.config import CertificateConfig
from shared.domain.certificate import Certificate
from shared.domain.enrollment_import import MAX_FILE_BYTES
from shared.domain.ids import UserId
from shared.edge import bodies, change_lists, clock, course_staff
from shared.edge.answers import assignments as assignment_answers
from shared.edge.answers import certificate_lists, uploads
from shared.edge.answers import certificates as certificate_answers
from shared.edge.answers import enrollment_imports as import_answers
from shared.edge.answers import learner_exports as learner_export_answers
from shared.edge.answers import learners as learner_answers
from shared.edge.answers import orders as order_answers
from shared.edge.answers import progress as progress_answers
from shared.edge.course_staff import Caller, Staff
from shared.edge.http import CSV, JSON, Response, csv_response, json_response, new_api, serve
from shared.edge.pdfs import pdf_response
from shared.edge.requests import assignments as assignment_requests
from shared.edge.requests import certificates as certificate_requests
from shared.edge.requests import context, enrollment_files, identifiers, paging
from shared.edge.requests import enrollment_imports as import_requests
from shared.edge.requests import learners as learner_requests
from shared.usecases import (
    assignment_lists,
    assignments,
    certificates,
    changes,
    course_learners,
    dashboards,
    enrollment_imports,
    issued_certificates,
    learner_exports,
    name_corrections,
    pending_enrollments,
    reissue,
    staff_changes,
)

api = new_api()
handler = serve(api)
config = CertificateConfig.from_env()
read_file = enrollment_files.reader(config.time_zone)


def staff_of(course_id: str) -> Staff:
    """Require an admin, or an instructor of the course in the path; see `course_staff.of_course`."""
    return course_staff.of_course(api, course_id)


def staff_of_certificate(public_id: str) -> Caller:
    """Require an admin, or an instructor of the course of the certificate in the path."""
    return course_staff.of_certificate(api, public_id)


@api.get("/admin/courses/<course_id>/learners")
def list_learners(course_id: str) -> Response[str]:
    course_id = staff_of(course_id).course_id
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


@api.get("/admin/courses/<course_id>/learners/<user_id>")
def get_learner(course_id: str, user_id: str) -> Response[str]:
    staff = staff_of(course_id)
    user_id = identifiers.path_identifier(user_id, "user_id")
    view = dashboards.learner_of_course(staff.course_id, user_id, config)
    return json_response(progress_answers.learner_view(view, shows_order=staff.may_see_orders))


@api.put("/admin/courses/<course_id>/learners/<user_id>")
def put_learner(course_id: str, user_id: str) -> Response[str]:
    staff = staff_of(course_id)
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    wanted = import_requests.learner_changes(api.current_event)
    staff_changes.put(learner, staff.course_id, wanted, staff.actor, clock.now())
    view = dashboards.learner_of_course(staff.course_id, learner, config)
    return json_response(progress_answers.learner_view(view, shows_order=staff.may_see_orders))


@api.get("/admin/courses/<course_id>/learners/<user_id>/changes")
def list_learner_changes(course_id: str, user_id: str) -> Response[str]:
    staff = staff_of(course_id)
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    return change_lists.respond(
        api.current_event,
        f"learner-changes:{staff.course_id}:{learner}",
        partial(changes.of_learner, staff.course_id, learner),
        shows_order=staff.may_see_orders,
    )


@api.get("/admin/courses/<course_id>/learner-changes")
def list_changes_of_learners(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    return change_lists.respond(
        api.current_event,
        f"learner-changes:{staff.course_id}",
        partial(changes.of_learners, staff.course_id),
        shows_order=staff.may_see_orders,
    )


@api.get("/admin/courses/<course_id>/pending-enrollments")
def list_pending_enrollments(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    after, limit = paging.page(api.current_event, "pending-enrollments")
    found, more = pending_enrollments.page(staff.course_id, after=after, limit=limit)
    cursor = paging.cursor(found[-1].email if more else None, "pending-enrollments")
    return json_response(import_answers.pending_list(found, cursor))


@api.post("/admin/courses/<course_id>/pending-enrollments")
def put_pending_enrollment(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    wanted = import_requests.pending(api.current_event)
    stored = pending_enrollments.put(
        staff.course_id, wanted.email, wanted.learner_name, wanted.access_expires_at, staff.user_id, clock.now()
    )
    return json_response(import_answers.pending(stored))


@api.post("/admin/courses/<course_id>/pending-enrollments/cancel")
def cancel_pending_enrollment(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    pending_enrollments.cancel(staff.course_id, import_requests.cancelled_email(api.current_event))
    return Response(int(HTTPStatus.NO_CONTENT))


@api.post("/admin/courses/<course_id>/enrollment-imports/uploads")
def create_enrollment_upload(course_id: str) -> Response[str]:
    staff, now = staff_of(course_id), clock.now()
    file_name, size_bytes = import_requests.upload(api.current_event)
    upload_id, form = enrollment_imports.create_upload(
        staff.course_id, file_name, size_bytes, lambda: import_requests.new_upload_id(now)
    )
    return json_response(uploads.upload(upload_id, form, MAX_FILE_BYTES, now))


@api.post("/admin/courses/<course_id>/enrollment-imports/preview")
def preview_enrollment_import(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    upload_id, kind = import_requests.preview(api.current_event)
    made = enrollment_imports.preview(staff.course_id, upload_id, kind, read_file, clock.now())
    return json_response(import_answers.preview(made))


@api.get("/admin/courses/<course_id>/enrollment-imports")
def list_enrollment_imports(course_id: str) -> Response[str]:
    staff, now = staff_of(course_id), clock.now()
    return json_response(import_answers.import_list(enrollment_imports.newest(staff.course_id, now), now))


@api.post("/admin/courses/<course_id>/enrollment-imports")
def start_enrollment_import(course_id: str) -> Response[str]:
    staff, now = staff_of(course_id), clock.now()
    wanted = import_requests.wanted_import(api.current_event)
    started = enrollment_imports.start(staff.course_id, wanted, staff.user_id, read_file, now)
    return json_response(import_answers.enrollment_import(started, None, now), HTTPStatus.ACCEPTED)


@api.get("/admin/courses/<course_id>/enrollment-imports/<import_id>")
def get_enrollment_import(course_id: str, import_id: str) -> Response[str]:
    staff, now = staff_of(course_id), clock.now()
    stored, url = enrollment_imports.get(staff.course_id, identifiers.path_identifier(import_id, "import_id"), now)
    return json_response(import_answers.enrollment_import(stored, url, now))


@api.post("/admin/courses/<course_id>/learners/<user_id>/name")
def correct_name(course_id: str, user_id: str) -> Response[str]:
    staff = staff_of(course_id)
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    name = bodies.json_body(api.current_event, "NameCorrectionInput")["name"]
    addressed = replace(config, public_base_url=context.public_base_url(config, api.current_event))
    corrected = name_corrections.correct(
        learner,
        staff.course_id,
        name,
        addressed,
        change=staff.change(clock.now()),
        randbelow=secrets.randbelow,
    )
    return json_response(learner_answers.corrected_name(corrected, shows_order=staff.may_see_orders))


@api.post("/admin/courses/<course_id>/learner-exports")
def export_learners(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    now = clock.now()
    export = learner_exports.start(staff.course_id, config, now, lambda: uuid.uuid4().hex)
    return json_response(learner_export_answers.export(export, None, now), HTTPStatus.ACCEPTED)


@api.get("/admin/courses/<course_id>/learner-exports/<export_id>")
def get_learner_export(course_id: str, export_id: str) -> Response[str]:
    staff = staff_of(course_id)
    now = clock.now()
    export, url = learner_exports.get(staff.course_id, identifiers.path_identifier(export_id, "export_id"), now)
    return json_response(learner_export_answers.export(export, url, now))


@api.get("/admin/courses/<course_id>/assignments")
def list_assignments(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    return json_response(assignment_answers.assignments(assignment_lists.of_course(staff.course_id)))


@api.get("/admin/courses/<course_id>/assignments/<lesson_id>/learners")
def list_assignment_learners(course_id: str, lesson_id: str) -> Response[str]:
    staff = staff_of(course_id)
    lesson_id = identifiers.path_identifier(lesson_id, "lesson_id")
    wanted = learner_requests.search(api.current_event, staff.course_id)
    if wanted is not None:
        rows, last = assignment_lists.search(
            staff.course_id, lesson_id, wanted.query, clock.now(), after=wanted.after, limit=wanted.limit
        )
        return json_response(assignment_answers.learners(rows, learner_requests.cursor(last, wanted)))
    pending = assignment_requests.pending_learners(api.current_event, lesson_id)
    page = assignment_lists.pending(
        staff.course_id,
        lesson_id,
        clock.now(),
        only_missing=pending.only_missing,
        after=pending.after,
        limit=pending.limit,
    )
    return json_response(assignment_answers.learners(page.rows, paging.cursor(page.after, pending.list_name)))


@api.post("/admin/courses/<course_id>/assignments/<lesson_id>/marks")
def mark_assignment(course_id: str, lesson_id: str) -> Response[str]:
    staff = staff_of(course_id)
    lesson_id = identifiers.path_identifier(lesson_id, "lesson_id")
    user_ids, note = assignment_requests.marks(api.current_event)
    marked = assignments.mark(staff.course_id, lesson_id, user_ids, note, actor=staff.actor, now=clock.now())
    return json_response(assignment_answers.results(marked))


@api.post("/admin/courses/<course_id>/assignments/<lesson_id>/marks/<user_id>/undo")
def undo_assignment(course_id: str, lesson_id: str, user_id: str) -> Response[str]:
    staff = staff_of(course_id)
    lesson_id = identifiers.path_identifier(lesson_id, "lesson_id")
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    completed_at = assignment_requests.undo(api.current_event)
    undone = assignments.undo(
        staff.course_id, lesson_id, learner, completed_at=completed_at, actor=staff.actor, now=clock.now()
    )
    return json_response(progress_answers.assignment_standing(undone))


@api.get("/admin/courses/<course_id>/certificates")
def list_certificates(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    wanted = certificate_requests.certificate_page(api.current_event, config.time_zone)
    if context.prefers(api.current_event, CSV, over=JSON):
        text, last = certificate_lists.as_csv(
            issued_certificates.of_course(staff.course_id, wanted.period, after=wanted.after),
            shows_order=staff.may_see_orders,
        )
        return csv_response(text, "certificates.csv", next_cursor=_after(last, wanted))
    found = issued_certificates.of_course(staff.course_id, wanted.period, after=wanted.after, batch=wanted.limit + 1)
    shown = list(islice(found, wanted.limit + 1))
    last = shown[wanted.limit - 1] if len(shown) > wanted.limit else None
    page = certificate_lists.page(shown[: wanted.limit], _after(last, wanted), shows_order=staff.may_see_orders)
    return json_response(page)


def _after(last: Certificate | None, wanted: certificate_requests.CertificatePage) -> str | None:
    return _cursor(None if last is None else issued_certificates.position(last), wanted)


def _cursor(position: issued_certificates.Position | None, wanted: certificate_requests.CertificatePage) -> str | None:
    return paging.cursor(None if position is None else order_answers.position_text(position), wanted.list_name)


@api.post("/admin/courses/<course_id>/certificates/archive")
def archive_certificates(course_id: str) -> Response[str]:
    staff = staff_of(course_id)
    wanted = certificate_requests.certificate_page(api.current_event, config.time_zone)
    archive = issued_certificates.archive(
        staff.course_id, wanted.period, after=wanted.after, limit=wanted.limit, new_id=lambda: uuid.uuid4().hex
    )
    return json_response(certificate_lists.archive(archive, _cursor(archive.after, wanted), clock.now()))


@api.get("/admin/certificates/<public_id>/pdf")
def get_certificate_pdf(public_id: str) -> Response[str] | Response[bytes]:
    staff_of_certificate(public_id)
    obtained = issued_certificates.pdf(identifiers.path_identifier(public_id, "public_id"))
    file_name = "certificate.pdf"
    pdf = certificates.document(obtained)
    return pdf_response(pdf, file_name, lambda: certificates.link(obtained.certificate, file_name))


@api.post("/admin/certificates/<public_id>/reissue")
def reissue_certificate(public_id: str) -> Response[str]:
    caller = staff_of_certificate(public_id)
    public_id = identifiers.path_identifier(public_id, "public_id")
    correction = certificate_requests.correction(api.current_event)
    base_url = context.public_base_url(config, api.current_event)
    certificate = reissue.reissue(
        public_id, correction, base_url, config, change=caller.change(clock.now()), randbelow=secrets.randbelow
    )
    return json_response(certificate_answers.certificate_record(certificate, shows_order=caller.may_see_orders))
