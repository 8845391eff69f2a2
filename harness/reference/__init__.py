"""The reference pages of the docs, made from the code by ``python -m harness.reference``."""
