"""Room for updates in place, and a vacuum that keeps up, on the two tables every check writes."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# Thresholds in rows instead of shares: a share of ten million rows comes far too late.
VACUUM = (
    "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,"
    " autovacuum_vacuum_cost_delay = 0"
)
NAMES = (
    "fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,"
    " autovacuum_vacuum_cost_delay"
)


def set_parameters(_apps: Any, schema_editor: Any) -> None:
    """Leave space on each page of the table for the next version of its rows."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE sources_host SET (fillfactor = 50, {VACUUM})")
        schema_editor.execute(f"ALTER TABLE sources_source SET (fillfactor = 85, {VACUUM})")


def reset_parameters(_apps: Any, schema_editor: Any) -> None:
    """Back to the server's defaults."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE sources_host RESET ({NAMES})")
        schema_editor.execute(f"ALTER TABLE sources_source RESET ({NAMES})")


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_page_changes")]
    operations = [migrations.RunPython(set_parameters, reset_parameters)]
