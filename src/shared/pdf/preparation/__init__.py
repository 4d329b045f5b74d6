"""Converts an upload, which may be hostile, to a prepared template, in a separate process (`shared.pdf.prepare`)."""

_SIMPLIFY = "Simplify it, or flatten it, and upload it again."
TOO_MUCH = f"This PDF takes too long or too much memory to read. {_SIMPLIFY}"
TOO_EXPENSIVE = f"This PDF takes too long or too much memory to draw, and so would every certificate. {_SIMPLIFY}"
TOO_LARGE = f"This PDF is too large when it is decompressed. {_SIMPLIFY}"
TOO_COMPLEX = "This PDF is too complex. Flatten it, or export it as an image in a PDF, and upload it again."
DAMAGED = "This PDF is damaged and cannot be read. Export it again and upload it."
