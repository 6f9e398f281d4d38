"""Hosts: the recommender that is already there, behind one small protocol."""

from .host import Host, as_host, from_callable
from .implicit import from_implicit
from .normal import normal_rows
from .protocol import Capabilities, HostAnswer, HostRecommender
from .sourcing import Eligible, Sourcing

__all__ = [
    "Capabilities",
    "Eligible",
    "Host",
    "HostAnswer",
    "HostRecommender",
    "Sourcing",
    "as_host",
    "from_callable",
    "from_implicit",
    "normal_rows",
]
