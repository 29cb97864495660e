"""Compute figures from counts: pure functions that return the estimate with n and interval."""
