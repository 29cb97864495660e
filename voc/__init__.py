"""Unite solicited and unsolicited customer feedback into one traceable story."""

__version__ = "0.1.0"
