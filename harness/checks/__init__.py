"""Checks: what must stay true of money and paper, each a pure function of the History."""
