"""Every sentence of a form, under its path (``OBJECT_CONTRACT.OBJECT_DESCR.SHORT_DESCR``).

A field named below is kept whatever its length, any other leaf when it may be a sentence: nothing hides
in an element that nobody thought of. Addresses are not texts. Paths carry no index: the lot's key says
which.
"""

from __future__ import annotations

from typing import Final

from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft, Role
from hub_procurement_feed.node import Node
from hub_procurement_feed.ted.legacy import lots

_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("TITLE", "TITLE_CONTRACT", "LOT_TITLE", "CONTRACT_TITLE"), "object"),
    **dict.fromkeys(("SHORT_DESCR", "SHORT_CONTRACT_DESCRIPTION", "LOT_DESCRIPTION"), "description"),
    **dict.fromkeys(("TOTAL_QUANTITY_OR_SCOPE",), "description"),
    **dict.fromkeys(("PERFORMANCE_CONDITIONS", "EXISTENCE_OTHER_PARTICULAR_CONDITIONS"), "conditions"),
    **dict.fromkeys(("AC_CRITERION", "CRITERIA_EVALUATION", "CRITERIA"), "criterion"),
    **dict.fromkeys(("INFO_ADD", "ADDITIONAL_INFORMATION", "MAIN_SITE", "OPTIONS_DESCR"), "information"),
    **dict.fromkeys(("RENEWAL_DESCR", "MAIN_FEATURES_AWARD", "CA_TYPE_OTHER"), "information"),
}
_PARTS: Final[dict[str, Role]] = {
    "CHANGES": "change",
    "INFO_MODIFICATIONS": "change",
    "AWARD_CONTRACT": "award",
    "AWARD_OF_CONTRACT_DEFENCE": "award",
    "RESULTS": "award",
}
_NOT_TEXTS: Final = ("ADDRESS_", "CONTACT_DATA", "CA_CE_", "URL", "IA_URL", "E_MAIL", "ORGANISATION")
_NOT_SENTENCES: Final = frozenset({"OFFICIALNAME", "ADDRESS", "TOWN", "PARTICIPANT_NAME"})


def sweep(form: Node, draft: Draft) -> None:
    """Add the texts of a form to ``draft``, section by section."""
    keys = {id(section): key for key, section in lots.keyed(form)}
    keys |= {id(block): _awarded(block) for block in form.all("AWARD_CONTRACT")}
    stack: list[_Place] = [(form, "", None, None)]
    while stack:
        node, path, lot, part = stack.pop()
        lot, part = keys.get(id(node), lot), _PARTS.get(node.name, part)
        below: list[_Place] = []
        for name, siblings in node.children.items():
            if name.startswith(_NOT_TEXTS):
                continue
            where = f"{path}.{name}" if path else name
            for child in siblings:
                if child.text:
                    _keep(child, where, lot, _PARTS.get(name, part), draft)
                if child.children:
                    below.append((child, where, lot, part))
        below.reverse()
        stack += below


_Place = tuple[Node, str, str | None, Role | None]


def _awarded(block: Node) -> str | None:
    return values.lot_number(block.value("LOT_NO")) or None


def _keep(node: Node, where: str, lot: str | None, part: Role | None, draft: Draft) -> None:
    role = _ROLES.get(node.name)
    if role is None and (not values.is_sentence(node.text) or node.name in _NOT_SENTENCES):
        return
    if role in {None, "information", "description"} and part:
        role = part
    draft.text(where, node.text, role or "information", lot)
