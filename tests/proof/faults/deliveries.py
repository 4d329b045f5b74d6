"""The deliveries to the service: each kind of request, payment event, stream record and queue message."""

from tests.proof.faults import fixtures
from tests.proof.faults.assignment_deliveries import ASSIGNMENT_DELIVERIES
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.fixtures import (
    ADMIN_COURSE,
    DOWNLOAD,
    ENROLLMENT,
    INES,
    ISSUER,
    LEARNER,
    OLD_EVENT,
    SETTINGS,
    admin,
    download,
    enrolled,
    get,
    inserted,
    nothing,
    progress,
    put_settings,
    shop,
    with_certificate,
)
from tests.proof.faults.payment_deliveries import PAYMENT_DELIVERIES
from tests.proof.faults.staff_deliveries import STAFF_DELIVERIES
from tests.support.service import ADMIN, SHOP, Caller
from tests.support.steps import ANNA, BEN, SLUG, completed, course, get_certificate, playback, put_course

ORDER_1, ORDER_2 = ({"status": "active", "order_id": f"order-{number}"} for number in (1, 2))
FEWER_LESSONS = course(slug="rye", lessons=course()["lessons"][:2])
UPLOAD_FORM = {"file_name": "template.pdf", "size_bytes": 1000}
LOGO_FORM = {"content_type": "image/png", "size_bytes": 1000}
ISSUE = "/service/certificates"
FOR_ANNA = {"certificates": [{"user_id": ANNA.sub, "course_id": "course-1"}]}

DELIVERIES = (
    # learners
    Delivery("progress", "the dashboard", with_certificate, get("/my-courses")),
    Delivery("progress", "one course", with_certificate, get(f"/my-courses/{SLUG}")),
    Delivery("progress", "one lesson", with_certificate, get(f"/my-courses/{SLUG}/lessons/starter")),
    Delivery("progress", "a completion rule", enrolled, get(f"/courses/{SLUG}/completion-rule")),
    Delivery(
        "progress", "progress of two lessons", enrolled, progress(playback("starter", [0, 95]), completed("flour"))
    ),
    Delivery(
        "progress",
        "the rest of a video",
        fixtures.half_watched,
        progress(playback("starter", [50, 100], **OLD_EVENT)),
    ),
    Delivery("certificates", "a first download", fixtures.detected, download()),
    Delivery("certificates", "a first download before detection", fixtures.finished, download()),
    # The PDF is stored after the record; the next download stores it if it is missing.
    Delivery(
        "certificates",
        "a first download with the learner's own name",
        fixtures.detected_with_profile,
        get(DOWNLOAD, Caller(ANNA.sub), "application/pdf"),
    ),
    Delivery("certificates", "a certificate's data", fixtures.detected, download("application/json"), get_certificate),
    Delivery("certificates", "a later download", with_certificate, download()),
    Delivery("certificates", "a download of a lost PDF", fixtures.with_lost_pdf, download()),
    Delivery("certificates", "a download after paying again", fixtures.paid_again, download()),
    Delivery("certificates", "a profile", nothing, fixtures.put_profile("Anna Own")),
    Delivery("certificates", "another profile", fixtures.with_profile, fixtures.put_profile("Anna Nowak")),
    Delivery("certificates", "a profile removed", fixtures.with_profile, fixtures.put_profile(None)),
    Delivery("certificates", "a profile read", fixtures.with_profile, get(f"/my-profile?course_slug={SLUG}")),
    Delivery(
        "certificates", "a certificate that the shop has issued", fixtures.detected, shop("POST", ISSUE, FOR_ANNA)
    ),
    Delivery(
        "certificates", "a certificate that the shop reads", with_certificate, get(f"{ISSUE}/{ANNA.sub}/course-1", SHOP)
    ),
    # the public
    Delivery("verification", "a verification", with_certificate, fixtures.verify),
    Delivery(
        "verification", "a verification of an unknown code", nothing, get(f"/certificates/verify/{'0' * 20}", None)
    ),
    Delivery("verification", "a logo", fixtures.with_logo, fixtures.logo),
    Delivery("verification", "the form for codes", nothing, get("/certificates/verify", None, "text/html")),
    Delivery("verification", "a page", with_certificate, fixtures.verification_page),
    Delivery("verification", "a picture", fixtures.with_picture, fixtures.picture),
    Delivery("verification", "health", nothing, get("/health", None)),
    Delivery("verification", "the OpenAPI document", nothing, get("/openapi.json", None)),
    # the shop's services
    Delivery(
        "progress",
        "an assignment",
        enrolled,
        shop("POST", f"/service/progress/{ANNA.sub}/{SLUG}", {"events": [completed("loaf")]}),
    ),
    Delivery("enrollments", "an enrollment", put_course, shop("PUT", ENROLLMENT, ORDER_1)),
    Delivery(
        "enrollments", "an enrollment paid again", fixtures.certified_and_refunded, shop("PUT", ENROLLMENT, ORDER_2)
    ),
    Delivery("enrollments", "a cancellation", enrolled, shop("PUT", ENROLLMENT, {"status": "cancelled"})),
    Delivery("enrollments", "an enrollment read", enrolled, get(ENROLLMENT, SHOP)),
    Delivery("enrollments", "an export", with_certificate, get(f"{LEARNER}/export", SHOP)),
    Delivery("enrollments", "an erasure", fixtures.two_with_certificates, shop("DELETE", LEARNER)),
    Delivery("enrollments", "an erasure with a picture", fixtures.with_picture, shop("DELETE", LEARNER)),
    *PAYMENT_DELIVERIES,
    *STAFF_DELIVERIES,
    *ASSIGNMENT_DELIVERIES,
    # admins
    Delivery("admin", "a new course", nothing, admin("PUT", ADMIN_COURSE, course())),
    Delivery(
        "admin",
        "a course with another slug and fewer lessons",
        enrolled,
        admin("PUT", ADMIN_COURSE, FEWER_LESSONS),
    ),
    Delivery(
        "admin",
        "a course with another slug and other instructors",
        fixtures.taught,
        admin("PUT", ADMIN_COURSE, course(slug="rye", instructors=["olga"])),
    ),
    Delivery("admin", "the courses of an instructor", fixtures.taught, get("/admin/courses", INES)),
    Delivery("admin", "learners found by an instructor", fixtures.taught, get("/admin/learners?q=ann", INES)),
    Delivery("teaching", "a PDF for an instructor", fixtures.taught, fixtures.pdf_for_instructor),
    Delivery("admin", "a course read", enrolled, get(ADMIN_COURSE, ADMIN)),
    Delivery("admin", "who changed a course", enrolled, get(f"{ADMIN_COURSE}/changes", ADMIN)),
    Delivery("admin", "who changed the issuer", fixtures.with_logo, get("/admin/issuer/changes", ADMIN)),
    Delivery(
        "teaching", "who changed a learner", with_certificate, get(f"{ADMIN_COURSE}/learners/{ANNA.sub}/changes", ADMIN)
    ),
    Delivery("teaching", "who changed learners", enrolled, get(f"{ADMIN_COURSE}/learner-changes", ADMIN)),
    Delivery("admin", "all courses", enrolled, get("/admin/courses", ADMIN)),
    Delivery("teaching", "the learners of a course", with_certificate, get(f"{ADMIN_COURSE}/learners", ADMIN)),
    Delivery(
        "teaching",
        "learners found in a course",
        fixtures.indexed_learners,
        get(f"{ADMIN_COURSE}/learners?q=an%20no", ADMIN),
    ),
    Delivery("admin", "learners found in all courses", fixtures.indexed_learners, get("/admin/learners?q=ann", ADMIN)),
    Delivery(
        "teaching", "one learner of a course", with_certificate, get(f"{ADMIN_COURSE}/learners/{ANNA.sub}", ADMIN)
    ),
    Delivery("teaching", "an export of learners", with_certificate, admin("POST", f"{ADMIN_COURSE}/learner-exports")),
    Delivery("teaching", "an export of learners read", fixtures.asked_for_export(1), fixtures.get_export),
    Delivery("admin", "certificate settings read", with_certificate, get(SETTINGS, ADMIN)),
    Delivery("admin", "a first template", enrolled, put_settings("default"), fixtures.replace_template),
    Delivery("admin", "another template", fixtures.upload_replaces_template, put_settings, fixtures.replace_template),
    Delivery("admin", "an upload form", enrolled, admin("POST", f"{SETTINGS}/template", UPLOAD_FORM)),
    Delivery("admin", "a preview", with_certificate, get(f"{SETTINGS}/preview", ADMIN, "application/pdf")),
    Delivery("admin", "a design with a logo", fixtures.course_and_logo, fixtures.draw_design),
    Delivery("admin", "a preview of an upload", fixtures.upload_replaces_template, fixtures.preview_upload),
    Delivery("admin", "the issuer", nothing, admin("PUT", "/admin/issuer", ISSUER)),
    Delivery("admin", "the issuer's logo", fixtures.uploaded_logo, fixtures.put_logo),
    Delivery("admin", "a form for a logo", nothing, admin("POST", "/admin/issuer/logo-uploads", LOGO_FORM)),
    Delivery("admin", "the issuer read", nothing, get("/admin/issuer", ADMIN)),
    Delivery("teaching", "the certificates of a course", with_certificate, get(f"{ADMIN_COURSE}/certificates", ADMIN)),
    Delivery("teaching", "a ZIP", with_certificate, admin("POST", f"{ADMIN_COURSE}/certificates/archive")),
    Delivery("teaching", "a PDF for staff", with_certificate, fixtures.pdf_for_staff),
    # Repeated after a response that was lost, it finds the certificate replaced.
    Delivery("teaching", "a reissue", with_certificate, fixtures.reissue, once_done="409"),
    Delivery("admin", "a revocation", with_certificate, fixtures.revoke),
    Delivery("admin", "a reinstatement", fixtures.with_revoked_certificate, fixtures.reinstate),
    Delivery("admin", "an order read", fixtures.certified_and_refunded, get("/admin/orders/order-1", ADMIN)),
    Delivery("admin", "payment events read", fixtures.refunded, get("/admin/webhook-events", ADMIN)),
    # streams and queues
    Delivery("completion", "completed lessons", fixtures.first_completed_lessons, inserted("completion")),
    Delivery("completion", "a restored enrollment", fixtures.restored_enrollment, inserted("completion")),
    Delivery("recheck", "a recheck that is divided", fixtures.three_almost_done, fixtures.recheck()),
    Delivery("recheck", "a recheck of the last learner", fixtures.three_almost_done, fixtures.recheck(BEN.sub)),
    Delivery("recheck", "a recheck of two ranges", fixtures.three_almost_done, fixtures.whole_recheck()),
    Delivery("learner_exports", "an export in one part", fixtures.asked_for_export(1), lambda message: message),
    Delivery("learner_exports", "an export in parts", fixtures.asked_for_export(6), lambda message: message),
    Delivery("announcements", "a completion to announce", fixtures.new_completion, inserted("announcements")),
    Delivery(
        "announcements",
        "certificates' changes to announce",
        fixtures.certificate_changes,
        lambda stream: stream,
    ),
    Delivery("learner_index", "enrollments to index", fixtures.changed_enrollments, lambda stream: stream),
    Delivery("learner_index", "a course to index", fixtures.three_almost_done, fixtures.course_to_index),
    Delivery("learner_index", "all courses to index", fixtures.three_almost_done, fixtures.all_courses_to_index),
    Delivery("pictures", "a certificate to draw", fixtures.new_certificate, inserted("pictures")),
    Delivery("pictures", "a revoked certificate to draw", fixtures.revoked_and_drawn, lambda stream: stream),
)
