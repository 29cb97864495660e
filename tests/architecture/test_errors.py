"""Every error of the tree has an exit code, a status code and a code of its own."""

import pytest

from api.errors import status_of
from voc import errors
from voc.cli.exit_codes import exit_code


def tree(root: type[errors.VocError]) -> list[type[errors.VocError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in tree(child))]


def made(kind: type[errors.VocError]) -> errors.VocError:
    if issubclass(kind, errors.RecordRejected):
        return kind("wrong", field="text")
    return kind("wrong")


@pytest.mark.parametrize("kind", tree(errors.VocError)[1:])
def test_each_error_is_mapped(kind: type[errors.VocError]) -> None:
    assert 3 <= exit_code(made(kind)) <= 75
    assert exit_code(made(kind)) != 70
    assert 400 <= status_of(made(kind)) < 600


def test_codes_are_distinct() -> None:
    codes = [kind.code for kind in tree(errors.VocError)]
    assert len(set(codes)) == len(codes)


def test_a_message_ends_with_what_to_do() -> None:
    assert str(errors.NotFound("No such topic.", hint="List them.")) == "No such topic. List them."
