"""Turn a picture into PNG, with the fonts that the converter brings."""

from voc.errors import SettingsInvalid

SHARPNESS = 2.0


def to_png(svg: str) -> bytes:
    """Render an SVG at twice its size in pixels.

    Raises:
        SettingsInvalid: the extra `pictures` isn't installed.
    """
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            "PNG needs the extra `pictures`.",
            hint="pip install 'voc-unifier[pictures]', or ask for SVG.",
        ) from error
    return bytes(vl_convert.svg_to_png(svg, scale=SHARPNESS))
