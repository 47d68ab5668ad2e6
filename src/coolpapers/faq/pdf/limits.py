"""Limits that a process sets itself before it looks at what others wrote."""

try:
    import resource
except ImportError:  # not on Windows: the parent's patience is the only limit there
    resource = None  # type: ignore[assignment]

_MB = 1_000_000


def limit_this_process(memory_mb: int, seconds: int) -> None:
    """From here on: so much memory, so much time of the processor, no file written."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory_mb * _MB),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
