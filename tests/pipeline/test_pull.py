"""The contract of every live tool: all arrives once, then what is new; a stop loses nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.pipeline.service import NOW, SECRET, SURVEY, Said, Service, serving
from tests.workspaces import voc
from voc.domain.mapping import Live, SourceMapping
from voc.errors import SettingsInvalid, SourceFormat, SourceUnavailable
from voc.pipeline.ingest import IngestReport
from voc.pipeline.pull import pull
from voc.sources.live import LIVE
from voc.store import RecordFilter, Store, create_or_migrate, open_store

TOOLS = sorted(set(LIVE) - {"sql"})
CHANGES_SHOW = ("zendesk", "intercom", "freshdesk", "surveymonkey")
TICKET = {"channel": "ticket", "solicited": False}
NPS = {"channel": "survey", "solicited": True, "scale": "nps_0_10"}
MAPPINGS: dict[str, dict[str, Any]] = {
    "zendesk": TICKET,
    "intercom": TICKET,
    "freshdesk": TICKET,
    "surveymonkey": {**NPS, "score": "How likely?", "text": "Why?", "customer": "customer"},
    "typeform": {**NPS, "score": "answers.nps", "text": "answers.why"},
    "qualtrics": {**NPS, "score": "Q1", "text": "Q2"},
}
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = [
    Said(str(n), DAY + timedelta(days=n), f"The parcel number {n} was late") for n in range(1, 8)
]
each_tool = pytest.mark.parametrize("tool", TOOLS)


class Killed(Exception):
    """Stop a pull at a place of the test's choice."""


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service(list(SAID))) as running:
        yield running


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store; what pulls do to it is the same on both databases."""
    with new_store(tmp_path / "kept.db") as opened:
        yield opened


def new_store(path: Path) -> Store:
    create_or_migrate(f"sqlite:///{path}")
    return open_store(f"sqlite:///{path}")


def mapping(tool: str, service: Service, **more: Any) -> SourceMapping:
    live = {"url": service.url, "credential": "TOOL_TOKEN", "survey": SURVEY} | more
    return SourceMapping(format=tool, live=live, **MAPPINGS[tool])


def take(
    store: Store, tool: str, service: Service, *, stop_after: int = 0, **more: Any
) -> tuple[IngestReport, list[float]]:
    """Pull; give the report and the seconds that were waited."""
    waits: list[float] = []
    pages = []

    def on_progress(read: int) -> None:
        pages.append(read)
        if len(pages) == stop_after:
            raise Killed

    how = more.pop("how", None) or mapping(tool, service)
    report = pull(store, source="tool", mapping=how, credential=SECRET, secret="a secret of tests",
                  wait=waits.append, on_progress=on_progress, **more)  # fmt: skip
    return report, waits


def texts(store: Store) -> dict[str, str]:
    listed = store.list_records(RecordFilter(), limit=1000)
    return {record.external_id: record.verbatim for record, _ in listed}


def as_said(service: Service) -> dict[str, str]:
    return {one.id: one.text for one in service.said}


@each_tool
def test_everything_arrives_once_through_limits_and_outages(store, service, tool) -> None:
    service.faults = [(429, {"Retry-After": "7"}), (500, {}), (503, {"Retry-After": "11"})]
    report, waits = take(store, tool, service)
    assert texts(store) == as_said(service)
    assert (report.stored, report.rejected, report.revised) == (len(SAID), 0, 0)
    assert waits[:3] == [7.0, 2.0, 11.0]
    if "score" in MAPPINGS[tool]:
        scores = {one.score.value for one, _ in store.list_records(RecordFilter(), limit=9)}
        assert scores == {9.0}


@each_tool
def test_the_next_pull_reads_what_is_new_changed_or_late(kept, service, tool) -> None:
    take(kept, tool, service)
    newest = SAID[-1].at
    service.said += [
        Said("90", newest + timedelta(days=1), "The new one came broken"),
        Said("91", newest - timedelta(minutes=20), "This one showed up late"),
    ]
    if tool in CHANGES_SHOW:
        service.change("1", newest + timedelta(days=2), "It is late again")
    service.served = []
    report, _ = take(kept, tool, service)
    assert report.stored == 2
    assert report.revised == (tool in CHANGES_SHOW)
    assert texts(kept) == as_said(service)
    assert not {"2", "3", "4", "5", "6"} & set(service.served)
    before = dict(kept.dump())
    take(kept, tool, service)
    assert dict(kept.dump()) == before


@each_tool
@pytest.mark.parametrize("stop_after", [1, 2])
def test_a_pull_that_is_stopped_is_finished_by_the_next(
    tmp_path, service, tool, stop_after
) -> None:
    with new_store(tmp_path / "stopped.db") as stopped, new_store(tmp_path / "clean.db") as clean:
        with pytest.raises(Killed):
            take(stopped, tool, service, stop_after=stop_after)
        take(stopped, tool, service)
        take(clean, tool, service)
        assert dict(stopped.dump()) == dict(clean.dump())
        assert texts(stopped) == as_said(service)


@pytest.mark.parametrize("tool", ["zendesk", "intercom"])
def test_an_expired_cursor_starts_again_where_all_was_seen(kept, service, tool) -> None:
    with pytest.raises(Killed):
        take(kept, tool, service, stop_after=2)
    service.cursors_expired = True
    take(kept, tool, service)
    assert not service.cursors_expired
    assert texts(kept) == as_said(service)


@pytest.mark.parametrize("tool", ["zendesk", "freshdesk", "surveymonkey"])
def test_what_changes_while_pages_are_read_hides_nothing(kept, service, tool) -> None:
    """By place, a ticket that moves to the end would pull the next page's first out of sight."""

    def customer_writes(of: Service) -> None:
        if len(of.served) >= 2 and of.said[0].at == SAID[0].at:
            of.change("1", NOW, "It is late again")

    service.before_answer = customer_writes
    take(kept, tool, service)
    assert texts(kept) == as_said(service)
    assert texts(kept)["1"] == "It is late again"


@each_tool
def test_a_row_from_the_future_does_not_close_the_source(kept, service, tool) -> None:
    service.said.append(Said("99", NOW + timedelta(days=9000), "Dated by a wrong clock"))
    take(kept, tool, service)
    service.said.append(Said("100", NOW + timedelta(minutes=5), "Said on the day after"))
    service.now = NOW + timedelta(minutes=10)
    take(kept, tool, service)
    assert texts(kept) == as_said(service)


@pytest.mark.parametrize("tool", ["freshdesk", "surveymonkey", "typeform"])
def test_more_changes_in_one_second_than_a_page_holds(kept, service, tool) -> None:
    service.said = [Said(str(n), DAY, f"Changed in bulk, {n}") for n in range(1, 6)] + SAID[5:]
    take(kept, tool, service)
    assert texts(kept) == as_said(service)


def test_a_ticket_that_zendesk_says_is_deleted_is_withdrawn(kept, service) -> None:
    take(kept, "zendesk", service)
    service.change("3", SAID[-1].at + timedelta(days=1), "")
    report, _ = take(kept, "zendesk", service)
    assert (report.withdrawn, set(texts(kept))) == (1, set(as_said(service)) - {"3"})


def test_another_survey_under_the_same_name_is_read_from_its_beginning(kept, service) -> None:
    take(kept, "typeform", service, how=mapping("typeform", service, since="2026-03-06"))
    assert set(texts(kept)) == {"4", "5", "6", "7"}
    take(kept, "typeform", service)
    assert texts(kept) == as_said(service)


def test_a_beginning_that_is_no_date_is_refused(kept, service) -> None:
    with pytest.raises(SettingsInvalid, match=r"since.*no date"):
        take(kept, "typeform", service, how=mapping("typeform", service, since="last week"))


def test_all_is_pulled_again_when_asked(kept, service) -> None:
    take(kept, "zendesk", service)
    report, _ = take(kept, "zendesk", service, from_start=True)
    assert (report.read, report.unchanged) == (len(SAID), len(SAID))


def test_a_ticket_that_can_not_be_read_is_rejected_by_its_id(kept, service) -> None:
    how = mapping("zendesk", service).model_copy(update={"occurred_at": ("subject",)})
    take(kept, "zendesk", service, how=how)
    named = {(one.file, one.field) for one in kept.rejections()}
    assert named == {(f"ticket {one.id}", "occurred_at") for one in SAID}


def test_a_column_that_a_tool_has_not_is_named(kept, service) -> None:
    how = mapping("typeform", service).model_copy(update={"text": ("answers.reason",)})
    with pytest.raises(SourceFormat, match=r"'answers\.reason'.*'answers\.why'"):
        take(kept, "typeform", service, how=how)


FAULTS = [
    ((401, {}), SourceUnavailable, "TOOL_TOKEN"),
    ((403, {}), SourceUnavailable, "rights"),
    ((404, {}), SourceUnavailable, "`survey`"),
    ((302, {"Location": "https://elsewhere.example"}), SourceUnavailable, "another address"),
    ((200, {}), SourceFormat, "no JSON"),
    ((429, {"Retry-After": "86400"}), SourceUnavailable, "86,400 seconds"),
]


@pytest.mark.parametrize(("fault", "kind", "message"), FAULTS, ids=lambda value: str(value)[:12])
def test_a_refusal_says_what_to_do_and_keeps_what_came(kept, service, fault, kind, message) -> None:
    def at_the_third(of: Service) -> None:
        if of.asked == 3:
            of.faults = [fault]

    service.before_answer = at_the_third
    with pytest.raises(kind, match=message) as caught:
        take(kept, "freshdesk", service)
    assert SECRET not in str(caught.value) and "\n" not in str(caught.value)
    assert len(texts(kept)) > 1
    service.before_answer = None
    take(kept, "freshdesk", service)
    assert texts(kept) == as_said(service)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=20), usegmt=True)}, 20.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 9)}, 9.0),
        ({}, 1.0),
    ],
)
def test_a_limit_is_waited_for_by_the_clock_of_the_service(kept, service, headers, seconds) -> None:
    service.faults = [(429, headers)]
    _, waits = take(kept, "freshdesk", service)
    assert waits == [seconds]


def test_an_outage_that_lasts_ends_the_pull_after_some_patience(kept, service) -> None:
    service.faults = [(503, {})] * 20
    with pytest.raises(SourceUnavailable, match="status 503"):
        take(kept, "freshdesk", service)
    assert 3 <= service.asked <= 10


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://no-such-company.invalid", "no such host"),
        ("https://127.0.0.1:{port}", "no secure connection"),
        ("http://127.0.0.1:1", "can't be reached"),
        ("http://company.example", "no https address"),
        ("company.example", "no https address"),
        ("https://company.example:port", "no https address"),
    ],
)
def test_a_wrong_address_is_told_from_an_outage(kept, service, url, message) -> None:
    how = mapping("freshdesk", service, url=url.format(port=service.url.rpartition(":")[2]))
    with pytest.raises((SourceUnavailable, SettingsInvalid), match=message):
        take(kept, "freshdesk", service, how=how)


def test_a_credential_that_is_missing_or_damaged_is_named_and_not_shown(kept, service) -> None:
    for value, message in (("", "not set"), (" \n", "not set"), ("pass\u00a0word", "characters")):
        with pytest.raises(SettingsInvalid, match=f"TOOL_TOKEN.*{message}") as caught:
            pull(kept, source="tool", mapping=mapping("zendesk", service), credential=value,
                 secret="a secret of tests")  # fmt: skip
        assert "word" not in str(caught.value)


def test_a_credential_written_into_the_settings_is_refused() -> None:
    for pasted in ("s3cret", "https://me:pw@host", "A-B"):
        with pytest.raises(ValidationError):
            Live(credential=pasted)


def test_what_a_tool_needs_is_asked_for(kept, service) -> None:
    for tool, source in LIVE.items():
        if tool == "sql" or not source.needs:
            continue
        bare = SourceMapping(format=tool, live={"credential": "TOOL_TOKEN"}, **MAPPINGS[tool])
        with pytest.raises(SettingsInvalid, match=f"`{source.needs[0]}`"):
            take(kept, tool, service, how=bare)


def test_damaged_exports_are_refused(kept, service) -> None:
    service.before_answer = lambda of: of.faults.extend([(200, {})] if of.asked == 3 else [])
    with pytest.raises(SourceFormat, match="damaged"):
        take(kept, "qualtrics", service)
    assert texts(kept) == {}


@pytest.fixture
def workspace(tmp_path: Path, service: Service) -> Path:
    folder = tmp_path / "company"
    voc("init", "--journey", "telecom", "-w", folder)
    with (folder / "voc.toml").open("a") as file:
        file.write(
            '[sources.tickets]\nformat = "freshdesk"\nchannel = "ticket"\nsolicited = false\n'
            f'live = {{ url = "{service.url}", credential = "DESK_KEY" }}\n'
            '[sources.file]\nformat = "freshdesk"\nchannel = "ticket"\nsolicited = false\n'
        )
    return folder


def test_voc_ingest_survives_a_kill_between_two_pages(workspace: Path, service: Service) -> None:
    environment = os.environ | {"DESK_KEY": f"{SECRET}\n"}
    command = [sys.executable, "-m", "voc.cli", "ingest", "tickets", "-w", str(workspace)]
    running: list[subprocess.Popen[bytes]] = []
    started = []

    def kill_at_the_third(of: Service) -> None:
        if of.asked == 3 and not started:
            started.append(of.asked)
            running[0].send_signal(signal.SIGKILL)
            running[0].wait()

    service.before_answer = kill_at_the_third
    running.append(subprocess.Popen(command, env=environment))
    assert running[0].wait() == -signal.SIGKILL
    with open_store(f"sqlite:///{workspace / 'voc.db'}") as store:
        assert 0 < len(texts(store)) < len(SAID)
    done = voc("ingest", "tickets", "-w", workspace, env=environment)
    assert "rejected" in done.stdout
    with open_store(f"sqlite:///{workspace / 'voc.db'}") as store:
        assert texts(store) == as_said(service)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["tickets"], 3, "DESK_KEY is not set"),
        (["file"], 3, "no file to read"),
        (["customers"], 3, "no file to read"),
        (["tickets", "a.json", "--from-start"], 3, "Leave out the files"),
    ],
)
def test_what_can_not_be_pulled_is_said(workspace: Path, arguments, code, message) -> None:
    done = voc("ingest", *arguments, "-w", workspace, check=False)
    assert done.returncode == code and message in done.stderr and "Traceback" not in done.stderr
