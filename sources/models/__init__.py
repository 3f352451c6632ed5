"""Records of the world: hosts, sources, what was read, what changed. Only services write them."""

from sources.models.archive_push import ArchivePush
from sources.models.body import Body
from sources.models.change import Change
from sources.models.host import Host
from sources.models.observation import Observation
from sources.models.passage import Passage, PassageReading
from sources.models.proof import ObservationRoot
from sources.models.snapshot import Snapshot
from sources.models.source import Source
from sources.models.timestamp import Timestamp

__all__ = [
    "ArchivePush",
    "Body",
    "Change",
    "Host",
    "Observation",
    "ObservationRoot",
    "Passage",
    "PassageReading",
    "Snapshot",
    "Source",
    "Timestamp",
]
