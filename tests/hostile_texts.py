"""Bad input: what is in the file, and what stands where a file should."""

from __future__ import annotations

import os
import random
import socket
import time
from pathlib import Path

from hostile import ARTICLE, Kind, Lay, both, directory, file, link, pipe, text

_CHANCE = random.Random(4)
_SENTENCE = "傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人。"
_LONG = "".join(f"　　第{number}天，{_SENTENCE}\n" for number in range(400))
_GBK, _BIG5 = ARTICLE.encode("gb18030"), ARTICLE.replace("灯", "燈").encode("big5hkscs", "ignore")
_JAPANESE = "夕方六時、渡し場の灯りがともった。船頭は綱を三度巻き、最後の客を待っている。\n" * 8
_KOREAN = "저녁 여섯 시, 나루터에 불이 켜졌다. 뱃사공은 밧줄을 세 번 감았다.\n" * 8
_FRENCH = "Vers six heures du soir, la lumière s'alluma près de l'embarcadère; été après été.\n" * 8
_RUSSIAN = "В шесть часов вечера на переправе зажёгся фонарь. Паромщик ждал.\n" * 8

# --- no text --------------------------------------------------------------------

NO_TEXT = (
    Kind("empty file", "TXT-010", lay=text(b""), where="a.txt"),
    Kind("white space only", "TXT-010", lay=text(" \t\u3000\u00a0\n" * 50), where="a.txt"),
    Kind("invisible characters only", "TXT-010", lay=text("\u200b\ufeff\u2060\n" * 9), where="a.txt"),
    Kind("a byte order mark only", "TXT-010", lay=text(b"\xef\xbb\xbf"), where="a.txt"),
    Kind("control characters only", "TXT-010", lay=text("\x01\x02\x1b\x7f\x85" * 20), where="a.txt"),
    Kind("chance bytes", "TXT-011|TXT-003", lay=text(_CHANCE.randbytes(8192)), where="a.txt"),
    Kind("zeros", "TXT-011", lay=text(bytes(8192)), where="a.txt"),
    Kind("zeros and ones", "TXT-011", lay=text(b"\0\x01" * 500), where="a.txt"),
    Kind(
        "a program", "TXT-011", lay=text(Path(os.path.realpath("/proc/self/exe")).read_bytes()[:50000]), where="a.txt"
    ),
    Kind("PNG named .txt", "TXT-011", lay=text(b"\x89PNG\r\n\x1a\n" + _CHANCE.randbytes(500)), where="a.txt"),
    Kind("JPEG named .txt", "TXT-011", lay=text(b"\xff\xd8\xff\xe0\0\x10JFIF" + _CHANCE.randbytes(500)), where="a.txt"),
    Kind("WebP named .txt", "TXT-011", lay=text(b"RIFF\x24\x10\0\0WEBPVP8 " + _CHANCE.randbytes(500)), where="a.txt"),
    Kind("PDF named .txt", "TXT-011", lay=text(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), where="a.txt"),
    Kind("DOCX named .txt", "TXT-011", lay=text(b"PK\x03\x04\x14\0\x06\0word/document.xml"), where="a.txt"),
    Kind(
        "Word of 1997 named .txt", "TXT-011", lay=text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)), where="a.txt"
    ),
    Kind("RTF named .txt", "TXT-011", lay=text(b"{\\rtf1\\ansi {\\b text}}"), where="a.txt"),
    Kind("gzip named .txt", "TXT-011", lay=text(b"\x1f\x8b\x08\0" + _CHANCE.randbytes(500)), where="a.txt"),
    Kind("MP3 named .txt", "TXT-011", lay=text(b"ID3\x04\0\0\0\0\x10\0TIT2" + _CHANCE.randbytes(500)), where="a.txt"),
    Kind("UTF-32", "TXT-011", lay=text(ARTICLE.encode("utf-32")), where="a.txt"),
)

# --- encodings ------------------------------------------------------------------

ENCODINGS = (
    Kind("Shift JIS", "TXT-003", lay=text(_JAPANESE.encode("shift_jis")), where="a.txt"),
    Kind("EUC-KR", "TXT-003", lay=text(_KOREAN.encode("euc_kr")), where="a.txt"),
    Kind("Latin-1", "TXT-003", lay=text(_FRENCH.encode("latin-1")), where="a.txt"),
    Kind("KOI8-R", "TXT-003", lay=text(_RUSSIAN.encode("koi8_r")), where="a.txt"),
    Kind("GBK told to be UTF-8", "TXT-001", ("a.txt", "--encoding", "utf-8"), text(_GBK), where="a.txt:1:1"),
    Kind(
        "a GBK novel told to be UTF-8, to repair",
        "TXT-002",
        ("a.txt", "--encoding", "utf-8", "--repair"),
        text(_LONG.encode("gbk")),
        where="a.txt",
    ),
    Kind("UTF-8 and GBK in one file", "TXT-001", lay=text(_LONG.encode() + _GBK), where="a.txt:401:1"),
    Kind("one bad byte", "TXT-001", lay=text(_GBK[:44] + b"\xff" + _GBK[44:]), where="a.txt:3:4"),
    Kind(
        "one bad byte, to repair",
        "TXT-021",
        ("a.txt", "--repair"),
        text(_GBK[:44] + b"\xff" + _GBK[44:]),
        where="a.txt:3:4",
    ),
    Kind("UTF-8 that breaks off", "TXT-001", lay=text(ARTICLE.rstrip().encode()[:-1]), where="a.txt:5:26"),
    Kind("UTF-16 that breaks off", "TXT-001", lay=text(ARTICLE.encode("utf-16")[:-1]), where="a.txt:5:27"),
    Kind(
        "half a surrogate pair",
        "TXT-001",
        lay=text("\ufeff灯".encode("utf-16-le") + b"\x00\xd8" + _SENTENCE.encode("utf-16-le")),
        where="a.txt:1:2",
    ),
    Kind("text among zeros", "TXT-011", lay=text(ARTICLE.encode() + bytes(4096)), where="a.txt"),
    Kind("unknown encoding", "TXT-004", ("a.txt", "--encoding", "gbk18030"), text(_GBK)),
    Kind("UTF-16 without a mark", "-", lay=text(ARTICLE.encode("utf-16-be"))),
    Kind("Big5", "-", lay=text(_BIG5)),
)

# --- characters and lines -------------------------------------------------------


def _within(inner: str) -> Lay:
    return text(f"渡口\n{inner}\n　　{_SENTENCE}\n　　{_SENTENCE}\n")


_DEEP = 100_000
SHAPES = (
    Kind("a line of 30 MB", "TXT-013", lay=text(lambda: _SENTENCE * 300_000), where="a.txt:1", megabytes=200),
    Kind("100,000 paragraphs", "-", lay=text(lambda: _LONG * 250), seconds=15, megabytes=400),
    Kind("a million short lines", "TXT-014", lay=text(lambda: "灯亮了\n" * 1_000_000), seconds=10, megabytes=400),
    Kind("a million blank lines", "-", lay=_within("\n" * 1_000_000), seconds=10, megabytes=350),
    Kind("5,000 short lines", "-", lay=text("灯亮了\n" * 5000), seconds=10),
    Kind("an article told to be a book", "-", ("a.txt", "--kind", "book"), text(ARTICLE)),
    Kind("a book told to be a clipping", "RDG-005", ("a.txt", "--kind", "clipping"), text("灯亮了。\n" * 30_000)),
    Kind("100,000 《 in one another", "GAT-413", lay=text("《" * _DEEP + "灯" + "》" * _DEEP + "\n" + _SENTENCE)),
    Kind("100,000 （ never closed", "GAT-413", lay=text("（" * _DEEP + "灯\n" + _SENTENCE)),
    Kind("100,000 “ in one another", "GAT-413", lay=text("“" * _DEEP + "灯" + "”" * _DEEP + "\n" + _SENTENCE)),
    Kind("100,000 < never closed", "GAT-413", lay=text("<a href='" * _DEEP + "\n" + _SENTENCE), seconds=6),
    Kind("a line of 200,000 spaces", "-", lay=_within("灯" + " " * 200_000 + "亮")),
    Kind("a line of 200,000 digits", "-", lay=_within("1" * 200_000)),
    Kind("a line of 100,000 第一", "GAT-413", lay=_within("第一" * 100_000)),
    Kind("100,000 marks on one character", "-", lay=_within("灯" + "\u0301" * 100_000)),
    Kind("10,000 joined emoji", "-", lay=_within("\U0001f469\u200d" * 10_000)),
    Kind("markup as text", "-", lay=_within("]]><script>alert(1)</script>&lol9;<!DOCTYPE x [<!ENTITY a 'b'>]>")),
    Kind("bidi controls", "TXT-022", lay=_within("灯\u202e亮\u2066了")),
    Kind("nulls in the text", "TXT-022", lay=text(ARTICLE.replace("灯", "灯\0"))),
    Kind("private use", "TXT-023 GAT-414", lay=_within("灯\ue000亮了")),
    Kind("replacement characters", "TXT-024", lay=_within("灯\ufffd亮了")),
    Kind("noncharacters", "TXT-022", lay=_within("灯\ufffe\uffff亮")),
    Kind("old Mac line ends", "-", lay=text(ARTICLE.replace("\n", "\r"))),
    Kind("every line end of Unicode", "-", lay=_within("\u2028灯\u2029亮\x0b了\x0c。\x85")),
)

# --- what is no file ------------------------------------------------------------


def _socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(".", os.O_RDONLY)
        os.chdir(folder)  # a socket's whole path has 107 bytes at most
        server.bind("a.txt")
        os.fchdir(here)
        os.close(here)


def _sparse(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as out:
        out.truncate(300_000_000)


def _coming_and_going(folder: Path, _: int) -> None:
    """The file is taken away and put back all the while."""
    path, aside = folder / "a.txt", folder / "aside"
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        path.rename(aside)
        aside.rename(path)


def _growing(folder: Path, _: int) -> None:
    """A line is added all the while, and taken away in the end."""
    path = folder / "a.txt"
    size = path.stat().st_size
    end = time.monotonic() + 0.8
    with path.open("ab") as out:
        while time.monotonic() < end:
            out.write(_SENTENCE.encode() + b"\n")
            out.flush()
            out.truncate(size) if out.tell() > size + 1_000_000 else None
    os.truncate(path, size)


_LOOP = both(link("a.txt", "b.txt"), link("b.txt", "a.txt"))
_STDIN = ("-",)
NO_FILE = (
    Kind("not there", "TXT-005", where="a.txt"),
    Kind("a folder", "USE-005", ("a",), directory("a")),
    Kind("a folder named .txt", "USE-005", lay=directory("a.txt")),
    Kind("a named pipe", "TXT-007", lay=pipe("a.txt"), where="a.txt"),
    Kind("/dev/zero", "TXT-007", ("/dev/zero",), where="/dev/zero"),
    Kind("a link to /dev/zero", "TXT-007", lay=link("a.txt", "/dev/zero"), where="a.txt"),
    Kind("a socket", "TXT-007", lay=_socket, where="a.txt"),
    Kind("a loop of links", "TXT-008", lay=_LOOP, where="a.txt"),
    Kind("a link to nothing", "TXT-005", lay=link("a.txt", "gone.txt"), where="a.txt"),
    Kind("a file that may not be read", "TXT-008", lay=file("a.txt", ARTICLE, 0o000), where="a.txt", bound=True),
    Kind(
        "a folder that may not be entered",
        "TXT-008",
        ("in/a.txt",),
        both(file("in/a.txt"), lambda folder: (folder / "in").chmod(0o000)),
        where="in/a.txt",
        bound=True,
    ),
    Kind("a file of 300 MB", "TXT-009", lay=_sparse, where="a.txt", megabytes=250),
    Kind("a file that cannot be read by the system", "TXT-012", ("/proc/self/mem",), where="/proc/self/mem"),
    Kind("the same named .txt", "TXT-008", lay=link("a.txt", "/proc/self/mem"), where="a.txt"),
    Kind("a file that comes and goes", "TXT-005|-", lay=text(ARTICLE), meanwhile=_coming_and_going),
    Kind("a file that grows", "-|TXT-015", lay=text(_LONG * 50), meanwhile=_growing, seconds=8, megabytes=200),
    Kind("a name of 300 characters", "TXT-008", ("灯" * 300 + ".txt",)),
    Kind("a name that is no UTF-8", "-", (os.fsdecode(b"\xff\xfe.txt"),), file(os.fsdecode(b"\xff\xfe.txt"))),
    Kind("a name that acts on a terminal", "TXT-005", ("\x1b]0;x\x07\n.txt",)),
    Kind("a Word document", "TXT-012", ("a.docx",), file("a.docx", b"PK\x03\x04"), where="a.docx"),
    Kind("a file without a suffix", "TXT-012", ("a",), file("a"), where="a"),
    Kind("nothing on standard input", "TXT-010", _STDIN, where="-"),
    Kind("standard input closed", "TXT-008", _STDIN, streams=(None, "", ""), where="-"),
    Kind("/dev/zero as standard input", "TXT-009", _STDIN, streams=("/dev/zero", "", ""), where="-", megabytes=450),
    Kind(
        "a folder as standard input",  # Python itself refuses to start
        "-",
        _STDIN,
        streams=("/", "", ""),
        code=1,
        says="Fatal Python error: init_sys_streams: <stdin> is a directory, cannot continue*",
    ),
    Kind("no source and no content folder", "-", ()),
    Kind("an empty name", "USE-005", ("",)),
)

KINDS = (*NO_TEXT, *ENCODINGS, *SHAPES, *NO_FILE)
