"""`make run` starts, stops, and loads its data again, even after a crash."""

import signal
import socket
from functools import partial
from typing import Any

from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing
from local.waiting import wait_until
from tests.e2e.laptop import Laptop, free_port
from tests.support.sizes import at_full_size_only

DEPLOYING = "deploying template.yaml to ministack"
LOADING = "loading the demo course"


def enroll(fresh_laptop: Laptop, user_id: str) -> None:
    with fresh_laptop.caller("shop", scope="service") as shop:
        enrollment = {"status": "active", "learner_name": f"{user_id} Ferreira"}
        shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json=enrollment)


def enrollment(fresh_laptop: Laptop, user_id: str) -> dict[str, Any]:
    with fresh_laptop.caller("shop", scope="service") as shop:
        found: dict[str, Any] = shop.ask("GET", f"/service/enrollments/{user_id}/{COURSE_ID}")
        return found


def is_completed(fresh_laptop: Laptop, user_id: str) -> bool:
    return enrollment(fresh_laptop, user_id)["completed_at"] is not None


def test_the_first_run_deploys_and_loads_the_demo_course(deployed_laptop: Laptop) -> None:
    for line in (DEPLOYING, LOADING, "the Stripe signing secret is whsec_local", "stopped; the data is saved"):
        assert line in deployed_laptop.output
    assert deployed_laptop.processes() == []


def test_data_survives_a_stop_and_a_kill(copied_laptop: Laptop) -> None:
    copied_laptop.start()
    assert copied_laptop.output[0] == "starting ministack, the AWS emulator"
    assert not {DEPLOYING, LOADING} & set(copied_laptop.output)
    enroll(copied_laptop, "robin")
    assert copied_laptop.stop(signal.SIGINT) == 0
    assert copied_laptop.processes() == []

    copied_laptop.start()
    assert enrollment(copied_laptop, "robin")["learner_name"] == "robin Ferreira"
    enroll(copied_laptop, "maxi")
    copied_laptop.kill()
    wait_until(lambda: copied_laptop.processes() == [])

    copied_laptop.start()
    names = [enrollment(copied_laptop, user_id)["learner_name"] for user_id in ("robin", "maxi")]
    assert names == ["robin Ferreira", "maxi Ferreira"]
    assert copied_laptop.stop() == 0


# At the small size, test_saved_data.py deploys again over data.
@at_full_size_only
def test_data_survives_a_new_deployment(copied_laptop: Laptop) -> None:
    copied_laptop.start()
    enroll(copied_laptop, "robin")
    assert copied_laptop.stop() == 0

    # Another port is another issuer: the same data is deployed with other parameters.
    copied_laptop.port = free_port()
    copied_laptop.start()
    assert DEPLOYING in copied_laptop.output
    assert enrollment(copied_laptop, "robin")["learner_name"] == "robin Ferreira"
    assert copied_laptop.stop() == 0
    assert copied_laptop.output[-1] == "stopped; the data is saved"
    assert copied_laptop.processes() == []


@at_full_size_only
def test_completions_are_detected_after_a_restart(copied_laptop: Laptop) -> None:
    for user_id in ("robin", "maxi"):
        copied_laptop.start()
        enroll(copied_laptop, user_id)
        with copied_laptop.caller("shop", scope="service") as shop:
            events = finishing(LESSONS, event_prefix=user_id)
            shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json={"events": events})
        wait_until(partial(is_completed, copied_laptop, user_id))
        assert copied_laptop.stop() == 0


@at_full_size_only
def test_the_run_after_one_killed_during_deployment_finishes_the_deployment(fresh_laptop: Laptop) -> None:
    fresh_laptop.launch()
    assert fresh_laptop.wait_for("deploying")
    log = fresh_laptop.data / "logs" / "deploy.log"
    wait_until(lambda: log.exists() and "CREATE_IN_PROGRESS" in log.read_text())
    fresh_laptop.kill()
    fresh_laptop.start()
    with fresh_laptop.caller() as anybody:
        anybody.call("GET", "/health")
    assert fresh_laptop.stop() == 0


def test_a_run_stopped_before_it_is_ready_leaves_no_process(fresh_laptop: Laptop) -> None:
    fresh_laptop.launch()
    assert fresh_laptop.wait_for("deploying")
    assert fresh_laptop.stop() == 0
    assert fresh_laptop.output[-1] == "stopped"
    assert fresh_laptop.processes() == []


def test_a_port_in_use_is_reported_in_one_line(fresh_laptop: Laptop) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", fresh_laptop.port))
        somebody.listen()
        fresh_laptop.launch()
        assert fresh_laptop.wait_for_exit() == 1
    (line,) = fresh_laptop.output
    assert line.startswith(f"port {fresh_laptop.port} is in use")


def test_a_port_that_is_not_a_number_is_reported_in_one_line(fresh_laptop: Laptop) -> None:
    fresh_laptop.port = 70_000
    fresh_laptop.launch()
    assert fresh_laptop.wait_for_exit() == 1
    (line,) = fresh_laptop.output
    assert line.startswith("PORT is '70000'")


def test_a_read_only_data_folder_is_reported_in_one_line(fresh_laptop: Laptop) -> None:
    (fresh_laptop.data / "file").touch()
    fresh_laptop.data = fresh_laptop.data / "file" / "folder"
    fresh_laptop.launch()
    assert fresh_laptop.wait_for_exit() == 1
    (line,) = fresh_laptop.output
    assert "set DATA_DIR" in line
