"""What ends a command before it did any harm."""


class Stop(Exception):
    """Its message is for the operator: what is wrong, and what to do."""
