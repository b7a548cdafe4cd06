"""The marks by which a partner's sheet is found again, whatever was moved, sorted or added.

Written by the builder in hidden rows and columns, read by the reader of returns. Values
stand where marks cross: a block's mark opens a column of row marks, and its row names the
columns of answers to its right, up to the next block's mark.

    ¤bloc:quartiers | …  | ¤case:tRepartition.Part | ¤case:tRepartition.Part réalisée
    ¤ligne:QO       | …  | 60 %                    | 55 %
    ¤ligne:CA       | …  | 40 %                    | 45 %

A block asked question by question marks one column of answers, and a case on each row:

    ¤bloc:publics              | …             | ¤reponse
    ¤case:tFiches.Femmes       | dont femmes   | 34

The column of row marks ends with the sheet, or where another block opens in it.
"""

#: The hidden sheet of two columns (word, value) that identifies the file. Its first row is
#: `CLE_FICHIER`, `VALEUR_FICHIER`; the words are those of `IDENTITE`, then one `MEMOIRE` row
#: for each piece of what was sent, in order.
FEUILLE_IDENTITE = "_cucs"
CLE_FICHIER, VALEUR_FICHIER = "cucs_xl", "fiche partenaire"
IDENTITE = ("modele", "version", "contrat", "exercice", "destinataire", "action", "empreinte")
MEMOIRE = "memoire"

#: The same facts, as custom properties of the file: « cucs_modele », « cucs_empreinte »…
PREFIXE_PROPRIETE = "cucs_"

BLOC, LIGNE, CASE, REPONSE = "¤bloc:", "¤ligne:", "¤case:", "¤reponse"

#: The sheets beside, without marks: help, lists, what is required.
FEUILLES_ANNEXES = frozenset(("Aide", "_listes", "_suivi"))
