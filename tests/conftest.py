"""How the whole suite runs: fewer examples of each property where two cores do everything."""

import os

from hypothesis import settings

settings.register_profile("ci", max_examples=40)
if os.environ.get("CI"):
    settings.load_profile("ci")
