"""The template that ships with Laurel, drawn by `local/draw_default_template.py`."""

from importlib.resources import files


def default_template() -> bytes:
    """Give the PDF of the default template: an upload like any other, to be prepared before use."""
    return (files("shared.pdf") / "default_template.pdf").read_bytes()
