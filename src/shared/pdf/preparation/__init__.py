"""Makes a prepared template of an upload that may be hostile; runs in a process of its own (`shared.pdf.prepare`)."""
