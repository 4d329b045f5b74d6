"""What the commands of tools.operate do."""
