"""Documents: what leaves the product for people and programs that have no workbook."""
