"""Programs that write files which are committed."""
