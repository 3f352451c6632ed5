"""The sources room in the admin: one file per noun."""

from sources.admin.change import ChangeAdmin
from sources.admin.host import HostAdmin
from sources.admin.snapshot import SnapshotAdmin
from sources.admin.source import SourceAdmin

__all__ = ["ChangeAdmin", "HostAdmin", "SnapshotAdmin", "SourceAdmin"]
