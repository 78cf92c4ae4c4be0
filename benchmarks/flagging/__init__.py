"""How well the signals answer what people read: ``python -m benchmarks.flagging FOLDER``."""
