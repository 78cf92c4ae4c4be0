"""The page that explains the laws, made of the texts of the checks.

``python -m hub.testing.conformance.page > docs/conformance.md`` writes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from hub.testing import recordings
from hub.testing.conformance.catalogue import CONNECTOR_CHECKS, MATCHER_CHECKS, RULE_CHECKS
from hub.testing.conformance.check import Check

_HEAD = """\
# The laws of a plugin

The hub can only be as good as its connectors, so the contract is also a test suite. Yours is one class:

```python
from pathlib import Path

from hub.testing import ConnectorConformance
from my_portal import MyConnector


class TestMine(ConnectorConformance):
    connector = MyConnector
    recordings = Path(__file__).parent / "recordings"
```

`pytest` then runs each law below as a test of its own (`pytest -k fault` runs those of bad days). A law
that is broken says what it saw, what is demanded, why it matters and how to mend it. There is no list of
exceptions: the two plugins of this repository pass the same suite. A law that has nothing to look at is
skipped with its reason, and a skipped law is not a kept one.

| attribute | what it says |
|---|---|
| `connector` | the class, or an object of it |
| `recordings` | the folder of the recordings |
| `settings` | settings for every case; `{server}` is the address of the replay server |
| `today` | the day of the runs (10 September 2026 when not set) |
| `overlap_days` | days before its cursor that the connector reads again on purpose |
| `personal_samples` | names, mailboxes … that stand in the recordings and must never land |
| `files` | files for `read` that are kept elsewhere than in `recordings/files` |
| `long_feed(self, records)` | sources that make that many records as they are asked for, for the memory |

A rule is `RuleConformance` with `rule` and `finds` (texts in which it sees something), a matcher is
`MatcherConformance` with `matcher` and `examples` (`MatchExample(lot, notice, employers)`).

## Recordings

"""


def page() -> str:
    """The whole page, in Markdown."""
    parts = [
        _HEAD + _recordings(),
        *_chapter("Connectors", CONNECTOR_CHECKS),
        *_chapter("Rules", RULE_CHECKS),
        *_chapter("Matchers", MATCHER_CHECKS),
    ]
    return "\n".join(parts)


def _recordings() -> str:
    text = (recordings.__doc__ or "").partition("\n\n::\n\n")
    drawing, _, rest = text[2].partition("\n\n")
    fenced = "\n".join(line.removeprefix("    ") for line in drawing.splitlines())
    return f"{text[0]}\n\n```\n{fenced}\n```\n\n{rest.strip().replace('``', '`')}\n"


def _chapter(title: str, checks: Sequence[Check[Any]]) -> Iterator[str]:
    yield f"## {title}\n"
    for check in checks:
        yield f"### {check.id}\n\n{check.what}\n"
        yield f"*Why it matters.* {check.why}\n\n*How to mend.* {check.mend}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
