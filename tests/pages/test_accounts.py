"""An account on My films: it is kept apart from others, and says so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import follow, notes, page_text
from ui import cache
from ui.addresses import MY_FILMS
from ui.my_films import texts
from ui.users import account
from ui.users.account import Account

MAIL = "ada@mail.example"


@pytest.mark.parametrize("others", [(), ("https://other.example/realms/films",)])
def test_an_account_of_the_same_address_with_another_provider_is_named(
    sample_app: AppTest, monkeypatch: pytest.MonkeyPatch, others: tuple[str, ...]
) -> None:
    for provider in others:
        cache.database().sign_in(provider, "somebody", MAIL)
    monkeypatch.setattr(account, "signed_in", lambda: Account("https://id.example", "ada", "Ada", MAIL))
    follow(sample_app.switch_page(MY_FILMS), {})
    assert texts.KEPT_IN_ACCOUNT in page_text(sample_app)
    told = [note for note in notes(sample_app) if note != texts.NOTHING_YET]
    assert told == [texts.other_accounts(others)] * len(others)
    assert all("other.example," in note for note in told)
