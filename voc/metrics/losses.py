"""What customers who left had in common, against peers of the same stratum who stayed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """Hold a pooled odds ratio with its 95 % interval and two-sided p value."""

    value: float
    low: float
    high: float
    p_value: float


def odds_ratio(tables: NDArray[np.int64]) -> OddsRatio | None:
    """Pool 2×2 tables over strata; None where no stratum can be compared.

    `tables` has shape (strata, 2, 2): rows left and stayed, columns mentioning and not. The ratio
    is Mantel and Haenszel's (1959), its interval Robins, Breslow and Greenland's (1986), the test
    Cochran-Mantel-Haenszel's without continuity correction. Strata with an empty margin say
    nothing and are left out. Where a pooled diagonal is empty, half a record is added to each
    cell, so that ratio and interval stay finite.
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    informative = (tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)
    kept = tables[informative].astype(float)
    if not len(kept):
        return None
    p_value = float(StratifiedTable(np.moveaxis(kept, 0, -1)).test_null_odds().pvalue)
    agreeing, opposing = (kept[:, 0, 0] * kept[:, 1, 1]), (kept[:, 0, 1] * kept[:, 1, 0])
    finite = kept if agreeing.any() and opposing.any() else kept + 0.5
    pooled = StratifiedTable(np.moveaxis(finite, 0, -1))
    low, high = pooled.oddsratio_pooled_confint()
    return OddsRatio(float(pooled.oddsratio_pooled), float(low), float(high), p_value)
