"""The host of open workbooks: a master open in Excel, read and written through xlwings.

`host` is the port's adapter and `choix` finds the workbook. It reads through `lieux` (where
tables are) and `etat` (each thing asked of Excel once); it writes through `edition` (what is
wanted), `bloc` (cells written at once), `ecriture` (formats, read back) and `tableau` (put
back when anything fails). Only `natif`
speaks to Excel's own object model. xlwings itself is imported by `choix` alone.
"""

from cucs_xl.excel.live.choix import open_classeur, open_fenetre
from cucs_xl.excel.live.host import ClasseurExcel

__all__ = ["ClasseurExcel", "open_classeur", "open_fenetre"]
