"""Issues certificates to learners, themselves or by a service, serves them, and stores the learner's own name."""

import secrets

from shared.config import CertificateConfig
from shared.domain.ids import CourseId, UserId
from shared.edge import clock, identity
from shared.edge.answers import certificate_lists
from shared.edge.answers import certificates as answers
from shared.edge.answers import profiles as profile_answers
from shared.edge.http import JSON, Response, json_response, log_refusal, new_api, serve
from shared.edge.pdfs import pdf_response
from shared.edge.requests import certificates as certificate_requests
from shared.edge.requests import context, identifiers
from shared.edge.requests import courses as course_requests
from shared.edge.requests import enrollments as enrollment_requests
from shared.usecases import certificates, claims, issued_certificates, profiles, service_certificates

api = new_api()
handler = serve(api)
config = CertificateConfig.from_env()


@api.get("/my-courses/<slug>/certificate")
def get_my_certificate(slug: str) -> Response[str] | Response[bytes]:
    slug = identifiers.path_identifier(slug, "slug")
    learner, now = identity.learner(api), clock.now()
    base_url = context.public_base_url(config, api.current_event)
    obtained = claims.enrolled(
        learner,
        now,
        lambda: certificates.obtain(learner, slug, base_url, config, now=now, randbelow=secrets.randbelow),
    )
    if context.prefers(api.current_event, JSON, over="application/pdf"):
        return json_response(answers.certificate_data(obtained.certificate))
    file_name = f"certificate-{slug}.pdf"
    pdf = certificates.document(obtained)
    return pdf_response(pdf, file_name, lambda: certificates.link(obtained.certificate, file_name))


@api.post("/service/certificates")
def issue_certificates() -> Response[str]:
    identity.require_scope(api, identity.SERVICE)
    wanted = certificate_requests.issues(api.current_event)
    base_url = context.public_base_url(config, api.current_event)
    verdicts = service_certificates.issue(wanted, base_url, config, now=clock.now(), randbelow=secrets.randbelow)
    for refusal in (verdict.refusal for verdict in verdicts if verdict.refusal is not None):
        log_refusal(refusal)
    return json_response(certificate_lists.verdicts(verdicts))


@api.get("/service/certificates/<user_id>/<course_id>")
def get_certificate(user_id: str, course_id: str) -> Response[str]:
    identity.require_scope(api, identity.SERVICE)
    learner = UserId(identifiers.path_identifier(user_id, "user_id"))
    course = CourseId(identifiers.path_identifier(course_id, "course_id"))
    return json_response(answers.certificate_record(issued_certificates.of_learner(learner, course)))


@api.get("/my-profile")
def get_my_profile() -> Response[str]:
    slug = course_requests.course_slug(api.current_event)
    return json_response(profile_answers.profile(profiles.get(identity.learner(api), slug, config)))


@api.put("/my-profile")
def put_my_profile() -> Response[str]:
    learner = identity.learner(api)
    name = enrollment_requests.profile_name(api.current_event)
    return json_response(profile_answers.profile(profiles.put(learner, name, config, clock.now())))
