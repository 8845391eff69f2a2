"""The terminal master key that a host and its terminals share unless another one is set."""

# A key for tests, known to everybody: nothing but test keys and test cards may be under it.
TEST_MASTER_KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
