"""`tools.operate draw-pictures`: the pictures of certificates that were issued before there were any."""

from collections.abc import Iterator

import pytest

from shared.aws.connection import client
from tests.support.operator import Operator, operating
from tests.support.pictures import BUCKET, get_picture, is_marked, stored
from tests.support.service import ADMIN, SHOP, Service
from tests.support.steps import ANNA, BEN, certified
from tools import operate

pytestmark = pytest.mark.moto  # the commands scan with a filter, which the functions never do


@pytest.fixture
def operator(service: Service) -> Iterator[Operator]:
    assert service.requests == []
    with operating() as operator:
        yield operator


def test_certificates_without_a_picture_are_drawn_in_their_status(
    service: Service, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, ben = (certified(service, learner) for learner in (ANNA, BEN))
    url = f"/admin/certificates/{ben['public_id']}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "Copied"}).status == 200
    assert operate.main(["draw-pictures"]) == 0
    assert "2 pictures drawn" in capsys.readouterr().out
    marked = [is_marked(get_picture(service, one["verification_code"]).content) for one in (anna, ben)]
    assert marked == [False, True]
    assert operate.main(["draw-pictures"]) == 0
    assert "0 pictures drawn" in capsys.readouterr().out
    assert operator.invoked == ["PicturesFunction"]


@pytest.mark.usefixtures("operator")
def test_pictures_that_were_lost_are_drawn_again(service: Service) -> None:
    code = certified(service)["verification_code"]
    assert operate.main(["draw-pictures"]) == 0
    (key,) = stored()
    client("s3").delete_object(Bucket=BUCKET, Key=key)
    assert operate.main(["draw-pictures"]) == 0
    assert get_picture(service, code).status == 404
    assert operate.main(["draw-pictures", "--all"]) == 0
    assert get_picture(service, code).status == 200


@pytest.mark.usefixtures("operator")
def test_certificates_of_erased_learners_are_not_drawn(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    certified(service)
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    assert operate.main(["draw-pictures", "--all"]) == 0
    assert "0 pictures drawn" in capsys.readouterr().out
    assert stored() == []
