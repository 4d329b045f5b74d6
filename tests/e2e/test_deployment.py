"""A newcomer, from an empty account to a verified certificate: `make deploy`, as far as ministack goes.

ministack ignores the OpenAPI document of an HTTP API: its routes are created as `make run` creates them. Its CloudFront
cannot reach an HTTP API: the API is called directly.
"""

import json
import os
import platform
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from local import deploy, deployed
from local.calls import TIMEOUT, refund, signed
from local.demo_course import COURSE, COURSE_ID, LESSONS, SLUG, finishing, put_template
from local.settings import ARCHITECTURES
from local.waiting import wait_until
from tests.e2e.account import Account, empty_account
from tests.support.sizes import FULL, at_full_size_only
from tools.deploy.admin import create_first
from tools.deploy.questions import Terminal

SECRET = "whsec_of_a_newcomer"  # noqa: S105 - a test value
ADMIN, ADMIN_NAME = "ada@school.example", "Ada Lovelace"
LEARNER, LEARNER_NAME = "anh@school.example", "Nguyễn Thị Ánh"
# What a newcomer answers to `make deploy STAGE=dev`; docs/deployment.md counts them.
ANSWERS = (
    ("Serve certificates (true or false)?: ", "true"),
    ("(empty: create a Cognito user pool): ", ""),
    ("E-mail address of the first admin: ", ADMIN),
    ("Name of the first admin: ", ADMIN_NAME),
    ("for the links on certificates (empty: none): ", ""),
    ("(hidden; empty: without Stripe): ", SECRET),
)
JSON = {"accept": "application/json"}
# The functions run on this machine, whose processor need not be that of the default.
PROCESSOR = {"Architecture": ARCHITECTURES[platform.machine().lower()]}


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """A stack whose creation failed, and the next deployment, which completed it.

    Attributes:
        account: with the stack.
        failed: what the terminal showed of the creation that failed, at full size.
        completed: exit status and what the terminal showed of the next one.
    """

    account: Account
    failed: str
    completed: tuple[int, str]


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with empty_account(tmp_path_factory.mktemp("newcomer"), "dev") as account:
        (account.clone / ".stages").mkdir()
        (account.clone / ".stages" / "dev.json").write_text(json.dumps(PROCESSOR))
        # An event bus of the name that the template gives to its own makes the creation fail half-way.
        events = account.client("events")
        events.create_event_bus(Name=account.stack)
        failed = account.type("deploy", *ANSWERS)[1] if FULL else ""
        if not FULL:
            bus = {"Type": "AWS::Events::EventBus", "Properties": {"Name": account.stack}}
            template = json.dumps({"Resources": {"EventBus": bus}})
            account.client("cloudformation").create_stack(StackName=account.stack, TemplateBody=template)
        wait_until(lambda: account.description()["StackStatus"] == "ROLLBACK_COMPLETE")
        assert account.tables() == []
        events.delete_event_bus(Name=account.stack)
        # The other answers were kept.
        completed = account.type("deploy", *ANSWERS[-1:] if FULL else ANSWERS)
        deploy.create_routes(account.endpoint, account.outputs()["ApiId"], account.stack)
        yield Deployment(account=account, failed=failed, completed=completed)


@pytest.fixture
def account(deployment: Deployment) -> Account:
    status, shown = deployment.completed
    assert status == 0, shown
    return deployment.account


@pytest.mark.skipif(not FULL, reason="takes half a minute: at full size only")
def test_a_failed_creation_names_its_cause(deployment: Deployment) -> None:
    assert "EventBus: " in deployment.failed
    assert ".aws-sam/stages/dev/deploy.log has all of its output" in deployment.failed


def test_the_next_deployment_deletes_what_is_left_and_prints_the_addresses(
    deployment: Deployment, account: Account
) -> None:
    _, shown = deployment.completed
    outputs = account.outputs()
    assert "deleting what the failed creation has left of the stack" in shown
    for name in ("PagesUrl", "ApiUrl", "SignInUrl", "MachineClientId"):
        assert outputs[name] in shown
    assert f"{outputs['ApiUrl']}/webhooks/stripe" in shown
    assert "WARNING: neither ApiDomain nor PublicBaseUrl is set." in shown


def test_a_second_update_returns_the_address_of_the_pages_and_protects_the_tables(account: Account) -> None:
    parameters = account.parameters()
    assert parameters["PagesOrigin"] == account.outputs()["PagesUrl"]
    described = account.client("dynamodb").describe_table(TableName=account.tables()[0])["Table"]
    assert described["DeletionProtectionEnabled"]


def test_no_secret_is_shown_or_kept_in_a_file(deployment: Deployment, account: Account) -> None:
    _, client_secret = account.run("client-secret")
    files = [path for folder in (".stages", ".aws-sam") for path in (account.clone / folder).rglob("*.*")]
    texts = [path.read_text("utf-8") for path in files if path.suffix in {".json", ".log", ".toml", ".yaml"}]
    assert len(client_secret.strip()) > 20
    for text in (*texts, deployment.failed, deployment.completed[1]):
        assert SECRET not in text
        assert client_secret.strip() not in text
    assert (account.clone / ".stages" / "dev.json").stat().st_mode & 0o777 == 0o600


def test_the_first_admin_is_invited_once(account: Account) -> None:
    (admin,) = account.admins()
    assert (admin["email"], admin["email_verified"], admin["name"]) == (ADMIN, "true", ADMIN_NAME)


def test_an_invitation_that_was_interrupted_is_completed(account: Account) -> None:
    cognito, pool = account.client("cognito-idp"), account.outputs()["UserPoolId"]
    cognito.admin_remove_user_from_group(UserPoolId=pool, Username=ADMIN, GroupName="admin")
    nobody = Terminal(is_interactive=False)
    assert create_first(cognito, pool, nobody, email=ADMIN, name=ADMIN_NAME)
    assert not create_first(cognito, pool, nobody, email=ADMIN, name=ADMIN_NAME)
    assert len(account.admins()) == 1


def test_the_pages_are_served(account: Account) -> None:
    headers = {"host": account.outputs()["PagesUrl"].removeprefix("https://"), "x-forwarded-proto": "https"}
    page = httpx.get(account.endpoint, headers=headers, trust_env=False, timeout=TIMEOUT)
    assert page.text == (account.clone / "web" / "dist" / "index.html").read_text("utf-8")


def test_a_newcomer_gets_from_an_empty_account_to_a_verified_certificate(account: Account) -> None:
    with account.caller(account.first_token(ADMIN)) as admin:
        admin.call("PUT", f"/admin/courses/{COURSE_ID}", json=COURSE)
        put_template(admin)
    user_id = account.invite(LEARNER, LEARNER_NAME)
    with (
        account.caller(account.machine_token()) as shop,
        account.caller(account.first_token(LEARNER)) as learner,
        account.caller() as anybody,
    ):
        learner.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json={"status": "active"}, expect=403)
        shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json={"status": "active", "order_id": "1"})
        learner.call(
            "POST",
            f"/my-courses/{SLUG}/progress",
            json={"events": finishing([each for each in LESSONS if each["kind"] != "assignment"], event_prefix="1")},
        )
        handed_in = finishing([each for each in LESSONS if each["kind"] == "assignment"], event_prefix="2")
        shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json={"events": handed_in})
        assert learner.call("GET", f"/my-courses/{SLUG}/certificate").content.startswith(b"%PDF")
        code = learner.ask("GET", f"/my-courses/{SLUG}/certificate", headers=JSON)["verification_code"]
        verified = anybody.ask("GET", f"/certificates/verify/{code}", headers=JSON)
    assert (verified["status"], verified["issued_name"]) == ("active", LEARNER_NAME)


def live(account: Account) -> dict[str, dict[str, Any]]:
    """The configuration of the version that each function's alias invokes."""
    functions = account.client("lambda")
    return {
        name: functions.get_function_configuration(FunctionName=one["FunctionName"], Qualifier="live")
        for name, one in deployed.functions(account.endpoint, account.stack).items()
    }


# At the small size, the first deployment updates the stack too: with the address of its pages.
@at_full_size_only
def test_another_deployment_is_one_update_that_keeps_data_secrets_and_admins(account: Account) -> None:
    with account.caller(account.machine_token()) as shop:
        shop.call("PUT", f"/service/enrollments/somebody/{COURSE_ID}", json={"status": "active", "order_id": "2"})
    before, answers = live(account), account.clone / ".stages" / "dev.json"
    assert before["CertificatesFunction"]["Environment"]["Variables"]["LEARNER_MAY_CHANGE_NAME"] == "false"
    answers.write_text(json.dumps({**json.loads(answers.read_text()), "LearnerMayChangeName": True}))
    status, printed = account.run("deploy")
    assert status == 0, printed
    assert "deploying what follows" not in printed
    # One changed parameter: what is invoked are new versions, with its value.
    after = live(account)
    assert all(int(after[name]["Version"]) > int(one["Version"]) for name, one in before.items())
    assert after["CertificatesFunction"]["Environment"]["Variables"]["LEARNER_MAY_CHANGE_NAME"] == "true"
    deploy.create_routes(account.endpoint, account.outputs()["ApiId"], account.stack)
    with account.caller(account.machine_token()) as shop, account.caller() as stripe:
        assert shop.ask("GET", f"/service/enrollments/somebody/{COURSE_ID}")["status"] == "active"
        event = refund("2", event_id="evt_1", amount=100, amount_refunded=100)
        stripe.call("POST", "/webhooks/stripe", **signed(event, secret=SECRET))
        stripe.call("POST", "/webhooks/stripe", **signed(event, secret="whsec_of_another"), expect=400)  # noqa: S106
    assert len(account.admins()) == 1


@at_full_size_only
def test_a_deployment_that_changes_nothing_publishes_no_versions(account: Account) -> None:
    before = {name: one["Version"] for name, one in live(account).items()}
    assert account.run("deploy")[0] == 0
    assert {name: one["Version"] for name, one in live(account).items()} == before


@pytest.mark.skipif(not FULL, reason="takes a minute: at full size only")
def test_a_killed_deployment_of_another_stage_with_its_own_issuer_and_domain_is_completed_by_the_next(
    account: Account,
) -> None:
    domain, region = "certificates.school.example", "us-east-1"
    zone = account.client("route53").create_hosted_zone(Name="school.example", CallerReference="1")
    certificate = account.client("acm").request_certificate(DomainName=domain)["CertificateArn"]
    spare = replace(account, stage="spare")
    answers = {
        **PROCESSOR,
        "CertificatesEnabled": True,
        "JwtIssuer": f"https://cognito-idp.{region}.amazonaws.com/{account.outputs()['UserPoolId']}",
        "JwtAudience": "pages,services",
        "ApiDomain": domain,
        "ApiCertificateArn": certificate,
        "ApiHostedZoneId": zone["HostedZone"]["Id"].rpartition("/")[2],
        "Pages": False,
        "Stripe": False,
    }
    (account.clone / ".stages" / "spare.json").write_text(json.dumps(answers))
    with spare.start("deploy") as killed:
        # SAM has created a change set, and may have begun to execute it.
        wait_until(lambda: spare.stack in _stacks(spare))
        os.killpg(killed.pid, signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    wait_until(lambda: spare.description()["StackStatus"] in {"REVIEW_IN_PROGRESS", "CREATE_COMPLETE"})
    status, printed = spare.run("deploy")
    assert status == 0, printed
    assert f"https://{domain}/certificates/verify/" in printed
    assert "WARNING" not in printed
    assert spare.parameters()["DeletionProtection"] == "true"
    assert account.tables()


def _stacks(account: Account) -> list[str]:
    return [stack["StackName"] for stack in account.client("cloudformation").describe_stacks()["Stacks"]]


# The last: it deletes the stack.
def test_destroy_asks_for_the_name_and_keeps_the_tables_which_the_next_deployment_finds(account: Account) -> None:
    tables, buckets = account.tables(), account.client("s3").list_buckets()["Buckets"]
    pool = account.outputs()["UserPoolId"]
    prompt = "Type dev to delete the stack: "
    assert account.run("destroy")[0] == 1
    assert account.type("destroy", (prompt, "production"))[0] == 1
    status, shown = account.type("destroy", (prompt, "dev"))
    assert status == 0, shown
    left = account.tables()
    assert set(tables) - set(left) == {"laurel-dev-rate-limits"}
    assert all(name in shown for name in (*left, pool))
    assert account.client("s3").list_buckets()["Buckets"] == buckets
    status, shown = account.type("deploy", ANSWERS[-1])
    assert status == 1
    assert left[0] in shown
    assert "TablePrefix" in shown
