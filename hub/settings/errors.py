"""The one error of this package."""

from __future__ import annotations

from hub.plugin_api import HubError


class SettingsInvalid(HubError):
    """A setting cannot be read: which file or variable, what was found, what is expected."""

    default_code = "settings-invalid"
    default_next_step = "Corriger ce réglage, puis lancer hub doctor."
