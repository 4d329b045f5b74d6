"""What ministack's services remember of many requests, as JSON: executed by ministack's own Python.

The arguments are the folders with the SAM translator and with this project, the number of requests, and `limited` or
`unlimited`. Each request writes an item, and adds three log events and four data points, as a heartbeat does.
"""

import json
import sys
import time
import tracemalloc

LOG = {"logGroupName": "group", "logStreamName": "stream"}
TABLE = {
    "TableName": "table",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
WATCHED = [str(part) for part in range(20)]


def main() -> None:
    sys.path += sys.argv[1:3]
    requests, limited = int(sys.argv[3]), sys.argv[4] == "limited"
    from ministack.services import (  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
        cloudwatch,
        cloudwatch_logs,
        dynamodb,
    )

    from local.ministack.in_process import retention  # noqa: PLC0415

    if limited:
        # Small ones, which few requests reach.
        retention.KEPT = retention.KEPT_STREAM_RECORDS = 500
        retention.apply()
    dynamodb._create_table(TABLE)  # noqa: SLF001
    cloudwatch_logs._create_log_group(LOG)  # noqa: SLF001
    cloudwatch_logs._create_log_stream(LOG)  # noqa: SLF001
    (group,) = cloudwatch_logs._log_groups.values()  # noqa: SLF001
    stream = group["streams"]["stream"]
    tracemalloc.start()
    for number in range(requests):
        item = {"id": {"S": "anna"}, "watched": {"NS": WATCHED}, "updated_at": {"S": str(number)}}
        dynamodb._put_item({"TableName": "table", "Item": item})  # noqa: SLF001
        for metric in ("Invocations", "Errors", "Throttles", "Duration"):
            cloudwatch.record_metric("AWS/Lambda", metric, 1, "Count", {"FunctionName": "progress"})
        now = int(time.time() * 1000)
        event = {"timestamp": now, "ingestionTime": now}
        cloudwatch_logs._append_log_events(stream, [{**event, "message": f"{number:0300}"} for _ in range(3)])  # noqa: SLF001
        # As the thread that reads the streams does.
        dynamodb.stream_start_position("table")
    kept = {
        "records": len(dynamodb._stream_records.get("table")),  # noqa: SLF001
        "log events": len(stream["events"]),
        "data points": max(map(len, cloudwatch._metrics.values())),  # noqa: SLF001
        "bytes": tracemalloc.get_traced_memory()[0],
        "end of the stream": dynamodb.stream_end_position("table"),
    }
    sys.stdout.write(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
