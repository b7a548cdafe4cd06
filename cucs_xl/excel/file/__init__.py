"""The host of closed files: a master on disk, read and written losslessly, with no Excel.

`host` is the port's adapter. It reads through `livre` (one state of the workbook), whose
facts come from `package` (the zip) and `sheet` (raw cells); it writes through `edition`
(what is wanted), `engine` (cellrune), `guard` (nothing else moved) and `sauvegarde`
(dated copy, atomic replacement).
"""

from cucs_xl.excel.file.host import ClasseurFichier

__all__ = ["ClasseurFichier"]
