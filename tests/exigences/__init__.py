"""What the contract asks, and what answers it: declarations, the page made from them, checks."""
