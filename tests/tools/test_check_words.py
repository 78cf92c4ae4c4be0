"""The check finds what must not be published, and stays quiet on what may."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "check_words.py"


@pytest.fixture(scope="module")
def check():
    spec = importlib.util.spec_from_file_location("check_words", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_words"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "hub" / "web").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("see https://" + "pypi" + ".org/project/x", "registry"),
        ("files." + "pythonhosted" + ".org", "registry"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "HUB_SECRETS_DIR"),
        ("api_key" + ' = "0123456789abcdef0123456789abcdef"', "HUB_SECRETS_DIR"),
        ("open('/" + "work/shared/samples')", "relative"),
        ("<" * 7 + " HEAD", "merge"),
        ("<p>Un marché " + "illégal</p>", "vérifier"),
        ("40 heures d’insertion " + "obligatoires", "attendue"),
    ],
)
def test_a_planted_text_is_found_before_it_is_added(check, checkout: Path, text: str, advice: str) -> None:
    (checkout / "hub" / "web" / "page.html").write_text(f"première ligne\n{text}\n", "utf-8")
    found = list(check.banned(checkout))
    assert len(found) == 1
    assert found[0].startswith("hub/web/page.html:2: ")
    assert advice in found[0]


def test_ordinary_text_is_left_alone(check, checkout: Path) -> None:
    (checkout / "hub" / "a.py").write_text(
        'token = settings.token\nua = "user agent"\npath = "../shared/samples"\n'
    )
    assert list(check.banned(checkout)) == []


def test_a_quotation_of_a_notice_may_say_what_the_hub_may_not(check, checkout: Path) -> None:
    """BOAMP notices write it, and the rules are tested on their words."""
    (checkout / "tests").mkdir()
    (checkout / "tests" / "notice.txt").write_text(
        "heures d'insertion " + "obligatoires passe de 1000 à 600", "utf-8"
    )
    assert list(check.banned(checkout)) == []


def test_an_ignored_file_is_not_the_projects(check, checkout: Path) -> None:
    (checkout / ".gitignore").write_text("var/\n")
    (checkout / "var").mkdir()
    (checkout / "var" / "pip.log").write_text("https://" + "pypi" + ".org")
    assert list(check.banned(checkout)) == []


def test_a_long_file_is_named_and_a_long_table_is_not(check, checkout: Path) -> None:
    (checkout / "hub" / "cli.py").write_text("x = 1\n" * 401)
    (checkout / "hub" / "rules.py").write_text("x = 1\n" * 400)
    (checkout / "hub" / "communes.csv").write_text("38001\n" * 5000)
    found = list(check.too_long(checkout))
    assert len(found) == 1
    assert found[0].startswith("hub/cli.py: 401 lines")
