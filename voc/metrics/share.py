"""Shares of records: Wilson's interval and the two-proportion test."""

from math import sqrt

from voc.metrics.estimate import Z_95, Change, Estimate, two_sided


def share(count: int, *, of: int) -> Estimate:
    """Estimate a share (0..1) with Wilson's score interval (Wilson 1927).

    Raises:
        ValueError: the base is empty, or the count lies outside it.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"A share needs 0 <= count <= base and a base: {count} of {of}.")
    p, z2 = count / of, Z_95**2
    centre = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(p * (1 - p) / of + z2 / (4 * of**2)) / (1 + z2 / of)
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), of)


def share_change(current: tuple[int, int], previous: tuple[int, int]) -> Change:
    """Test the difference of two shares, each given as (count, base), by the pooled z test.

    The interval is Newcombe's, built from both Wilson intervals (Newcombe 1998, method 10).

    Raises:
        ValueError: a base is empty, or a count lies outside it.
    """
    now, before = share(current[0], of=current[1]), share(previous[0], of=previous[1])
    difference = now.value - before.value
    pooled = (current[0] + previous[0]) / (now.n + before.n)
    error = sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
    z = difference / error if error else 0.0
    return Change(
        difference=difference,
        low=difference - sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2),
        high=difference + sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2),
        z=z,
        p_value=two_sided(z),
    )
