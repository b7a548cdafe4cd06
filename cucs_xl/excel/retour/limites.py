"""What the worker is allowed: half a gigabyte, and not one byte written."""

import sys

#: Bytes of address space: an honest return needs a fifth of it.
MEMOIRE_MAX = 512 * 2**20


if sys.platform == "win32":
    import ctypes

    _MEMOIRE_PROCESSUS = 0x100
    _LIMITES_ETENDUES = 9

    class _Base(ctypes.Structure):
        _fields_ = (
            ("temps_processus", ctypes.c_int64),
            ("temps_travail", ctypes.c_int64),
            ("drapeaux", ctypes.c_uint32),
            ("residence_min", ctypes.c_size_t),
            ("residence_max", ctypes.c_size_t),
            ("processus_max", ctypes.c_uint32),
            ("affinite", ctypes.c_size_t),
            ("priorite", ctypes.c_uint32),
            ("ordonnancement", ctypes.c_uint32),
        )

    class _Etendue(ctypes.Structure):
        _fields_ = (
            ("base", _Base),
            ("compteurs", ctypes.c_uint64 * 6),
            ("memoire_processus", ctypes.c_size_t),
            ("memoire_travail", ctypes.c_size_t),
            ("pointe_processus", ctypes.c_size_t),
            ("pointe_travail", ctypes.c_size_t),
        )

    def limit() -> None:
        """Put this process in a job that bounds its memory. Not tried on Windows itself.

        Where the system refuses, the airlock and the parent's clock still stand.
        """
        noyau = ctypes.WinDLL("kernel32", use_last_error=True)
        noyau.CreateJobObjectW.restype = ctypes.c_void_p
        noyau.GetCurrentProcess.restype = ctypes.c_void_p
        travail = noyau.CreateJobObjectW(None, None)
        if not travail:
            return
        etendue = _Etendue()
        etendue.base.drapeaux = _MEMOIRE_PROCESSUS
        etendue.memoire_processus = MEMOIRE_MAX
        if noyau.SetInformationJobObject(
            ctypes.c_void_p(travail),
            _LIMITES_ETENDUES,
            ctypes.byref(etendue),
            ctypes.sizeof(etendue),
        ):
            noyau.AssignProcessToJobObject(
                ctypes.c_void_p(travail), ctypes.c_void_p(noyau.GetCurrentProcess())
            )

else:
    import resource
    from contextlib import suppress

    def limit() -> None:
        """Bound memory; forbid writing files, and the core dump of a crash.

        macOS accepts the first without obeying it: there, the airlock and the parent's clock
        remain.
        """
        for sorte, maximum in (
            (resource.RLIMIT_AS, MEMOIRE_MAX),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(OSError, ValueError):
                resource.setrlimit(sorte, (maximum, maximum))
