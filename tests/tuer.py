"""An import in a process of its own, for a test to kill."""

import sys
from pathlib import Path

from cucs_xl import commands
from cucs_xl.excel.file import ClasseurFichier

if __name__ == "__main__":
    maitre, retour, reponses = map(Path, sys.argv[1:])
    commands.importer(ClasseurFichier(maitre), [retour], reponses)
