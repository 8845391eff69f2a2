"""What a bad line does to what it carries: one impairment a file, named as the peers name them."""
