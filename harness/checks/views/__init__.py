"""What the evidence looks like from different sides: each view derived purely from the History."""
