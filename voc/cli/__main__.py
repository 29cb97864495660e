"""Let `python -m voc.cli` be `voc`."""

from voc.cli import main

main()
