"""The command line: thin commands over the pipeline."""

import sys


def main() -> None:
    """Run `voc`; an error of the tree becomes one message on stderr and its exit code."""
    from voc.cli.app import app
    from voc.cli.exit_codes import exit_code
    from voc.errors import VocError

    try:
        app()
    except VocError as error:
        sys.stderr.write(f"voc: {error}\n")
        sys.exit(exit_code(error))
