"""Builds the documentation as plain pages under ``site/``; fails on a link to a file that is not there."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import markdown

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Passerelle</title>
<style>body{{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}}
table{{border-collapse:collapse}}
th,td{{border:1px solid #ccc;padding:.2rem .5rem;vertical-align:top;text-align:left}}
pre{{overflow-x:auto;background:#f4f4f4;padding:.7rem}}</style></head>
<body>{body}</body></html>
"""
LINK = re.compile(r'(href|src)="([^"#:]+)(#[^"]*)?"')
EXTENSIONS = ["tables", "fenced_code", "toc"]


def sources() -> list[Path]:
    """Every page: those at the root, those in ``docs/``, and each plugin's own."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("plugins/*/*.md")])


def broken_links(source: Path, html: str) -> list[str]:
    """Relative links of a page that lead to no file of the checkout."""
    targets = (match[2] for match in LINK.finditer(html))
    return [target for target in targets if not (source.parent / target).exists()]


def build(source: Path) -> list[str]:
    """Write one page; the broken links it holds."""
    html = markdown.markdown(source.read_text("utf-8"), extensions=EXTENSIONS)
    broken = broken_links(source, html)
    page = SITE / source.relative_to(ROOT).with_suffix(".html")
    page.parent.mkdir(parents=True, exist_ok=True)
    body = LINK.sub(lambda m: f'{m[1]}="{re.sub(r"[.]md$", ".html", m[2])}{m[3] or ""}"', html)
    page.write_text(PAGE.format(title=source.stem, body=body), "utf-8")
    return [f"{source.relative_to(ROOT)}: no such file: {target}" for target in broken]


def main() -> int:
    """Build all pages; 1 when a link is broken."""
    shutil.rmtree(SITE, ignore_errors=True)
    pages = sources()
    broken = [line for source in pages for line in build(source)]
    sys.stderr.writelines(f"{line}\n" for line in broken)
    sys.stdout.write(f"{len(pages)} pages in {SITE.relative_to(ROOT)}/\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
