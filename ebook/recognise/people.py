"""Bylines: the persons of a line and what each of them did.

A role word opens a run of names that lasts until the next one (本报记者 A B
通讯员 C D); a word behind the names also counts (A B 译, 记者 A 摄).  Words
that stand together share the names that follow (文/图 A).  Source: the forms
of mainland, Taiwan, Hong Kong and Macau papers; words in ``words/roles.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from ebook.recognise.fold import fold, halve, squeeze
from ebook.recognise.lexicon import words_for
from ebook.recognise.names import HAN, has_surname, is_known_name, is_pen_name, is_unit, names_in


@dataclass(frozen=True, slots=True)
class Name:
    """A person as a line names it; ``roles`` are MARC relators."""

    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A word that gives a role; ``job``: a post that says nothing of what was done; ``value``: no task at all."""

    role: str
    job: bool = False
    edge: bool = False
    value: bool = False


@cache
def role_words() -> Mapping[str, RoleWord]:
    """Every role word, the longest first."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/roles.toml").read_text(encoding="utf-8"))
    words = {
        word: RoleWord(entry["role"], *(entry.get(key, False) for key in ("job", "edge", "value")))
        for entry in data["role"]
        for word in entry["words"]
    }
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


@cache
def _pattern() -> re.Pattern[str]:
    words = role_words()
    free = "|".join(word for word, role in words.items() if not role.edge)
    edged = "|".join(word for word, role in words.items() if role.edge)
    before = rf"(?:^|(?<=[^{HAN}A-Za-z0-9]))"
    after = rf"(?=[^{HAN}A-Za-z0-9]|$)"
    paper = rf"(?:{before}[{HAN}]{{2,8}}(?:报|社|网|台|周刊|杂志|新闻|之声))?"
    jobs = "|".join(word for word, role in words.items() if role.job)
    post = rf"{paper}(?:{words_for('post').pattern})*(?:{jobs})(?![团站证部协体节史])"
    inside = rf"(?:{free})(?![团站证部协体节史展为系是简单索所本观立])"
    return re.compile(rf"{post}|{inside}|{before}(?:{edged}){after}|(?:{words_for('behind').pattern}){after}")


#: What a reporter's line says after the name: the place and 报导, or the place, the day and 电.
_FROM = re.compile(
    rf"(?:(?<=记者[{HAN}]{{3}})|(?<=、[{HAN}]{{3}}))[{HAN}]{{2,6}}(?:报道|报导|\d{{1,2}}日电)"
    rf"|/ ?[{HAN}]{{0,8}}(?:报道|报导)"
    r"|\d{1,2}日电|\(?发自[^,;)]{1,20}\)?|对[此本]文亦有.{0,4}贡献.*$|(?<!摄影)(?<! )报道$"
)


#: A task with its label and one who did it, also where it is none of the roles (播音:小鹿).
_TASK = re.compile(rf"[{HAN}]{{2,5}}\s*[:/|]\s*[{HAN}A-Za-z·]{{2,6}}(?![^\s,、;/|)\]】])")


def people_of(text: str) -> list[Name]:
    """The persons of a byline, a credit or an editor's line, in the order of print; a sentence names nobody."""
    return [] if _SENTENCE.search(fold(text).rstrip("。 )")) else list(_people_of(text))


_SENTENCE = re.compile(r"[。!?;]")


@lru_cache(maxsize=1024)  # each line is asked for by itself and by its neighbours
def _people_of(text: str) -> tuple[Name, ...]:
    plain, folded = halve(text), fold(text)
    for match in reversed(list(_FROM.finditer(folded))):
        filler = "|" * len(match.group())
        plain = plain[: match.start()] + filler + plain[match.end() :]
        folded = folded[: match.start()] + filler + folded[match.end() :]
    return tuple(_Reader().read(_tokens(plain, folded)))


def is_credit(text: str) -> bool:
    """Does the line hold nothing but who did what: role words and names?"""
    folded = _FROM.sub(" ", fold(text))
    people = people_of(text)
    rest = _pattern().sub(" ", _TASK.sub(" ", re.sub(r"^《[^》]{1,14}》", "", folded)))
    rest = " ".join(word for word in re.split(r"[\s、,]+", rest) if not is_unit(word))
    for person in people:
        rest = re.sub(r"\s*".join(map(re.escape, squeeze(fold(person.name)))), " ", rest, count=1)
    return bool(people) and not re.search(r"\w", rest) and not folded.endswith(":")


def is_role(text: str) -> bool:
    """Is the line nothing but the word for what somebody did, the name standing on the next?"""
    word = role_words().get(squeeze(fold(text)).rstrip(":/"))
    return word is not None and not word.value


def says_role(text: str) -> bool:
    """Does the line hold a word for what an author, a photographer, a translator or an editor does?"""
    return any(_role_of(match.group()).role != "-" for match in _pattern().finditer(fold(text)))


def has_role_word(text: str) -> bool:
    """Does the line say what somebody did, whoever it was?"""
    return bool(_pattern().search(fold(text)))


#: What stands right before a word that opens names, and is no name itself: 每经记者|.
_OUTLET = re.compile(rf"[{HAN}]{{2,6}}$")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    role: RoleWord | None = None
    opens: bool = False  # a role word with a colon or slash behind it


def _tokens(plain: str, folded: str) -> list[_Token]:
    tokens, at = [], 0
    for match in _pattern().finditer(folded):
        tokens.append(_Token(plain[at : match.start()]))
        opens = bool(re.match(r" ?[:/|]", folded[match.end() :]))
        word, role = match.group(), _role_of(match.group())
        outlet = _OUTLET.search(tokens[-1].text) if opens or role.job else None
        if outlet and not has_surname(outlet.group()):
            tokens[-1] = _Token(tokens[-1].text[: outlet.start()])
        tokens.append(_Token(word, role, opens))
        at = match.end()
    tokens.append(_Token(plain[at:]))
    return [token for token in tokens if token.role or token.text.strip(" /:|,、()[]【】·")]


def _role_of(word: str) -> RoleWord:
    known = role_words()
    return known.get(word) or next(role for name, role in known.items() if role.job and word.endswith(name))


@dataclass(slots=True)
class _Reader:
    """Gives each run of names the roles before it, or those behind it where none does."""

    people: list[Name] = field(default_factory=list)
    roles: list[RoleWord] = field(default_factory=list)  # open, waiting for names
    names: list[str] = field(default_factory=list)  # read, waiting for a role behind them
    held: list[RoleWord] = field(default_factory=list)  # the roles that stood before those names
    absorbed: bool = False  # whether a place of work waits for what it did
    opened: bool = False  # whether a colon or slash stands behind the last role word
    posts: set[str] = field(default_factory=set)  # the persons of whom only the post was told

    def read(self, tokens: list[_Token]) -> list[Name]:
        for i, token in enumerate(tokens):
            following = tokens[i + 1].role if i + 1 < len(tokens) else None
            if token.role and token.role.value and following and following.role != "-":
                continue  # 图片来源:记者 A 摄
            if token.role:
                self._role(token, follows=i + 1 < len(tokens) and not tokens[i + 1].role)
            else:
                self._run(token.text)
        self._settle(self.roles)
        return [name for name in self.people if name.roles != ("-",)]

    def _share(self, done: tuple[str, ...]) -> None:
        """What closes the line was done by all whose post alone was told: 记者 A 通讯员 B 摄影报道."""
        self.people = [Name(name.name, done) if name.name in self.posts else name for name in self.people]

    def _role(self, token: _Token, *, follows: bool) -> None:
        assert token.role
        if self.names and token.text in ("提供", "供图"):
            self.names, self.roles, self.held = [], self.held, []  # who gives a picture has not taken it
            return
        self.opened = token.opens
        if self.absorbed and not token.opens and not token.role.job:  # X科供稿
            self.absorbed = False
            return
        behind = self.names and not token.role.job and not self._specific(self.held)
        if behind and (not follows or not (token.opens or self.held)):
            self.roles.append(token.role)
            return
        if self.names:
            self._settle(self.roles)
        self.roles.append(token.role)

    def _run(self, text: str) -> None:
        if self.names:
            self._settle(self.roles)
        names = names_in(text)
        self.absorbed = not names and any(map(is_unit, re.split(r"[\s、,]+", text.strip())))
        if not names and any(
            not role.job and (role.role == "aut" or (role.role in ("edt", "trl") and self.opened))
            for role in self.roles
        ):
            names = [word for word in text.strip(" :/|").split() if is_pen_name(word)][:1]
        self.names, self.held, self.roles = names, self.roles, []

    def _settle(self, behind: list[RoleWord]) -> None:
        """Write down the names that wait, with what was done if any word says so, else with the post."""
        words = [role for role in [*self.held, *behind] if not role.job] or self.held
        roles = tuple(dict.fromkeys(role for word in words for role in word.role.split()))
        sure = bool(self.held) or bool(set(roles) - {"aut"})
        if any(" " in role.role for role in behind):
            self._share(roles)
        if len(self.names) > 2 and not self.held and not any(map(is_known_name, self.names)):
            self.names = []  # words of a list, the last of which is a role by chance
        self.people.extend(Name(name, roles) for name in self.names if roles and (sure or is_known_name(name)))
        if not self._specific(words):
            self.posts.update(self.names)
        self.names, self.held, self.roles = [], [], []

    @staticmethod
    def _specific(words: list[RoleWord]) -> bool:
        return any(not word.job for word in words)


def persons(texts: Iterator[str]) -> list[Name]:
    """The persons of several lines, each once, with all that they did."""
    roles: dict[str, list[str]] = {}
    for text in texts:
        for name in people_of(text):
            known = roles.setdefault(name.name, [])
            known.extend(role for role in name.roles if role not in known and role != "-")
    return [Name(name, tuple(done)) for name, done in roles.items() if done]
