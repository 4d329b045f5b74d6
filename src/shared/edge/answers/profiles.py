"""Profiles, for the learner whose profile it is."""

from shared.edge.answers.common import Json
from shared.usecases.profiles import ProfileView


def profile(view: ProfileView) -> Json:
    """Write a `Profile`."""
    return {
        "name": view.name,
        "learner_may_change_name": view.learner_may_change_name,
        "printed_name": view.printed and view.printed.name,
        "name_source": view.printed and view.printed.source,
        "unprintable_characters": list(view.unprintable),
    }
