"""The preview: a local page that shows a book by a real reading engine, and pictures of its pages.

``press.py`` keeps the book and builds it anew, ``watch.py`` knows when that is
due, ``site.py`` is what the browser is given, ``server.py`` gives it and
nothing else, ``png.py`` draws pages without a screen.  ``page/`` is the page
itself; ``foliate-js/`` the engine, which is not ours.
"""
