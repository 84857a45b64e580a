"""Cases that a generation's Keras cannot run or save, each with what it says; they are not recorded."""
from fnmatch import fnmatch

IMPOSSIBLE = {
    "keras-2.2.4": {},
    "keras-2.3.1": {},
    "tf-keras-2.15": {},
    "keras-3": {},
}


def impossible(generation, case):
    """The reason, or None."""
    for pattern, reason in IMPOSSIBLE.get(generation, {}).items():
        if fnmatch(case, pattern):
            return reason
    return None
