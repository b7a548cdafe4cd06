"""The terminal's side of the door: what it prints, the JSON it exchanges, its own words."""
