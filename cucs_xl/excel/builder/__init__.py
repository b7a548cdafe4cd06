"""The builder: every workbook we hand out, drawn from the schema and the synthesis tables."""
