"""Makes a prepared template of an upload that may be hostile; runs in a process of its own (`shared.pdf.prepare`)."""

# The worker's exit status when it refuses an upload and says why.
REFUSED = 3
TOO_MUCH = "This PDF takes too long or too much memory to read. Simplify it, or flatten it, and upload it again."
