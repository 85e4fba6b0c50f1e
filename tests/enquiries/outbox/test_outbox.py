"""What the outbox stores, and what it returns."""

from __future__ import annotations

import sqlite3
import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest

from practice.enquiries.enquiry import Enquiry, History, Receipt, Verdict
from practice.enquiries.outbox import Outbox, OutboxError, State, locked
from tests.enquiries.samples import NOW, enquiry, hold, keep

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from tests.enquiries.conftest import Clock

DAY = 86400.0


def accept(outbox: Outbox, **given: Any) -> str:
    """The id of an enquiry that was accepted."""
    made = enquiry(**given)
    assert outbox.accept(made, keep).result() is Receipt.NEW
    return made.id


def history(outbox: Outbox, **given: Any) -> History:
    """What the judge of an enquiry learns; it is not kept."""
    seen: list[History] = []

    def judge(_: Enquiry, before: History) -> Verdict:
        seen.append(before)
        return Verdict(refused=True)

    outbox.accept(enquiry(**given), judge).result()
    return seen[0]


def test_an_accepted_message_is_stored_unchanged(outbox: Outbox) -> None:
    made = enquiry(sender="s", nonce="n", message="日本\x00語\ud800\r\n“”", extra="")
    assert outbox.accept(made, keep).result() is Receipt.NEW
    stored = outbox.get(made.id)
    assert stored is not None
    assert stored.enquiry == made
    assert list(stored.enquiry.answers) == list(made.answers)
    assert (stored.state, stored.attempts, stored.error) == (State.WAITING, 0, "")


def test_other_processes_see_an_accepted_message_immediately(outbox: Outbox, folder: Path) -> None:
    id = accept(outbox)
    with sqlite3.connect(folder / "box" / "enquiries.db") as other:
        assert other.execute("SELECT id FROM enquiries").fetchall() == [(id,)]


def test_nobody_else_can_read_it(outbox: Outbox, folder: Path) -> None:
    accept(outbox)
    folder = folder / "box"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_same_message_twice_is_one(outbox: Outbox) -> None:
    first = enquiry(key="k", message="The same words in both of them.")
    again = enquiry(key="k", message="The same words in both of them.")
    other = enquiry(key="k", message="Other words under the same key.")
    elsewhere = enquiry(key="l", message="The same words in both of them.")
    receipts = [outbox.accept(each, keep).result() for each in (first, again, other, elsewhere)]
    assert receipts == [Receipt.NEW, Receipt.REPEATED, Receipt.NEW, Receipt.NEW]
    assert [each.enquiry.id for each in outbox.each()] == [first.id, other.id, elsewhere.id]


def test_the_same_message_from_many_threads_at_once_is_one(outbox: Outbox) -> None:
    futures: list[Future[Receipt]] = []
    barrier = threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        futures.extend(
            outbox.accept(enquiry(key="k", message="All the same."), keep) for _ in range(5)
        )

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receipts = [future.result() for future in futures]
    assert sorted(receipts, key=str) == [Receipt.NEW] + [Receipt.REPEATED] * 39
    assert len(outbox.list()) == 1


def test_a_repeated_message_is_not_judged_again(outbox: Outbox) -> None:
    accept(outbox, key="k", message="Hello.")
    again = outbox.accept(enquiry(key="k", message="Hello."), lambda _, __: Verdict(refused=True))
    assert again.result() is Receipt.REPEATED


def test_the_verdict_decides(outbox: Outbox) -> None:
    outbox.accept(enquiry(), lambda _, __: Verdict(refused=True)).result()
    assert outbox.list() == []
    held = enquiry()
    assert outbox.accept(held, hold).result() is Receipt.NEW
    (stored,) = outbox.list()
    assert (stored.state, stored.reasons) == (State.QUARANTINED, ("It has five links.",))
    assert outbox.claim(10) == []
    assert outbox.count_held() == 1


def test_the_history_of_a_sender(outbox: Outbox) -> None:
    for minutes in (1, 59, 61):
        accept(outbox, received=NOW - minutes * 60, sender="here")
    accept(outbox, sender="there")
    accept(outbox, sender="")
    assert history(outbox, sender="here").from_sender == 2
    assert history(outbox, sender="").from_sender == 0
    assert history(outbox, sender="nowhere").from_sender == 0


def test_the_history_of_the_words(outbox: Outbox) -> None:
    words = "Buy  our marvelous\r\npills today"
    accept(outbox, received=NOW - 6.9 * DAY, message=words)
    accept(outbox, received=NOW - 7.1 * DAY, message=words)
    accept(outbox, message="Something else entirely.")
    assert history(outbox, message=" buy our MARVELOUS pills\ntoday ").same_text == 1
    accept(outbox, message="Please call me.")
    assert history(outbox, message="Please call me.").same_text == 0, "too short to say anything"
    address = "somebody.with.a.long.name@visitor.example"
    accept(outbox, message="Call me.", email=address)
    assert history(outbox, message="Or write.", email=address).same_text == 0


def test_a_token_that_was_used(outbox: Outbox) -> None:
    accept(outbox, nonce="n")
    accept(outbox, nonce="")
    assert history(outbox, nonce="n").nonce_used
    assert not history(outbox, nonce="m").nonce_used
    assert not history(outbox, nonce="").nonce_used


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("sender = ? AND sender <> '' AND received > ?", "by_sender"),
        ("words = ? AND received > ?", "by_words"),
        ("nonce = ? AND nonce <> '' AND ?", "by_nonce"),
        ("state = 'waiting' AND due <= ? AND ? ORDER BY due, number", "by_state"),
        ("key = ? AND digest = ?", "sqlite_autoindex"),
    ],
)
def test_no_visitor_waits_for_all_rows_to_be_read(
    outbox: Outbox, folder: Path, condition: str, index: str
) -> None:
    accept(outbox)
    with sqlite3.connect(folder / "box" / "enquiries.db") as other:
        sql = f"EXPLAIN QUERY PLAN SELECT 1 FROM enquiries WHERE {condition}"
        ((*_, plan),) = other.execute(sql, (1, 1)).fetchall()
    assert plan.startswith("SEARCH")
    assert index in plan


def test_due_messages_are_claimed_in_the_order_of_arrival(outbox: Outbox, clock: Clock) -> None:
    # One came while the clock was ahead: it does not wait until that time.
    ids = [accept(outbox, received=NOW + ahead) for ahead in (0, 999, 1)]
    assert [each.enquiry.id for each in outbox.claim(2)] == ids[:2]
    assert [each.enquiry.id for each in outbox.claim(9)] == ids[2:]
    assert outbox.claim(9) == []
    assert outbox.next_due() is None
    for id, later in zip(ids, (20, 10, 30), strict=True):
        outbox.mark_failed(id, "451", NOW + later).result()
    assert outbox.claim(9) == []
    assert outbox.next_due() == NOW + 10
    clock.now += 20
    assert [each.enquiry.id for each in outbox.claim(9)] == [ids[1], ids[0]]


def test_how_a_claim_is_settled(outbox: Outbox, clock: Clock) -> None:
    ids = [accept(outbox) for _ in range(4)]
    outbox.claim(4)
    outbox.mark_sent(ids[0]).result()
    outbox.mark_failed(ids[1], "451 later\ud800", NOW + 60).result()
    outbox.mark_dead(ids[2], "550 no").result()
    outbox.give_back(ids[3]).result()
    stored = {each.enquiry.id: each for each in outbox.each()}
    assert [(stored[id].state, stored[id].attempts, stored[id].error) for id in ids] == [
        (State.SENT, 0, ""),
        (State.WAITING, 1, "451 later?"),
        (State.DEAD, 1, "550 no"),
        (State.WAITING, 0, ""),
    ]
    assert [each.enquiry.id for each in outbox.claim(4)] == [ids[3]]
    clock.now += 60
    (again,) = outbox.claim(4)
    assert (again.enquiry.id, again.attempts, again.since) == (ids[1], 1, NOW)


def test_only_claimed_messages_can_be_settled(outbox: Outbox) -> None:
    id = accept(outbox)
    outbox.claim(1)
    outbox.mark_dead(id, "550 no").result()
    assert outbox.mark_sent(id).result() == 0
    stored = outbox.get(id)
    assert stored is not None
    assert stored.state is State.DEAD


def test_claims_of_a_killed_process_are_given_back(folder: Path) -> None:
    file = folder / "enquiries.db"
    before = Outbox(file, clock=lambda: NOW + 10)
    ids = [accept(before, received=NOW + number) for number in range(3)]
    before.claim(2)  # and here it is killed
    after = Outbox(file, clock=lambda: NOW + 10)
    assert after.give_back_all() == 2
    assert [each.enquiry.id for each in after.claim(9)] == ids
    before.close()
    after.close()


def test_replayed_ones_start_over(outbox: Outbox, clock: Clock) -> None:
    dead, waiting, held = accept(outbox), accept(outbox), enquiry()
    outbox.claim(9)
    outbox.mark_dead(dead, "550 no").result()
    outbox.mark_failed(waiting, "451", NOW + 99).result()
    outbox.accept(held, hold).result()
    clock.now = NOW + 30
    assert outbox.replay([dead, waiting, held.id, "nobody"]) == [dead, held.id]
    stored = {each.enquiry.id: each for each in outbox.each()}
    assert {(stored[id].state, stored[id].since, stored[id].due) for id in (dead, held.id)} == {
        (State.WAITING, NOW + 30, 0)
    }
    assert (stored[dead].attempts, stored[dead].error) == (0, "")
    assert stored[held.id].reasons, "why it was held stays known"
    assert stored[waiting].due == NOW + 99


def test_purging_keeps_what_is_still_to_be_sent(outbox: Outbox, clock: Clock) -> None:
    for number in range(6):
        accept(outbox, received=NOW + number)
    outbox.accept(enquiry(received=NOW), hold).result()
    clock.now += 10
    sent, dead, claimed, *_ = (each.enquiry.id for each in outbox.claim(3))
    outbox.mark_sent(sent).result()
    outbox.mark_dead(dead, "550").result()
    assert outbox.purge(NOW) == 0
    assert outbox.purge(NOW + 1) == 1, "what is held for review is reported first"
    assert outbox.purge(NOW + 99) == 0
    outbox.mark_reported([dead]).result()
    assert outbox.purge(NOW + 99) == 1
    assert outbox.purge(NOW + 99, unreported=True) == 1
    assert outbox.counts() == {
        State.WAITING: 3,
        State.CLAIMED: 1,
        State.SENT: 0,
        State.DEAD: 0,
        State.QUARANTINED: 0,
    }
    assert outbox.get(claimed) is not None


def test_a_clock_that_ran_ahead_delays_nothing(outbox: Outbox, clock: Clock) -> None:
    id = accept(outbox)
    clock.now += 300 * 86400
    outbox.claim(1)
    outbox.mark_failed(id, "451", clock.now + 30).result()
    clock.now -= 300 * 86400
    assert [each.enquiry.id for each in outbox.claim(1)] == [id]


def test_a_folder_that_cannot_be_used_is_reported(folder: Path) -> None:
    (folder / "file").write_text("no folder")
    with (
        pytest.raises(OutboxError, match=r"The folder .*file/x cannot be used: Not a directory\."),
        locked(folder / "file" / "x"),
    ):
        pass


def test_a_large_purge_lets_visitors_through(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.outbox.outbox.CHUNK", 2)
    for _ in range(5):
        outbox.accept(enquiry(sender="s"), hold).result()
    assert outbox.forget_senders(NOW + 1) == 5
    assert len(list(outbox.each())) == 5
    assert outbox.purge(NOW + 1, unreported=True) == 5


def test_purged_words_are_not_in_the_file(outbox: Outbox, folder: Path) -> None:
    secret = "unmistakable-words " * 3000
    id = accept(outbox, message=secret)
    file = folder / "box" / "enquiries.db"
    assert b"unmistakable-words" in file.read_bytes()
    outbox.claim(1)
    outbox.mark_sent(id).result()
    outbox.purge(NOW + 1)
    outbox.close()
    assert b"unmistakable-words" not in file.read_bytes()


def test_erasing_by_mail_address(outbox: Outbox) -> None:
    accept(outbox, email="Zoë@Visitor.example ")
    kept = accept(outbox, email="zoë@visitor.example.org", message="I know zoë@visitor.example")
    outbox.accept(enquiry(email="zoË@visitor.example"), hold).result()
    assert outbox.erase("") == 0
    assert outbox.erase(" zoë@visitor.EXAMPLE") == 2
    assert [each.enquiry.id for each in outbox.each()] == [kept]


def test_senders_are_forgotten_and_nothing_else(outbox: Outbox) -> None:
    old = accept(outbox, received=NOW - 100, sender="s", message="Still here, whoever it was.")
    new = accept(outbox, received=NOW, sender="s")
    assert outbox.forget_senders(NOW) == 1
    stored = {each.enquiry.id: each.enquiry for each in outbox.each()}
    assert (stored[old].sender, stored[new].sender) == ("", "s")
    assert stored[old].answers["message"] == "Still here, whoever it was."


def test_what_a_digest_has_reported(outbox: Outbox) -> None:
    accept(outbox)
    held = [enquiry(), enquiry()]
    for each in held:
        outbox.accept(each, hold).result()
    assert [each.enquiry for each in outbox.unreported(9)] == held
    assert outbox.last_digest() is None
    outbox.mark_reported([held[0].id]).result()
    assert [each.enquiry for each in outbox.unreported(9)] == [held[1]]
    assert outbox.last_digest() == NOW


def test_lists_are_the_newest_first_and_complete(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.outbox.outbox.CHUNK", 2)
    ids = [accept(outbox) for _ in range(5)]
    assert [each.enquiry.id for each in outbox.list()] == ids[::-1]
    assert [each.enquiry.id for each in outbox.list(most=2)] == ids[:2:-1]
    assert [each.enquiry.id for each in outbox.each()] == ids
    assert outbox.list([State.DEAD]) == outbox.list([]) == []


def test_ids_by_their_beginning(outbox: Outbox) -> None:
    for id in ("ab1", "ab2", "b%"):
        accept(outbox, id=id)
    assert outbox.ids("ab", 9) == ["ab1", "ab2"]
    assert outbox.ids("ab", 1) == ["ab1"]
    assert outbox.ids("%", 9) == outbox.ids("\ud800", 9) == []
    assert outbox.get("\ud800") is None


def test_a_file_that_is_not_a_database(folder: Path) -> None:
    file = folder / "enquiries.db"
    file.write_text("This is a letter to my aunt. " * 100)
    with pytest.raises(OutboxError, match="cannot be opened"):
        Outbox(file)
    assert file.read_text().startswith("This is a letter")


def test_a_file_of_a_newer_version(folder: Path) -> None:
    file = folder / "enquiries.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(OutboxError, match="newer version"):
        Outbox(file)


def test_a_folder_is_for_one_receiver(folder: Path) -> None:
    with locked(folder), pytest.raises(OutboxError, match="Another receiver"), locked(folder):
        pass
    with locked(folder):
        pass
