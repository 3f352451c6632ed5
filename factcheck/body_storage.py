"""Where kept bodies go: the entry of Django's STORAGES for a folder or an S3-compatible bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def folder_storage(folder: Path) -> dict[str, Any]:
    """Return the entry for a folder that all processes share; nobody serves it."""
    return {
        "BACKEND": "sources.services.durable_files.DurableFileStorage",
        "OPTIONS": {"location": folder, "file_permissions_mode": 0o640},
    }


def bucket_storage(bucket: str, *, endpoint: str, region: str, prefix: str) -> dict[str, Any]:
    """Return the entry for a bucket; empty ``endpoint`` is Amazon's.

    Needs requirements-s3.lock. Keys come from AWS_ACCESS_KEY_ID and the like, read by boto3. A
    bucket that does not answer is given up after seconds: bytes wait in the database meanwhile.
    """
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "location": prefix,
            "file_overwrite": True,
            "default_acl": None,
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 2, "mode": "standard"},
            ),
        },
    }
