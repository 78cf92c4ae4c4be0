"""Drops that are too large to be true: the run is held until a person accepts it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from store_rows import store_rows
from toy_hub import plugin, toy_hub

from hub.pipeline.sync import SyncRequest
from hub.plugin_api import HubError, SnapshotComplete
