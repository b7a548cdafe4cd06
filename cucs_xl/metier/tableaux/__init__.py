"""The synthesis tables of the product, declared (see `synthese` for the language)."""
