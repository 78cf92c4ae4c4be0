import pickle

import pytest

from hub.plugin_api import (
    ContractViolation,
    HubError,
    NotConfigured,
    RecordRejected,
    SourceChanged,
    SourceUnavailable,
)

KINDS = [HubError, NotConfigured, SourceUnavailable, SourceChanged, ContractViolation]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_always_says_its_code_its_cause_and_the_next_step(kind):
    error = kind("la clé a disparu")
    assert error.as_dict() == {
        "code": kind.default_code,
        "cause": "la clé a disparu",
        "next_step": kind.default_next_step,
    }
    assert all(error.as_dict().values())
    assert str(error) == f"[{kind.default_code}] la clé a disparu"


def test_codes_tell_the_kinds_apart():
    codes = [kind.default_code for kind in [*KINDS, RecordRejected]]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    "error",
    [
        NotConfigured("no token", code="emplois-no-token", next_step="export HUB_EMPLOIS__TOKEN=…"),
        SourceUnavailable("503"),
        RecordRejected("boamp-no-payload", "no `donnees`", next_step="hub quarantine show 3"),
    ],
)
def test_an_error_survives_the_way_back_from_a_worker_process(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.as_dict(), again.args, str(again)) == (error.as_dict(), error.args, str(error))


def test_what_was_pinned_on_an_error_survives_too():
    error = RecordRejected("x", "y")
    error.position = 12
    assert pickle.loads(pickle.dumps(error)).position == 12


def test_a_plugin_may_derive_its_own_error_with_another_signature():
    again = pickle.loads(pickle.dumps(PageMoved(7)))
    assert (type(again), again.page, again.code) == (PageMoved, 7, "page-moved")


class PageMoved(SourceChanged):
    default_code = "page-moved"

    def __init__(self, page: int) -> None:
        super().__init__(f"page {page} is elsewhere")
        self.page = page


def test_the_detail_of_a_rejection_is_its_cause():
    error = RecordRejected("ted-no-publication-id", "no efbc:NoticePublicationID")
    assert error.detail == error.cause == "no efbc:NoticePublicationID"
    assert error.code == "ted-no-publication-id"
