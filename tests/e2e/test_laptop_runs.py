"""`make run` starts, stops, and finds its data again, whatever happened in between."""

import signal
import socket
from functools import partial
from typing import Any

from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing
from local.waiting import wait_until
from tests.e2e.laptop import Laptop, free_port


def enroll(own: Laptop, user_id: str) -> None:
    with own.caller("shop", scope="service") as shop:
        enrollment = {"status": "active", "learner_name": f"{user_id} Ferreira"}
        shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json=enrollment)


def enrollment(own: Laptop, user_id: str) -> dict[str, Any]:
    with own.caller("shop", scope="service") as shop:
        found: dict[str, Any] = shop.ask("GET", f"/service/enrollments/{user_id}/{COURSE_ID}")
        return found


def is_completed(own: Laptop, user_id: str) -> bool:
    return enrollment(own, user_id)["completed_at"] is not None


def test_data_outlives_a_stop_a_kill_and_a_new_deployment(own: Laptop) -> None:
    own.start()
    assert "loading the demo course" in own.said
    assert "the Stripe signing secret is whsec_local" in own.said
    enroll(own, "robin")
    assert own.stop(signal.SIGINT) == 0
    assert own.processes() == []

    own.start()
    assert own.said[0] == "starting ministack, the AWS emulator"
    assert not {"loading the demo course", "deploying template.yaml to ministack"} & set(own.said)
    assert enrollment(own, "robin")["learner_name"] == "robin Ferreira"
    enroll(own, "maxi")
    own.kill()
    wait_until(lambda: own.processes() == [])

    # Another port is another issuer: the same data, deployed anew with other parameters.
    own.port = free_port()
    own.start()
    assert "deploying template.yaml to ministack" in own.said
    names = [enrollment(own, user_id)["learner_name"] for user_id in ("robin", "maxi")]
    assert names == ["robin Ferreira", "maxi Ferreira"]
    assert own.stop() == 0
    assert own.said[-1] == "stopped; the data is saved"
    assert own.processes() == []


def test_completions_are_detected_after_a_restart_as_before(own: Laptop) -> None:
    for user_id in ("robin", "maxi"):
        own.start()
        enroll(own, user_id)
        with own.caller("shop", scope="service") as shop:
            events = finishing(LESSONS, event_prefix=user_id)
            shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json={"events": events})
        wait_until(partial(is_completed, own, user_id))
        assert own.stop() == 0


def test_a_run_that_is_killed_while_it_deploys_is_made_good_by_the_next(own: Laptop) -> None:
    own.begin()
    assert own.wait_for("deploying")
    log = own.data / "logs" / "deploy.log"
    wait_until(lambda: log.exists() and "CREATE_IN_PROGRESS" in log.read_text())
    own.kill()
    own.start()
    with own.caller() as anybody:
        anybody.call("GET", "/health")
    assert own.stop() == 0


def test_a_run_that_is_stopped_before_it_is_ready_leaves_nothing_behind(own: Laptop) -> None:
    own.begin()
    assert own.wait_for("deploying")
    assert own.stop() == 0
    assert own.said[-1] == "stopped"
    assert own.processes() == []


def test_a_port_in_use_is_said_in_one_line(own: Laptop) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", own.port))
        somebody.listen()
        own.begin()
        assert own.end() == 1
    (line,) = own.said
    assert line.startswith(f"port {own.port} is in use")


def test_a_port_that_is_no_number_is_said_in_one_line(own: Laptop) -> None:
    own.port = 70_000
    own.begin()
    assert own.end() == 1
    (line,) = own.said
    assert line.startswith("PORT is '70000'")


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(own: Laptop) -> None:
    (own.data / "file").touch()
    own.data = own.data / "file" / "folder"
    own.begin()
    assert own.end() == 1
    (line,) = own.said
    assert "set DATA_DIR" in line
