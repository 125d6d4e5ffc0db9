"""A plugin to begin with."""


def hello(name: str = "testbed") -> str:
    """Returns a greeting, which a job's log then has."""
    return f"hello {name}"
