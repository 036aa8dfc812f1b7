import time
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.transfer.threading import Leaf, tangles

START = datetime(2003, 3, 3, tzinfo=UTC)


def leaf(key, references=(), *, day=None, subject="", reply=False, name=None):
    moment = START + timedelta(days=key if day is None else day)
    return Leaf(key, name or f"{key}@x", tuple(references), subject, reply, moment)


def members(*leaves):
    return [tangle.members for tangle in tangles(leaves)]


def test_a_reply_hangs_under_the_nearest_mail_that_is_there():
    (tangle,) = tangles([leaf(1), leaf(2, ["1@x"]), leaf(3, ["1@x", "2@x", "gone@x"])])
    assert tangle.parents == {1: None, 2: 1, 3: 2}
    assert (tangle.members, tangle.root, tangle.inferred) == ((1, 2, 3), 1, frozenset())


def test_two_answers_to_a_mail_that_is_missing_belong_together():
    (tangle,) = tangles([leaf(1, ["gone@x"]), leaf(2, ["gone@x"])])
    assert tangle.parents == {1: None, 2: None}
    assert tangle.root == 1


def test_strangers_stay_apart_in_order_of_time():
    assert members(leaf(1, day=5), leaf(2, day=1), leaf(3, ["1@x"], day=6)) == [(2,), (1, 3)]


def test_the_same_moment_is_ordered_by_key():
    assert members(leaf(2, ["1@x"], day=0), leaf(1, day=0)) == [(1, 2)]


def test_a_parent_with_a_late_clock_is_still_the_parent():
    (tangle,) = tangles([leaf(1, day=9), leaf(2, ["1@x"], day=3)])
    assert (tangle.members, tangle.parents, tangle.root) == ((2, 1), {1: None, 2: 1}, 1)


def test_circles_are_cut_at_the_earliest():
    (tangle,) = tangles([leaf(1, ["3@x"]), leaf(2, ["1@x"]), leaf(3, ["2@x"]), leaf(4, ["3@x"], day=0)])
    assert tangle.parents == {1: None, 2: 1, 3: 2, 4: 3}
    (alone,) = tangles([leaf(1, ["1@x"])])
    assert alone.parents == {1: None}


def test_of_two_mails_with_one_id_the_first_is_answered():
    (tangle,) = tangles([leaf(1, name="a@x"), leaf(2, name="a@x"), leaf(3, ["a@x"])])
    assert tangle.parents == {1: None, 2: None, 3: 1}


def test_a_reply_that_names_nothing_joins_the_latest_mail_with_its_subject():
    (tangle,) = tangles(
        [leaf(1, subject="hair"), leaf(2, ["1@x"], subject="hair"), leaf(9, subject="hair", reply=True)]
    )
    assert tangle.parents[9] == 2
    assert tangle.inferred == {9}


def test_subjects_join_nothing_else():
    first = leaf(1, subject="hair")
    assert members(first, leaf(2, subject="hair")) == [(1,), (2,)]
    assert members(first, leaf(2, subject="nails", reply=True)) == [(1,), (2,)]
    assert members(first, leaf(2, ["gone@x"], subject="hair", reply=True)) == [(1,), (2,)]
    assert members(first, leaf(32, subject="hair", reply=True)) == [(1,), (32,)]
    assert members(first, leaf(31, subject="hair", reply=True)) == [(1, 31)]
    assert members(leaf(2, subject="hair"), leaf(1, subject="hair", reply=True)) == [(1,), (2,)]
    assert members(leaf(1), leaf(2, reply=True)) == [(1,), (2,)]


def test_a_reply_without_names_brings_its_own_answers_along():
    assert members(leaf(1, subject="hair"), leaf(2, subject="hair", reply=True), leaf(3, ["2@x"])) == [
        (1, 2, 3)
    ]


NAMES = st.sampled_from([f"{number}@x" for number in range(8)])
LEAVES = st.lists(
    st.builds(
        Leaf,
        key=st.integers(0, 30),
        message_id=st.one_of(st.none(), NAMES),
        references=st.lists(NAMES, max_size=3).map(tuple),
        subject_key=st.sampled_from(["", "hair", "nails"]),
        is_reply=st.booleans(),
        at=st.integers(0, 40).map(lambda day: START + timedelta(days=day)),
    ),
    unique_by=lambda one: one.key,
)


@given(LEAVES, st.randoms(use_true_random=False))
def test_every_mail_is_in_one_thread_whatever_the_order(leaves, chance):
    found = tangles(leaves)
    assert sorted(key for tangle in found for key in tangle.members) == sorted(one.key for one in leaves)
    shuffled = list(leaves)
    chance.shuffle(shuffled)
    assert tangles(shuffled) == found


@given(LEAVES)
def test_parents_are_members_and_never_form_a_circle(leaves):
    for tangle in tangles(leaves):
        assert tangle.parents.keys() == set(tangle.members)
        for key in tangle.members:
            seen = set()
            while key is not None:
                assert key not in seen
                seen.add(key)
                key = tangle.parents[key]


def test_many_mails_take_little_time():
    chain = [leaf(n, [f"{n - 1}@x"], day=n // 50) for n in range(60_000)]
    replies = [leaf(n, day=n // 50, subject=f"s{n % 900}", reply=True) for n in range(60_000, 90_000)]
    began = time.process_time()
    assert len(tangles(chain + replies)[0].members) == 60_000
    assert time.process_time() - began < 3
