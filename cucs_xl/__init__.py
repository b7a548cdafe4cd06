"""cucs_xl: pilot an urban contract (CUCS) from Excel or from a terminal."""

__version__ = "0.1.0"
