"""Converts an upload, which may be hostile, to a prepared template, in a separate process (`shared.pdf.prepare`)."""

# The worker's exit status when it refuses an upload and says why.
REFUSED = 3
TOO_MUCH = "This PDF takes too long or too much memory to read. Simplify it, or flatten it, and upload it again."
