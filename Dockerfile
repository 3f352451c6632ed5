# One image: web, worker, worker-extract and beat are commands of docker-compose.yml.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --system --uid 10001 --create-home --home-dir /srv/factcheck factcheck
WORKDIR /srv/factcheck

COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

COPY manage.py pyproject.toml ./
COPY factcheck factcheck
COPY sources sources
COPY claims claims
COPY locale locale

ENV STATIC_ROOT=/srv/factcheck/staticfiles VAR_DIR=/tmp/factcheck BODIES_DIR=/srv/factcheck/bodies
RUN install --directory --owner factcheck --mode 0750 /srv/factcheck/bodies
# The key serves this one command and is in no layer.
RUN SECRET_KEY=collecting-static-files-only python manage.py collectstatic --noinput
USER factcheck
EXPOSE 8000
CMD ["gunicorn", "factcheck.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
