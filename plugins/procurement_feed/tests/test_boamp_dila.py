"""The XML files of DILA: the same notice as the API's, whatever the schema."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from hub.plugin_api import Notice, RawRecord, RecordRejected, Skipped, SourceChanged
from hub_procurement_feed.boamp import dila
from hub_procurement_feed.boamp.connector import Boamp

FIXTURES = Path(__file__).parent / "fixtures" / "boamp"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
_UBL = "urn:boamp:names:specification:ubl:schema:xsd:Common"
_EFORMS = "http://data.europa.eu/p27/eforms-ubl-extension"
NAMESPACES = {
    "cac": f"{_UBL}AggregateComponents-2",
    "cbc": f"{_UBL}BasicComponents-2",
    "ext": f"{_UBL}ExtensionComponents-2",
    "efac": f"{_EFORMS}-aggregate-components/1",
    "efbc": f"{_EFORMS}-basic-components/1",
    "efext": f"{_EFORMS}s/1",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
DECLARED = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
HTML = "<HTML><![CDATA[<html><body>Avis</body></html>]]></HTML><HTMLSYNTHESE><![CDATA[<p>]]></HTMLSYNTHESE>"


def element(name: str, value: Any) -> str:
    """The XML that gives ``value`` by the rule of xmltodict."""
    if isinstance(value, list):
        return "".join(element(name, item) for item in value)
    if not isinstance(value, dict):
        return f"<{name}>\n  {escape(str(value))}\n</{name}>" if value not in ("", None) else f"<{name}/>"
    attributes = "".join(f" {k[1:]}={quoteattr(str(v))}" for k, v in value.items() if k.startswith("@"))
    below = "".join(element(k, v) for k, v in value.items() if not k.startswith(("@", "#")))
    return f"<{name}{attributes}>{escape(str(value.get('#text', '')))}{below}</{name}>"


def flags(names: Any) -> dict[str, str]:
    return {str(name): "" for name in names or []}


def record(name: str) -> dict[str, Any]:
    """A fixture whose ``gestion`` says all that its columns say, as the files of DILA do."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    gestion = found["gestion"]
    index, reference = gestion["INDEXATION"], gestion["REFERENCE"]
    types = reference.setdefault("TYPE_AVIS", {})
    columns = {"FAMILLE": "famille", "PERIMETRE": "perimetre", "NATURE": "nature", "STATUT": "etat"}
    for facet, column in columns.items():
        if found.get(column):
            types[facet] = {found[column]: ""}
    if found.get("annonce_lie"):
        reference["ANNONCE_ANTERIEUR"] = [{"IDWEB": key} for key in found["annonce_lie"]]
    index |= {
        "NOMORGANISME": found["nomacheteur"],
        "TYPE_PROCEDURE": flags([found["type_procedure"]] if found["type_procedure"] else []),
        "DESCRIPTEURS": {"DESCRIPTEUR": [{"CODE": code} for code in found["descripteur_code"] or []]},
        "NATURE_MARCHE": flags(found["type_marche"]),
        "CRITERES_SOCIAUX_ENV": flags(c.upper() for c in found["criteres"] or []),
        "DEP_PRESTATION": found["code_departement_prestation"] or [],
        "DEP_PUBLICATION": found["code_departement"] or [],
        "TITULAIRES": {"DENOMINATION": found["titulaire"] or []},
        "RESUME_OBJET": found["objet"][:200],
    }
    return found


def file_of(found: dict[str, Any]) -> bytes:
    """The file of DILA for a record: 3.2.5 for recent shapes, the flat schema without namespace else."""
    donnees, gestion = element("DONNEES", found["donnees"]), element("GESTION", found["gestion"])
    if "IDENTITE" in found["donnees"] or "IDENT" in found["donnees"]:
        text = f"<ANNONCE{DECLARED}>{gestion}{donnees}</ANNONCE>"
    else:
        jo = "http://boamp.journal-officiel.gouv.fr/XML/3.2.5"
        text = f'<jo:ann xmlns:jo="{jo}"{DECLARED}>{donnees}{gestion}{HTML}</jo:ann>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def parsed(raw: RawRecord | Skipped) -> Notice:
    assert isinstance(raw, RawRecord)
    (notice,) = Boamp().parse(raw)
    return notice


def of_api(found: dict[str, Any]) -> Notice:
    return parsed(RawRecord("key", json.dumps(found).encode(), "application/json", "memory:"))


def read(path: Path, content: bytes) -> list[RawRecord | Skipped]:
    path.write_bytes(content)
    ctx: Any = SimpleNamespace()
    return list(Boamp().read(ctx, path))


ONE, TWO = file_of(record("fns_initial")), file_of(record("v230_call"))


@pytest.mark.parametrize("name", NAMES)
def test_both_routes_give_one_notice(name: str) -> None:
    found = record(name)
    raw = dila.landed(file_of(found), "memory:")
    assert isinstance(raw, RawRecord)
    assert (raw.key, str(raw.published)) == (found["idweb"], found["dateparution"])
    assert parsed(raw).model_dump() == of_api(found).model_dump()


@pytest.mark.parametrize(
    "objet", ["Réfection de la place " + "très " * 60 + "grande", "x" * 200, "École &amp; crèche"]
)
def test_a_long_object_gives_one_title_too(objet: str) -> None:
    """``RESUME_OBJET`` is cut at 200 characters and the files have nothing else."""
    found = json.loads((FIXTURES / "fns_initial.json").read_text("utf-8")) | {"objet": objet}
    found["donnees"]["FNSimple"]["initial"]["natureMarche"]["intitule"] = objet
    found["gestion"]["INDEXATION"]["RESUME_OBJET"] = objet[:200]
    found["descripteur_code"], found["type_marche"] = [], []
    one, other = parsed(dila.landed(file_of(found), "memory:")), of_api(found)
    assert (one.title, one.texts) == (other.title, other.texts)


def test_schema_v110() -> None:
    found = json.loads((FIXTURES / "v230_call.json").read_text("utf-8"))
    found["donnees"] = {
        "IDENT": {"NOM": "Ville de Valville,", "CP": "38999,", "VILLE": "Valville."},
        "OBJET": {
            "TITRE_MARCHE": "Peinture",
            "OBJET_COMPLET": "Peinture des écoles.",
            "CPV_OBJ": "45442100.",
        },
        "LOTS": {"NUM_LOT": ["1", "2"], "DESC_LOT": ["Murs", "Plafonds"]},
    }
    found["gestion"]["INDEXATION"]["RESUME_OBJET"] = found["objet"] = "Peinture"
    notice = parsed(dila.landed(file_of(found), "memory:"))
    assert (notice.form, notice.title, notice.cpv) == ("v110/OBJET", "Peinture", ("45442100",))
    assert [(lot.key, lot.title) for lot in notice.lots] == [("1", "Murs"), ("2", "Plafonds")]
    assert notice.buyers[0].name == "Ville de Valville"


class TestLanding:
    def test_the_pictures_of_the_notice_do_not_land(self) -> None:
        raw = dila.landed(ONE, "memory:")
        assert isinstance(raw, RawRecord)
        assert b"HTML" not in raw.payload
        assert b"<body>" not in raw.payload

    @pytest.mark.parametrize("name", NAMES)
    def test_people_do_not_land(self, name: str) -> None:
        raw = dila.landed(file_of(record(name)), "memory:")
        assert isinstance(raw, RawRecord)
        text = raw.payload.decode()
        for trace in ("Inventée", "Dominique Inventé", "M. Inventé", "0400000000", "camille@"):
            assert trace not in text

    def test_stripping_again_changes_nothing(self) -> None:
        once = dila.landed(TWO, "memory:")
        assert isinstance(once, RawRecord)
        assert dila.landed(once.payload, "memory:") == once

    @pytest.mark.parametrize(
        "payload",
        [
            ONE[:-300],
            ONE.decode().encode("latin-1"),
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ANNONCE>&x;</ANNONCE>',
            ONE.replace(b"<IDWEB>", b"<AUTRE>").replace(b"</IDWEB>", b"</AUTRE>"),
        ],
        ids=["cut", "latin-1", "doctype", "no-idweb"],
    )
    def test_a_damaged_file_goes_to_quarantine(self, payload: bytes) -> None:
        raw = dila.landed(payload, "memory:")
        assert isinstance(raw, RawRecord)
        with pytest.raises(RecordRejected) as error:
            parsed(raw)
        assert error.value.code == "boamp-damaged"

    @pytest.mark.parametrize(
        "payload", [b"<marches/>", b"<TED_EXPORT><GESTION/></TED_EXPORT>", b"<a><b></a>"]
    )
    def test_another_xml_is_skipped(self, payload: bytes) -> None:
        assert isinstance(dila.landed(payload, "memory:"), Skipped)

    def test_a_file_without_data_gives_a_notice_of_its_index(self) -> None:
        found = record("mapa_initial") | {"donnees": {}}
        notice = parsed(dila.landed(file_of(found), "memory:"))
        assert notice.title == "Peinture de la salle des fêtes"
        assert "boamp-no-payload" in {finding.code for finding in notice.findings}

    def test_bytes_in_quarantine_stay_rejected_without_their_marks(self) -> None:
        raw = RawRecord("26-1", b"<ANNONCE/>", "application/xml", "memory:")
        with pytest.raises(RecordRejected) as error:
            parsed(raw)
        assert error.value.code == "boamp-bad-payload"


class TestFiles:
    def test_a_file_whatever_its_name(self, tmp_path: Path) -> None:
        (raw,) = read(tmp_path / "boamp.json", ONE)
        assert isinstance(raw, RawRecord)
        assert (raw.key, raw.media) == ("26-90010", "application/xml")

    def test_utf_16(self, tmp_path: Path) -> None:
        (raw,) = read(tmp_path / "a", ONE.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
        assert parsed(raw) == parsed(dila.landed(ONE, "memory:"))

    def test_a_day_in_a_zip_or_a_tar(self, tmp_path: Path) -> None:
        zipped, tarred = io.BytesIO(), io.BytesIO()
        with zipfile.ZipFile(zipped, "w") as archive:
            archive.writestr("../26-90010.xml", ONE)
            archive.writestr("17-1.xml", TWO)
            archive.writestr("Boamp_v230.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>")
        with tarfile.open(fileobj=tarred, mode="w:gz") as archive:
            for name, payload in (("../26-90010.xml", ONE), ("17-1.xml", TWO), ("again.xml", TWO)):
                info = tarfile.TarInfo(name)
                info.size = len(payload)
                archive.addfile(info, io.BytesIO(payload))
        kinds = [type(item).__name__ for item in read(tmp_path / "d.zip", zipped.getvalue())]
        assert kinds == ["RawRecord", "RawRecord", "Skipped"]
        keys = [
            item.key for item in read(tmp_path / "d.tgz", tarred.getvalue()) if isinstance(item, RawRecord)
        ]
        assert keys == ["26-90010", keys[1], keys[1]], "the same notice twice is given twice"

    def test_a_taz_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(SourceChanged) as error:
            read(tmp_path / "2016.taz", b"\x1f\x9d\x90" + b"x" * 2000)
        assert error.value.code == "archive-unsupported"
        assert "gzip -d" in error.value.next_step
