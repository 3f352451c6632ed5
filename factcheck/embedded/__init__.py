"""The one-command mode: web, worker and beat as threads of one process. Started only by name."""
