"""Prefect at the edge: the schedule, the retries and a screen. The hub's ledger is the record.

Only this package imports Prefect, and only after ``flows.environment.prepare``. A flow opens the hub,
calls it stage by stage, and publishes short tables; ``python -m flows.serve`` is the daemon.
"""
