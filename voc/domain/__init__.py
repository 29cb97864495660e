"""Frozen types: record, passage, topic, journey, score, analysis, snapshot, claim."""
