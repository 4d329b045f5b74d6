"""Identifiers: opaque texts that callers choose, distinguished by type."""

from typing import NewType

UserId = NewType("UserId", str)
CourseId = NewType("CourseId", str)
LessonId = NewType("LessonId", str)
OrderId = NewType("OrderId", str)
SubscriptionId = NewType("SubscriptionId", str)
EventId = NewType("EventId", str)
