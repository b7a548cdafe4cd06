"""The parent's side of the worker: it hands files over, waits no longer than said, restarts.

The worker may hang, crash, abort or starve: whatever it does is the refusal of one file.
A thread keeps the time, because no system but POSIX can wait on a pipe with a delay.
"""

import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.retour.refus import RefusError, build_endommage
from cucs_xl.excel.retour.trame import OUVERT, PANIQUE, PRET, format_trame, read_trame

#: Seconds for one file: an honest one takes a few hundredths.
DELAI = 5.0
#: Seconds for the worker to start: an antivirus may look at each library.
_DEMARRAGE = 60.0
#: Seconds for a file to open: a disk elsewhere may be asleep, a cloud may have to send it.
_OUVERTURE = 30.0
_LENT = "copiez-le sur ce poste, puis importez-le de là."
_LOURD = (
    "ce qu'une fiche ne fait jamais : demandez au partenaire de la renvoyer, sans feuille ni "
    "ligne ajoutée."
)
#: Seconds for a worker that closed its end to be gone.
_DELAI_FIN = 1.0
#: Seconds between two looks at the clock.
_PAS = 0.25
# The current folder may be the strangers' own: -P keeps Python from importing from it.
_COMMANDE = (sys.executable, "-P", "-m", "cucs_xl.excel.retour.ouvrier")

_GARDES = str(64 * 2**20)
_ENVIRONNEMENT = {
    # A panic that prints its stack is slow, and prints it nowhere.
    "RUST_BACKTRACE": "0",
    # Else glibc gives memory back after each file, and takes it again for the next.
    "MALLOC_TRIM_THRESHOLD_": _GARDES,
    "MALLOC_MMAP_THRESHOLD_": _GARDES,
}


class Gardien:
    """A worker that outlives its crashes; one for all the files of an import.

    Files are answered in the order they were sent. One that ends the worker is refused, and
    those sent behind it are sent again to the next.
    """

    def __init__(self, delai: float = DELAI) -> None:
        self._delai, self._ouverture = delai, _OUVERTURE
        self._ouvrier: _Ouvrier | None = None
        self._attente: deque[bytes] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        valeur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def start(self) -> None:
        """Start the worker ahead of its first file: both processes then load at once."""
        if self._ouvrier is None:
            self._ouvrier = _Ouvrier()
            for chemin in self._attente:
                self._hand(chemin)

    def send(self, chemin: Path) -> None:
        """Hand a file over, by its path: the worker never waits for its bytes.

        Raises:
            CucsError: the worker cannot even start.
        """
        self.start()
        self._attente.append(os.fsencode(chemin.absolute()))
        self._hand(self._attente[-1])

    def _hand(self, chemin: bytes) -> None:
        assert self._ouvrier is not None
        self._ouvrier.wait_pret()
        self._ouvrier.send(chemin, self._delai)

    def receive(self) -> bytes:
        """Give the worker's answer to the first file that awaits one.

        Raises:
            RefusError: it did not answer: too slow, too much memory, a parser's crash.
            CucsError: the worker cannot start again.
        """
        self.start()
        self._attente.popleft()
        # A disk that did not wake for one file is waited for less for the next: they are many.
        ouverture, self._ouverture = self._ouverture, self._delai
        message = self._wait(ouverture, f"s'ouvrir : {_LENT}")
        self._ouverture = _OUVERTURE
        return self._wait(self._delai, f"être lu, {_LOURD}") if message == OUVERT else message

    def _wait(self, delai: float, lenteur: str) -> bytes:
        assert self._ouvrier is not None
        try:
            message = self._ouvrier.receive(delai)
        except TimeoutError:
            self._stop()
            raise RefusError(
                f"met plus de {delai:.0f} seconde{'s' * (delai > 1)} à {lenteur}"
            ) from None
        if message is None:
            code = self._stop(fini=True)
            if code == PANIQUE:
                raise build_endommage()
            raise RefusError(
                "demande bien plus de mémoire qu'une fiche, ou est endommagé : demandez au "
                "partenaire de la renvoyer, sans feuille ni ligne ajoutée."
            )
        return message

    @property
    def pid(self) -> int | None:
        """The worker's process, for those who measure it."""
        return self._ouvrier.processus.pid if self._ouvrier else None

    def _stop(self, *, fini: bool = False) -> int:
        ouvrier, self._ouvrier = self._ouvrier, None
        return ouvrier.stop(fini=fini) if ouvrier else 0


class _Ouvrier:
    """One life of the worker."""

    def __init__(self) -> None:
        self.processus = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            _COMMANDE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONNEMENT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._pret = False
        self._veille = _Veille(self.processus)

    def wait_pret(self) -> None:
        """Wait until the worker has started: that is not the file's fault nor its time.

        Raises:
            CucsError: it does not start.
        """
        if self._pret:
            return
        try:
            self._pret = self.receive(_DEMARRAGE) == PRET
        except TimeoutError:
            self._pret = False
        if not self._pret:
            self.stop()
            raise CucsError(
                "Le lecteur des retours n'a pas démarré : réinstallez cucs_xl, ou demandez au "
                "service informatique si l'antivirus bloque Python."
            )

    def send(self, octets: bytes, delai: float) -> None:
        """Hand a file over; one that does not take it will not answer either."""
        assert self.processus.stdin is not None
        self._veille.begin(delai)
        with suppress(OSError):
            self.processus.stdin.write(format_trame(octets))
            self.processus.stdin.flush()
        self._veille.end()

    def receive(self, delai: float) -> bytes | None:
        """Give the worker's answer, None when it ended instead.

        Raises:
            TimeoutError: no answer in time.
        """
        assert self.processus.stdout is not None
        self._veille.begin(delai)
        reponse = read_trame(self.processus.stdout)
        if self._veille.end():
            raise TimeoutError
        return reponse

    def stop(self, *, fini: bool = False) -> int:
        """End the worker, whatever it is doing; give how it ended, by itself if `fini`."""
        self._veille.stop()
        with suppress(subprocess.TimeoutExpired):
            # One that crashed has its own code to give, if it is let.
            self.processus.wait(_DELAI_FIN if fini else 0)
        self.processus.kill()
        for tube in (self.processus.stdin, self.processus.stdout):
            with suppress(OSError):
                assert tube is not None
                tube.close()
        return self.processus.wait()


class _Veille:
    """A watch over one worker: it is killed when its time is out, which frees who waits for it.

    A thread beside rather than between: handing each answer from one thread to another would
    cost more than reading it.
    """

    def __init__(self, processus: subprocess.Popen[bytes]) -> None:
        self._processus = processus
        self._reveil = Condition()
        self._echeance: float | None = None
        self._finie = self._tue = False
        Thread(target=self._watch, daemon=True).start()

    def begin(self, delai: float) -> None:
        """Give the worker so many seconds from now."""
        self._echeance = monotonic() + delai

    def end(self) -> bool:
        """Stop counting; tell whether the time was out."""
        with self._reveil:
            self._echeance = None
            return self._tue

    def stop(self) -> None:
        """Leave the worker to itself."""
        with self._reveil:
            self._finie = True
            self._reveil.notify()

    def _watch(self) -> None:
        with self._reveil:
            while not self._finie and not self._tue:
                self._reveil.wait(_PAS)
                if self._echeance is not None and monotonic() > self._echeance:
                    self._tue = True
                    self._processus.kill()
