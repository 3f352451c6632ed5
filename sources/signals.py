"""The one signal of the project: a source moved under a passage.

Sent inside the transaction that records the reading, with ``source`` and ``changes``
(the stored ``Change`` rows of this look).
"""

from django.dispatch import Signal

source_changed = Signal()
