"""The fewest known bugs that account for what fails: a greedy cover (Vectors/README.md, "Causes from signatures")."""

from dataclasses import dataclass

from .catalogue import CONSEQUENCES

SHARE = 0.9  # of the tests of a bug must fail, where it is to be a cause
UNKNOWN = "?"  # a wrong value that is not known, because a report shortened it
WORDS = ("accepted", "refused", "crashed", "timed out")


@dataclass(frozen=True)
class Candidate:
    """A bug nine in ten of whose tests fail."""

    bug: dict
    tests: int  # that were asked
    hits: frozenset  # those that fail
    agreeing: frozenset  # those that fail with an answer that the bug gives
    exact: frozenset  # those whose very value the bug gives
    is_contradicted: bool  # a test is accepted, refused or lost where the bug does something else, or the reverse

    def is_confirmed(self, left):
        """Where two mistakes meet in a test neither answer is seen alone, so that half of the answers are enough: of all,
        or of those to the tests that no cause has yet."""
        return any(0 < len(hits) <= 2 * len(self.agreeing & hits) for hits in (self.hits, self.hits & left))


@dataclass(frozen=True)
class Cause:
    bug: dict
    is_confirmed: bool
    explained: frozenset  # what no cause before it explains
    hits: frozenset


def answers_of(bug, asked, profiles=("relayer", "strict")):
    """(file, number) -> the wrong answers of the bug, for the tests that were asked under these profiles."""
    found = {}
    for file, tests in bug["fails"].items():
        for number, text in tests.items():
            profile, _, rest = text.partition(" ")
            if profile in ("relayer", "strict"):
                if profile not in profiles:
                    continue
                text = rest
            if (file, number) in asked:
                found[file, number] = text
    return found


def agrees(answer, text):
    known = text.split(", ")
    is_value = answer not in WORDS
    return answer in known or is_value and "any" in known or answer == UNKNOWN and known[0] not in WORDS


def candidates(bugs, failed, asked, profiles):
    for bug in bugs:
        answers = answers_of(bug, asked, profiles)
        hits = frozenset(answers).intersection(failed)
        if not hits or len(hits) < SHARE * len(answers):
            continue
        agreeing = frozenset(test for test in hits if agrees(failed[test], answers[test]))
        exact = frozenset(test for test in hits if failed[test] in answers[test].split(", "))
        is_contradicted = any((failed[test] in WORDS) != (answers[test] in WORDS) for test in hits)
        yield Candidate(bug, len(answers), hits, agreeing, exact, is_contradicted)


def causes(bugs, failed, asked, profiles=("relayer", "strict")):
    """What explains the failures, ordered by what it costs a user, and the failures that nothing explains.

    `failed` has the answer to each test (file, number) that fails, in the words of the signatures."""
    pool = list(candidates(bugs, failed, asked, profiles))
    left, unseen, found = set(failed), set(failed), []  # no cause has such a test; no cause has its answer

    def news(candidate):
        """The failures that it explains first: that no cause has, or whose very value no cause has."""
        return candidate.agreeing & left | candidate.exact & unseen

    def worth(candidate):
        new = news(candidate)
        return len(new) + 0.5 * len(new & candidate.exact), -candidate.tests

    def take(candidate, is_confirmed):
        found.append(Cause(candidate.bug, is_confirmed, frozenset(candidate.hits & left), candidate.hits))
        left.difference_update(candidate.hits)
        unseen.difference_update(candidate.agreeing)

    while confirmed := [c for c in pool if c.is_confirmed(left) and news(c)]:
        take(max(confirmed, key=worth), True)
    while alike := [c for c in pool if not c.is_contradicted and 2 * len(c.hits & left) >= len(c.hits)]:
        take(max(alike, key=lambda c: (len(c.hits & left), -c.tests)), False)
    found.sort(key=lambda cause: (CONSEQUENCES.index(cause.bug["consequence"]), -len(cause.hits)))
    return found, left
