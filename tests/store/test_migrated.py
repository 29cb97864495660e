"""A database of an older voc keeps its rows when it is migrated."""

from pathlib import Path

import numpy as np
from alembic import command
from sqlalchemy import text
from store_examples import MONDAY, a_record, a_topic

from voc.domain.registry import founding
from voc.store import create_or_migrate, open_store
from voc.store.database import make_engine, parse_url, writing
from voc.store.schema import _config

BEFORE_THE_REGISTRY = "0004"


def test_topics_of_before_the_registry_are_born_in_its_log(database_url: str) -> None:
    engine = make_engine(parse_url(database_url), foreign_keys=False)
    topic = a_topic("t1")
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE_THE_REGISTRY)
        connection.execute(
            text(
                "INSERT INTO topic VALUES"
                " (:id, :label, :keywords, :centroid, :radius, :n, :at, 'active')"
            ),
            {
                "id": topic.id,
                "label": topic.label,
                "keywords": '["charged twice", "Überweisung"]',
                "centroid": np.asarray(topic.centroid, "<f4").tobytes(),
                "radius": topic.radius,
                "n": topic.n_passages,
                "at": MONDAY.replace(tzinfo=None) if "sqlite" in database_url else MONDAY,
            },
        )
        connection.execute(
            text("INSERT INTO topic_event VALUES (1, 't1', 'born', :at, 'night', 'residue')"),
            {"at": MONDAY.replace(tzinfo=None) if "sqlite" in database_url else MONDAY},
        )
    engine.dispose()
    create_or_migrate(database_url)
    with open_store(database_url) as store:
        [kept] = store.topics()
        assert founding(kept) == founding(topic) | {
            "founding_centroid": founding(topic)["centroid"]
        }
        assert founding(store.registry.load().topics["t1"]) == founding(kept)


def test_ids_that_hold_an_address_become_digests(tmp_path: Path) -> None:
    url, address = f"sqlite:///{tmp_path / 'voc.db'}", "20260302.77@pc-of-zoe.example"
    create_or_migrate(url)
    said = "Nobody read my mail"
    ids = {"external_id": address, "response_id": address}
    with open_store(url) as store:
        store.upsert_records([a_record("a", **ids), a_record("b")])
        store.upsert_records([a_record("a", said, **ids)])
    engine = make_engine(parse_url(url))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
    engine.dispose()
    create_or_migrate(url)
    with open_store(url) as store:
        record, _ = store.record("a")
        assert (record.external_id, record.verbatim) == ("a", said)
        assert record.response_id and store.record("b")[0].external_id == "B"
        assert len(dict(store.dump())["record_revision"]) == 1
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"pc-of-zoe" not in kept
