"""The neutral tree: the same notice as JSON and as XML is the same tree."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from lxml import etree

from hub_procurement_feed import eforms
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import NOTHING, Node, from_json, from_xml

XML = b"""<ContractNotice xmlns="urn:x" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc" xmlns:ext="urn:ext"
 xmlns:efext="urn:efext" xmlns:efac="urn:efac">
 <ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
  <efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode></efac:NoticeSubType>
 </efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
 <cbc:ID schemeName="notice-id">n-1</cbc:ID>
 <cac:ProcurementProject>
  <cbc:Name languageID="FRA">P&amp;amp;V<!-- note -->, lot unique</cbc:Name>
 </cac:ProcurementProject>
 <cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID></cac:ProcurementProjectLot>
 <cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0002</cbc:ID><cbc:Empty/></cac:ProcurementProjectLot>
</ContractNotice>"""

JSON: dict[str, Any] = {
    "ext:UBLExtensions": {
        "ext:UBLExtension": {
            "ext:ExtensionContent": {
                "efext:EformsExtension": {
                    "efac:NoticeSubType": {"cbc:SubTypeCode": {"@listName": "notice-subtype", "#text": "16"}}
                }
            }
        }
    },
    "cbc:ID": {"@schemeName": "notice-id", "#text": "n-1"},
    "cac:ProcurementProject": {"cbc:Name": {"@languageID": "FRA", "#text": "P&amp;amp;V, lot unique"}},
    "cac:ProcurementProjectLot": [
        {"cbc:ID": {"@schemeName": "Lot", "#text": "LOT-0001"}},
        {"cbc:ID": {"@schemeName": "Lot", "#text": "LOT-0002"}, "cbc:Empty": ""},
    ],
}


def plain(node: Node) -> Any:
    children = {name: [plain(child) for child in found] for name, found in sorted(node.children.items())}
    return (node.name, node.attrs, node.text, children)


def test_json_and_xml_give_the_same_tree() -> None:
    assert plain(from_xml(etree.fromstring(XML))) == plain(from_json("ContractNotice", JSON))


def test_the_same_notice_is_read_from_both() -> None:
    notices = []
    for root in (from_xml(etree.fromstring(XML)), from_json("ContractNotice", JSON)):
        draft = Draft(key="k", published=date(2026, 9, 1))
        eforms.read(root, draft)
        notices.append(draft.finish())
    assert notices[0] == notices[1]
    assert notices[0].title == "P&V, lot unique"
    assert [lot.key for lot in notices[0].lots] == ["LOT-0001", "LOT-0002"]
    assert notices[0].form == "EFORMS/ContractNotice/16"


def test_an_empty_element_is_present() -> None:
    node = from_json("n", {"oui": "", "non": {"@type": "x"}})
    assert node.has("oui")
    assert node.has("non")
    assert node.at("oui")
    assert not node.at("absent")
    assert node.at("absent", "below") is NOTHING


def test_one_child_or_several_are_read_alike() -> None:
    assert len(from_json("n", {"lot": {"a": "1"}}).all("lot")) == 1
    assert len(from_json("n", {"lot": [{"a": "1"}, {"a": "2"}]}).all("lot", "a")) == 2


def test_french_comes_first() -> None:
    names = [{"@languageID": "ENG", "#text": "Lot"}, {"@languageID": "FRA", "#text": "Le lot"}]
    assert from_json("n", {"Name": names}).french("Name") == "Le lot"


@pytest.mark.parametrize(
    "value", [None, 3, True, [], {}, [[1]], {"a": None}, {"": 1}, {"@": 2}, {"#text": []}]
)
def test_any_json_value_is_a_tree(value: Any) -> None:
    assert from_json("n", json.loads(json.dumps(value))).name == "n"


def test_depth_does_not_matter() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = {"a": deep}
    assert sum(1 for _ in from_json("n", deep).walk()) == 100_001
