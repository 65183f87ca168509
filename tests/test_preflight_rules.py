"""The preflight: every rule of every device finds the one fault that was put into a good book, and none in the good."""

from __future__ import annotations

import re
from random import Random
from zipfile import ZIP_BZIP2

import epubs
import pytest
import spoiled
from epubs import OPF
from flawed import FAULTS, HOSTILE, LET_PASS, Spoil, drawn, good, picture

from ebook.check import recheck
from ebook.check.devices import COVERED, DEVICES, RULES
from ebook.check.devices import book as of_the_file
from ebook.check.gate import RULES as GATE
from ebook.diagnostics import Diagnostic, catalogue
from ebook.settings import DEVICES as NAMES


def judged(book: bytes, *devices: str) -> list[Diagnostic]:
    """What the preflight says of a book of others."""
    found = recheck(book, "book.epub", (), (), None, [name for name in NAMES if name in devices])
    return list(found.diagnostics)


@pytest.mark.parametrize("device", NAMES)
def test_a_good_book_passes(device: str) -> None:
    assert judged(epubs.packed(good()), device) == []


@pytest.mark.parametrize(
    ("ident", "told", "place", "spoil"), FAULTS, ids=[f"{ident} {told}"[:40] for ident, told, *_ in FAULTS]
)
def test_a_fault_is_named_with_its_place_consequence_and_cure(ident: str, told: str, place: str, spoil: Spoil) -> None:
    files = good()
    spoil(files)
    book = epubs.packed(files)
    devices = [name for name in NAMES if ident in DEVICES[name]]
    everything = judged(book, *NAMES)
    found = [item for item in everything if item.id == ident]
    assert any(told in str(item.values["detail"]) and item.place.startswith(place) for item in found), everything
    for item in found:
        assert item.values["devices"] == ", ".join(devices)
        assert item.severity == "warning"
        assert item.exit_code == 0
        for language in ("zh", "en"):
            assert catalogue()[ident].effect[language] in item.message(language)
            assert item.cure(language)
    for device in NAMES:
        assert (ident in {item.id for item in judged(book, device)}) == (device in devices)


def test_a_comment_of_the_zip_and_other_packings_are_named() -> None:
    entries = [(epubs.entry(name), data) for name, data in good().items()]
    (found,) = judged(epubs.zipped(entries, comment=b"made by hand"), *NAMES)
    assert (found.id, found.values["devices"]) == ("GAT-102", "kobo")
    more = [*entries, (epubs.entry("META-INF/more.xml", ZIP_BZIP2), b"<a/>")]
    found, _ = judged(epubs.zipped(more), *NAMES)
    assert (found.id, found.values["detail"], found.file) == ("GAT-104", "method 12", "META-INF/more.xml")


def test_a_heavy_book_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    book = epubs.stored({**good(), "META-INF/more.xml": bytes(51_000_000)})
    (found,) = judged(book, "kindle")
    assert (found.id, found.values["detail"]) == ("DEV-101", "51 MB")
    monkeypatch.setattr(of_the_file, "_AT_ALL", 50_500_000)
    (found,) = judged(book, "kindle")
    assert (found.id, found.values["detail"]) == ("DEV-102", "51 MB")


def test_every_rule_is_tried_and_has_words_and_a_source() -> None:
    tried = {ident for ident, *_ in FAULTS} | {"GAT-102", "GAT-104", "DEV-101", "DEV-102"}
    assert tried == set(RULES)
    assert set().union(*DEVICES.values()) == set(RULES)
    assert {ident for ident in catalogue() if ident.startswith("DEV-")} == {ident for ident in RULES if ident[0] == "D"}
    assert len(RULES) >= 40
    for ident in RULES:
        assert all(catalogue()[ident].effect.values())
    for sources in DEVICES.values():
        assert all(re.search(r"[A-Za-z0-9#]", source) for source in sources.values())


@pytest.mark.parametrize("ident", COVERED)
def test_what_the_gate_has_judged_is_as_strict(ident: str) -> None:
    """So that a book of ours is not asked twice: wherever the device's rule finds something, the gate's does too."""
    for _, told, _, spoil in (fault for fault in FAULTS if fault[0] == ident):
        files = good()
        spoil(files)
        opf = files[OPF].decode().replace("</metadata>", '<meta name="generator" content="build-epub"/></metadata>')
        found = {item.id for item in judged(epubs.packed({**files, OPF: opf.encode()}), *NAMES)}
        assert {COVERED[ident], "GAT-408"} & found, told  # a page of ours has no style sheet in itself
        assert ident not in found
    assert COVERED[ident] in GATE


@pytest.mark.parametrize("name", LET_PASS)
def test_what_is_right_is_let_pass(name: str) -> None:
    files = good()
    LET_PASS[name](files)
    assert judged(epubs.packed(files), *NAMES) == []


@pytest.mark.parametrize("spoil", HOSTILE)
def test_a_hostile_book_is_judged_in_one_look(spoil: Spoil) -> None:
    """Each would take minutes or hours if it were looked through again and again."""
    files = good()
    spoil(files)
    for item in judged(epubs.packed(files), *NAMES):
        assert len(item.message("en")) < 600


def test_whatever_is_wrong_with_a_book_there_is_a_verdict() -> None:
    """Books spoiled in every way that EPUBCheck is asked about, and bytes changed, lost and doubled at random."""
    verdicts = [judged(book, *NAMES) for book in spoiled.books().values()]
    book = epubs.stored(good())
    for seed in range(300):
        chance = Random(seed)
        at, size = chance.randrange(20_000), chance.choice((1, 4, 50))
        piece = chance.choice((b"", bytes([chance.randrange(256)]), book[at : at + size] * 2))
        verdicts.append(judged(book[:at] + piece + book[at + size :], *NAMES))
    assert all(item.id in RULES or item.id in ("GAT-001", "GAT-002") for told in verdicts for item in told)
    assert any(verdicts)


def test_a_picture_that_claims_to_be_heavy_is_measured() -> None:
    files = good()
    drawn("a.jpg", "image/jpeg", picture((9, 9), kind="JPEG"))(files)
    book = bytearray(epubs.packed(files))
    at = book.rindex(b"EPUB/images/a.jpg") - 46 + 24  # its size in the directory of the zip
    book[at : at + 4] = (99_000_000).to_bytes(4, "little")
    assert "DEV-606" not in {item.id for item in judged(bytes(book), *NAMES)}
