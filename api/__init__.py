"""The REST API: run it with `fastapi run` from a checkout or the image."""
