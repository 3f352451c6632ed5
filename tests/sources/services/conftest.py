"""A cited page, and an ear on the one signal."""

from __future__ import annotations

import pytest
from factories_sources import OTHER, QUOTE, look, make_passage, make_source

from sources.signals import source_changed


@pytest.fixture
def cited():
    """A passage found on its page by the first look."""
    source = make_source()
    passage = make_passage(source)
    look(source, QUOTE, OTHER)
    passage.refresh_from_db()
    source.refresh_from_db()
    return passage, source


@pytest.fixture
def told():
    """Every signal sent, as (source, kinds)."""
    heard = []

    def hear(*, source, changes, **_kwargs):
        heard.append((source.pk, [change.kind for change in changes]))

    source_changed.connect(hear)
    yield heard
    source_changed.disconnect(hear)


@pytest.fixture
def bodies_folder(settings, tmp_path):
    """The test keeps bodies in a folder of its own, and everything above 100 bytes in files."""
    options = {"location": tmp_path / "bodies"}
    settings.STORAGES = settings.STORAGES | {
        "bodies": settings.STORAGES["bodies"] | {"OPTIONS": options}
    }
    settings.BODY_ROW_BYTES = 100
