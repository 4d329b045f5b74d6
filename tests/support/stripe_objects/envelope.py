"""The envelope of Stripe's events, and the ids of what belongs to one payment."""

from typing import Any, Literal

type Json = dict[str, Any]
# Up to 2025-02-24, and from 2025-03-31 on.
type Generation = Literal["acacia", "basil"]

API_VERSIONS: dict[Generation, str] = {"acacia": "2025-02-24.acacia", "basil": "2025-03-31.basil"}
# The day of every object; events have their own seconds.
DAY = 1_768_206_600
PREFIXES = ("pi_", "sub_", "in_", "ch_")


def label(stripe_id: str | None) -> str:
    """What the ids of one payment have in common: `pi_7` has the charge `ch_7`."""
    plain = stripe_id or "1"
    return next((plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)), plain)


def related(prefix: str, stripe_id: str | None) -> str:
    """The id of another object of the same payment: the charge (`ch`) of `pi_7` is `ch_7`."""
    return f"{prefix}_{label(stripe_id)}"


def wrapped(
    event_type: str,
    about: Json,
    *,
    event_id: str,
    created: int | None,
    generation: Generation = "basil",
    previous: Json | None = None,
) -> Json:
    """An event about an object.

    Args:
        event_type: as Stripe calls it.
        about: the object.
        event_id: its id.
        created: in seconds since 1970; None for an event without creation time, which Stripe never sends.
        generation: of the API version of the endpoint.
        previous: what an update changed, as it was before.
    """
    return {
        "id": event_id,
        "object": "event",
        "api_version": API_VERSIONS[generation],
        **({} if created is None else {"created": created}),
        "data": {"object": about, **({} if previous is None else {"previous_attributes": previous})},
        "livemode": True,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": event_type,
    }


def listed(url: str, *items: Json) -> Json:
    """A list within an object."""
    return {"object": "list", "data": list(items), "has_more": False, "total_count": len(items), "url": url}


ADDRESS = {"city": None, "country": "DE", "line1": None, "line2": None, "postal_code": None, "state": None}
