# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY voc voc
COPY journeys journeys
COPY models models
RUN python -m venv /opt/voc \
 && /opt/voc/bin/pip install --no-cache-dir -c constraints.txt '.[api,postgres]' \
 && VOC_MODELS_CACHE=/opt/voc/models /opt/voc/bin/voc models build

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 voc
COPY --from=build /opt/voc /opt/voc
WORKDIR /app
COPY pyproject.toml ./
COPY api api
ENV PATH=/opt/voc/bin:$PATH \
    VOC_MODELS_CACHE=/opt/voc/models \
    VOC_WORKSPACE=/workspace \
    PYTHONUNBUFFERED=1
RUN install -d -o voc -g voc /workspace
# By number, so that a cluster can see that it isn't root.
USER 10001
VOLUME /workspace
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["fastapi", "run", "--host", "0.0.0.0", "--port", "8000"]
