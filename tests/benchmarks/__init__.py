"""Ratios measured side by side in one run; an absolute time is never a verdict."""
