"""Deleting many items, a batch with one call."""

from collections.abc import Iterable, Iterator
from itertools import batched

from pynamodb.exceptions import PutError

from shared.aws.row import Row
from shared.domain.errors import Unavailable

# Of one BatchWriteItem (Amazon DynamoDB API reference).
MAX_ITEMS = 25


def delete(rows: Iterable[Row]) -> Iterator[int]:
    """Delete rows as they are read; yields after each batch, how many it had.

    The items of a batch are deleted one by one, in any order, and those that were deleted already are no error.

    Raises:
        Unavailable: DynamoDB did not answer in time, or repeatedly left some of a batch.
    """
    for batch in batched(rows, MAX_ITEMS, strict=False):
        try:
            with type(batch[0]).batch_write() as written:
                for row in batch:
                    written.delete(row)
        except PutError as error:
            # PynamoDB raises it without a cause once it has sent what was left a few times.
            if error.cause is None:
                raise Unavailable("The database is busy.") from error
            raise
        yield len(batch)
