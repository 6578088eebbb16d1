"""The fewest known bugs that account for what fails: a greedy cover (Vectors/README.md, "Causes from signatures")."""

from dataclasses import dataclass

from .catalogue import CONSEQUENCES

SHARE = 0.9  # of the tests of a bug must fail, where it is to be a cause
NEWS = 1 / 8  # of those that fail must be news, where it is to be confirmed
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
    is_seen: bool  # a value is among the wrong answers that agree, where the bug gives values

    def news(self, left, unseen):
        """The failures that it explains first: that no cause has, or whose very value no cause has."""
        return self.agreeing & left | self.exact & unseen

    def is_confirmed(self, left, unseen):
        """Whether half of the answers are its own, and not verdicts alone where it gives values: many bugs have those.

        Where two mistakes meet in a test the answer of neither is seen, so that half of the answers to the tests that no
        cause has yet are enough. A bug with little news looks like what has been found, and is not there."""
        is_own = any(0 < len(hits) <= 2 * len(self.agreeing & hits) for hits in (self.hits, self.hits & left))
        return is_own and self.is_seen and len(self.news(left, unseen)) >= NEWS * len(self.hits)


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
        values = {test for test in hits if answers[test] not in WORDS}
        is_seen = not values or not values.isdisjoint(agreeing)
        yield Candidate(bug, len(answers), hits, agreeing, exact, is_contradicted, is_seen)


def causes(bugs, failed, asked, profiles=("relayer", "strict")):
    """What explains the failures, ordered by what it costs a user, and the failures that nothing explains.

    `failed` has the answer to each test (file, number) that fails, in the words of the signatures."""
    pool = list(candidates(bugs, failed, asked, profiles))
    left, unseen, found = set(failed), set(failed), []  # no cause has such a test; no cause has its answer

    def worth(candidate):
        new = candidate.news(left, unseen)
        return len(new) + 0.5 * len(new & candidate.exact), -candidate.tests

    def take(candidate, is_confirmed):
        found.append(Cause(candidate.bug, is_confirmed, frozenset(candidate.hits & left), candidate.hits))
        left.difference_update(candidate.hits)
        unseen.difference_update(candidate.agreeing)

    while confirmed := [c for c in pool if c.is_confirmed(left, unseen)]:
        take(max(confirmed, key=worth), True)
    while alike := [c for c in pool if not c.is_contradicted and 2 * len(c.hits & left) >= len(c.hits)]:
        take(max(alike, key=lambda c: (len(c.hits & left), -c.tests)), False)
    found.sort(key=lambda cause: (CONSEQUENCES.index(cause.bug["consequence"]), -len(cause.hits)))
    return found, left
