"""The restore procedure of docs/operations.md, with a deployment in ministack, which restores what is there at once."""

import subprocess
import sys
from datetime import UTC, datetime

from local import programs
from local.demo_course import COURSE_ID
from local.settings import ROOT, STACK
from tests.e2e.laptop import Laptop
from tests.e2e.saved_data.fill import CERTIFICATE, MY_COURSE, Filler, purchase, refunded
from tests.support.sizes import at_full_size_only

JSON = {"accept": "application/json"}
INSTANT = datetime(2026, 1, 12, 8, 30, tzinfo=UTC)
PREFIX = "restored-20260112t083000z-"
# What ministack answers for a function that may not be invoked.
STOPPED = 429


def operate(laptop: Laptop, *arguments: str) -> str:
    """Run a command of tools.operate as an operator does; returns what it printed."""
    done = subprocess.run(  # noqa: S603 - the project's own program
        [sys.executable, "-m", "tools.operate", "--stack", STACK, *arguments],
        cwd=ROOT,
        env=programs.environment(laptop.endpoint),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def status_of(laptop: Laptop, code: str) -> str:
    status: str = laptop.caller().ask("GET", f"/certificates/verify/{code}", headers=JSON)["status"]
    return status


@at_full_size_only
def test_tables_are_restored_to_one_instant_and_a_refund_since_is_sent_again(fresh_laptop: Laptop) -> None:
    fresh_laptop.start()
    shop = fresh_laptop.caller("shop", scope="service")
    refund = refunded("evt_since", "pi_1", 4900)
    with Filler(fresh_laptop.url) as filler:
        filler.pay(purchase("evt_1", "ana", "pi_1", "order-1"))
        code = filler.complete("ana", "Ana Beatriz Ñúñez")
        operate(fresh_laptop, "restore-tables", INSTANT.isoformat())

        assert filler.pay(refund) == ["refunded"]
        newer = filler.complete("raja", "Raja Østergård")
        shop.call("DELETE", "/service/learners/demo-maya", expect=204)
        assert status_of(fresh_laptop, code) == "revoked"

        operate(fresh_laptop, "stop")
        fresh_laptop.caller().call("GET", "/health", expect=STOPPED)
        printed = operate(fresh_laptop, "copy-back", PREFIX)
        assert "all tables are equal to the restored ones" in printed
        # The webhook alone, until the events since the instant are processed.
        operate(fresh_laptop, "start", "RefundWebhookFunction", "OrderLinesFunction")
        shop.call("GET", f"/service/enrollments/ana/{COURSE_ID}", expect=STOPPED)
        assert filler.pay(refund) == ["refunded"]
        shop.call("DELETE", "/service/learners/demo-maya", expect=STOPPED)
        operate(fresh_laptop, "start")
        for command in ("requeue", "redrive", "reannounce"):
            operate(fresh_laptop, command)

        assert status_of(fresh_laptop, code) == "revoked"
        assert fresh_laptop.caller("ana").ask("GET", CERTIFICATE, expect=410)["revoke_reason"] == "refunded"
        fresh_laptop.caller().call("GET", f"/certificates/verify/{newer}", headers=JSON, expect=404)
        assert fresh_laptop.caller("demo-maya").ask("GET", MY_COURSE)["percent"] > 0
        # What was issued since is issued again, with another code.
        assert filler.complete("raja", "Raja Østergård") != newer
