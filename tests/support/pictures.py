"""Drawing the pictures of certificates, and looking at them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from shared.aws.connection import client
from tests.support.aws import items
from tests.support.service import Answer, Context, Service, function

BUCKET = "test-certificates"

type Item = Mapping[str, Any]


def deliver(*changes: tuple[Item | None, Item]) -> Any:  # noqa: ANN401
    """Deliver changes of certificates to the function that draws, as their stream does."""
    records = [
        {
            "eventName": "INSERT" if before is None else "MODIFY",
            "eventSource": "aws:dynamodb",
            "dynamodb": {
                **({"NewImage": after} if before is None else {"OldImage": before, "NewImage": after}),
                "SequenceNumber": str(number),
            },
        }
        for number, (before, after) in enumerate(changes, start=1)
    ]
    return function("pictures").handler({"Records": records}, Context())


def draw_pictures() -> None:
    """Draw all certificates, as after their issue."""
    assert deliver(*((None, item) for item in items("course-certificates"))) == {"batchItemFailures": []}


def get_picture(service: Service, code: str) -> Answer:
    return service.call("GET", f"/certificates/verify/{code}/picture.png")


def stored() -> Sequence[str]:
    """The keys of all pictures."""
    listed = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="pictures/")
    return [entry["Key"] for entry in listed.get("Contents", [])]


def is_marked(png: bytes) -> bool:
    """Whether a word is written across a picture, in red, which the default template has not."""
    red, green, blue = Image.open(BytesIO(png)).convert("RGB").split()
    strong = (red.point(lambda value: value > 150 and 255), green.point(lambda value: value < 90 and 255))
    both = ImageChops.multiply(ImageChops.multiply(*strong), blue.point(lambda value: value < 90 and 255))
    return both.histogram()[255] > 1000
