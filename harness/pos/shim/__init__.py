"""The clock shim: a small preloaded C library, its builder, its control file."""
