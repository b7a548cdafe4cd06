"""From what came back to what the master becomes: reading, merge, arbitration, undo."""
