"""Several articles in one text: each becomes an article of the book, and a page that is one stays one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import digests
import pytest
from books import book_of
from conftest import ROOT, Run
from digests import CLOCK, FERRY, SEVERAL
from hypothesis import given, settings
from hypothesis import strategies as st

from ebook.build import Draft, read_book
from ebook.check import check
from ebook.model import Division, text_of
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import RecogniseSettings, Settings, told
from ebook.typeset import typeset
