"""Fit the heads of the journey maps that come with voc, so that no machine has to.

Run `python models/fit_stages.py` after a change of journeys/, of the tone layers or of how a head
is fitted (two minutes on two cores).
"""

from pathlib import Path

from voc.pipeline.models import fit_stages, load_embedding, stage_file
from voc.resources.journeys import journey_names, load_journey
from voc.settings import ModelChoice

TARGET = Path(__file__).parent / "stages"


def main() -> None:
    """Fit and write every head, and delete the ones before."""
    choice = ModelChoice()
    encoder = load_embedding(choice.embedding, cache=choice.cache)
    TARGET.mkdir(exist_ok=True)
    before = set(TARGET.glob("*.npz"))
    for name in journey_names():
        journey = load_journey(name)
        target = TARGET / stage_file(journey, encoder.manifest)
        fit_stages(journey, encoder).save(target)
        before.discard(target)
        print(target.name)
    for path in before:
        path.unlink()


if __name__ == "__main__":
    main()
