"""What a score says by itself."""

import pytest

from voc.domain.score import SCALES, Score, leaning


@pytest.mark.parametrize(
    ("scale", "bad", "neither", "good"),
    [
        ("nps_0_10", [0, 6, 6.5], [7, 8], [9, 10]),
        ("csat_1_5", [1, 2], [3], [4, 5]),
        ("csat_1_7", [1, 2, 3], [4, 5], [6, 7]),
        ("stars_1_5", [1, 2], [3], [4, 5]),
        ("emoji_1_3", [1], [2], [3]),
        ("ces_1_7", [], [1, 4, 7], []),
        ("yes_no", [], [0, 1], []),
    ],
)
def test_a_score_leans_as_its_rule_says(
    scale: str, bad: list[float], neither: list[float], good: list[float]
) -> None:
    said = [[leaning(Score(v, SCALES[scale])) for v in values] for values in (bad, neither, good)]
    assert said == [[-1] * len(bad), [0] * len(neither), [1] * len(good)]
