"""Drawing the pictures of certificates that have none, such as those that were issued before there were pictures."""

from itertools import batched

import boto3

from tools.operations.learners import stream_event
from tools.operations.stack import Stack, say

# The batch size of the stream.
BATCH = 5


def draw_pictures(stack: Stack, *, again: bool) -> None:
    """Draw certificates as their stream does; replaced ones, whose records are gone, stay without a picture.

    Args:
        stack: the stack.
        again: whether to draw those as well that have a picture in their status.
    """
    scan = boto3.client("dynamodb").get_paginator("scan")
    entries = scan.paginate(
        TableName=stack.resource("CertificateRegisterTable"),
        # Entries of public ids have no status, and those of erased learners no name.
        FilterExpression="attribute_exists(#status) AND issued_name <> :none",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":none": {"S": ""}},
    )
    wanted = {
        entry["register_key"]["S"].removeprefix("code#")
        for page in entries
        for entry in page["Items"]
        if again or entry["status"]["S"] not in entry.get("pictures", {"SS": []})["SS"]
    }
    pages = scan.paginate(TableName=stack.resource("CourseCertificatesTable"))
    records = (image for page in pages for image in page["Items"] if image["verification_code"]["S"] in wanted)
    drawn = 0
    for images in batched(records, BATCH, strict=False):
        stack.invoke(stack.resource("PicturesFunction"), stream_event(images, "INSERT"))
        drawn += len(images)
    say(f"{drawn} pictures drawn")
