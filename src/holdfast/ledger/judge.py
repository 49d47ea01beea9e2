"""Whether rows can be entered after what a ledger holds: all faults at once, or the new entries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from holdfast.ledger.draft import Draft, LedgerError, cell_faults
from holdfast.ledger.entry import GENESIS, Entry, digest, is_correction, link
from holdfast.ledger.held import Account, Held, corrected, held
from holdfast.ledger.schema import kinds
from holdfast.ledger.stages import Problem, problems
from holdfast.scenario.fault import Fault, hint


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """What rows come to."""

    new: tuple[Entry, ...]
    known: tuple[Entry, ...]
    """Entries of the ledger that say the same as a row: such a row adds nothing."""


def judge(chain: Sequence[Entry], drafts: Sequence[Draft], who: str, written: str) -> Judged:
    """The entries that the rows make after `chain`, and those that are there already.

    Rows may stand in any order: requests are entered before offers and so on, rows of one kind as
    they stand. Raises LedgerError with all faults, and then nothing is to be entered.
    """
    faults = [fault for one in drafts for fault in cell_faults(one)]
    broken = {id(one) for one in drafts if any(True for _ in cell_faults(one))}
    there = {entry.digest: entry for entry in chain}
    order = {name: place for place, name in enumerate(kinds())}
    sound = sorted(
        (one for one in drafts if id(one) not in broken), key=lambda one: order[one.get("kind")]
    )
    known: list[Entry] = []
    new: dict[int, Draft] = {}
    entries: list[Entry] = []
    seen: dict[str, Draft] = {}
    for one in sound:
        said = digest(one.fields)
        if said in there:
            known.append(there[said])
        elif said in seen:
            faults.append(_twice(one, seen[said]))
        else:
            seen[said] = one
            previous = entries[-1] if entries else (chain[-1] if chain else None)
            entry = _next(previous, one, who, written)
            entries.append(entry)
            new[entry.number] = one
    missing = {one.get("id") for one in drafts if id(one) in broken}
    faults += _across(chain, entries, new, missing)
    if faults:
        raise LedgerError(_ordered(faults, drafts))
    return Judged(tuple(entries), tuple(known))


def _next(previous: Entry | None, one: Draft, who: str, written: str) -> Entry:
    if previous is None:
        return link(1, written, who, one.fields, GENESIS)
    return link(previous.number + 1, written, who, one.fields, previous.hash)


def _twice(one: Draft, other: Draft) -> Fault:
    where = f"{other.file} row {other.row}" if other.row else other.file
    message = f"says the same as {where}: tell them apart by id or note, or take one out"
    return Fault(one.file, one.row, None, None, message)


def _across(
    chain: Sequence[Entry], entries: Sequence[Entry], new: dict[int, Draft], missing: set[str]
) -> Iterator[Fault]:
    """Faults of the new entries beside others, each at the row that brings it about.

    `missing` are the ids of rows that have a fault by themselves: of what follows these nothing
    can be said.
    """
    for entry in entries:
        if is_correction(entry) and entry.fields["of"] not in missing:
            yield from _target(entry, new[entry.number], [*chain, *entries])
    before = set(problems(held(chain)))
    after = held([*chain, *entries])
    for problem in problems(after):
        account = after.accounts[problem.number]
        if problem not in before and not _follows(account, after, missing):
            yield _placed(problem, after, new)


def _target(entry: Entry, one: Draft, chain: Sequence[Entry]) -> Iterator[Fault]:
    """A correction names one entry, of a kind that has the fields which it gives."""
    found = corrected(entry, chain)
    name = entry.fields["of"]
    if not found:
        known = [other.name for other in chain if not is_correction(other)]
        yield one.fault("of", f"is no entry that can be corrected; {hint(name, known)}")
        return
    if len(found) > 1:
        listed = ", ".join(f"L{other.number} (source {other.fields['source']})" for other in found)
        yield one.fault("of", f"is told by several sources: name one of {listed}")
        return
    may = (*kinds()[found[0].kind].may, "withdrawn")
    for field in entry.fields:
        if field not in may:
            kind = found[0].kind.replace("_", " ")
            yield one.fault(field, f"is no field of an entry of kind {kind}")
    if entry.known < found[0].known:
        message = f"is before {name} itself was known, {found[0].known}"
        yield one.fault("as_of", message)


def _follows(account: Account, after: Held, missing: set[str]) -> bool:
    """Whether it is a stage of what is missing, at whatever distance."""
    chain = [
        account.get("of"),
        *(one.of for one in after.before(after.matters[account.entry.name])),
    ]
    return any(name in missing for name in chain if name)


def _placed(problem: Problem, after: Held, new: dict[int, Draft]) -> Fault:
    """The fault at the row that is wrong, or at the correction that makes another entry wrong."""
    if problem.number in new:
        return new[problem.number].fault(problem.field, problem.message)
    account = after.accounts[problem.number]
    near = [account]
    for other in after.before(after.matters[account.entry.name]):
        near += other.accounts
    near += [one for one in after.accounts.values() if one.entry.name == account.get("of")]
    touching = [new[one.number] for other in near for one in other.corrections if one.number in new]
    one = (touching or list(new.values()))[-1]
    name = f"the {problem.field} of entry {problem.number}"
    if problem.field == "of":
        name = f"entry {problem.number} is a stage of what"
    return one.fault("of", f"corrected so, {name} {problem.message}")


def _ordered(faults: Sequence[Fault], drafts: Sequence[Draft]) -> list[Fault]:
    """Faults in the order of the rows."""
    place = {(one.file, one.row): at for at, one in reversed(list(enumerate(drafts)))}
    unique = dict.fromkeys(faults)
    return sorted(unique, key=lambda fault: place.get((fault.file, fault.row), len(drafts)))
