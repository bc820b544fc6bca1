"""Only sessions whose page takes a file may upload, and only so much, together too."""

from __future__ import annotations

from ui.uploads import SERVER_BYTES, SESSION_BYTES, UploadPermits


def test_a_session_may_upload_once_its_page_takes_a_file() -> None:
    permits = UploadPermits(lambda _: True)
    assert not permits.take("one", 1)
    permits.allow("one")
    assert permits.take("one", 1)
    assert not permits.take("other", 1)


def test_a_session_has_a_limit_that_drawing_the_page_again_does_not_lift() -> None:
    permits = UploadPermits(lambda _: True)
    permits.allow("one")
    assert permits.take("one", SESSION_BYTES)
    permits.allow("one")
    assert not permits.take("one", 1)


def test_all_sessions_share_a_limit_and_those_that_end_give_theirs_back() -> None:
    is_open = dict.fromkeys((str(number) for number in range(99)), True)
    permits = UploadPermits(lambda session: is_open[session])
    for session in is_open:
        permits.allow(session)
    taken = [session for session in is_open if permits.take(session, SESSION_BYTES)]
    assert len(taken) == SERVER_BYTES // SESSION_BYTES
    assert not permits.take("98", SESSION_BYTES)
    is_open[taken[0]] = False
    assert permits.take("98", SESSION_BYTES)
