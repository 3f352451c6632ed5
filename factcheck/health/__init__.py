"""Whether the machine runs: probes, system checks, logs, the tick's heartbeat. Imports no room."""
