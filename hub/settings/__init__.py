"""The hub's settings, each with where its value came from, and how a plugin's settings are filled.

Precedence: defaults < ``hub.toml`` < environment < secrets directory.
"""

from hub.settings.errors import SettingsInvalid
from hub.settings.load import load_settings
from hub.settings.model import HubSettings, UnknownSetting
from hub.settings.plugins import PluginValues, SettingView, plugin_values
from hub.settings.redact import safe_url
from hub.settings.sources import DEFAULT, Sources
from hub.settings.unknown import unknown_settings

__all__ = [
    "DEFAULT",
    "HubSettings",
    "PluginValues",
    "SettingView",
    "SettingsInvalid",
    "Sources",
    "UnknownSetting",
    "load_settings",
    "plugin_values",
    "safe_url",
    "unknown_settings",
]
