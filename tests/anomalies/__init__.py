"""One specimen per anomaly, and the catalogue made from them."""
