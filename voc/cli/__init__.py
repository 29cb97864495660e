"""The command line: thin commands over the pipeline."""

import sys


def main() -> None:
    """Run `voc`; an error of the tree becomes one message on stderr and its exit code."""
    from voc.cli.app import app
    from voc.cli.exit_codes import UNFORESEEN, exit_code
    from voc.errors import VocError

    try:
        app()
    except VocError as error:
        sys.stderr.write(f"voc: {error}\n")
        sys.exit(exit_code(error))
    except Exception as error:  # noqa: BLE001 (its message may hold a customer's words)
        sys.stderr.write(_unforeseen(error))
        sys.exit(UNFORESEEN)


def _unforeseen(error: Exception) -> str:
    """Name an error's kind and the places it came through, and nothing that it says."""
    import traceback

    came = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {place.filename}:{place.lineno} {place.name}\n" for place in came)
    return f"voc: {type(error).__name__}, which nobody foresaw. Please report:\n{places}"
