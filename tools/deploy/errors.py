"""What stops a deployment."""


class DeploymentError(Exception):
    """A failure that the user can do something about; its message is what is printed."""
