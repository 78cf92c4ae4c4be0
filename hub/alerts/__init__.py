"""Telling people what is new: what a digest holds, how it is written, and how it leaves.

``news`` finds what an alert has to tell, ``compose`` writes it as text and HTML, ``outbox`` sends what
waits by ``mail`` or ``channels`` and keeps what could not leave.
"""
