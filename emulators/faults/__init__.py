"""Faults: what can go wrong (``catalogue``), when (``trigger``), what makes it so (``nemesis``)."""
