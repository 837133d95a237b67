"""The colours, sizes and steps everything is drawn with. Pure values; a test holds their contrast.

Text stands at least 4.5:1 from what it stands on, edges of controls at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SPACES: Final = (4, 8, 12, 16, 24, 32)
CORNER: Final = 6
TARGET: Final = 32
"""The least height of anything one presses, in device-independent pixels."""
RING: Final = 2
"""Width of the focus ring, and its distance from what it surrounds."""
BASE_POINTS: Final = 10.5
SUBHEADING: Final = 1.25
HEADING: Final = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One set of colours as #RRGGBB, named by use. `edge` outlines controls, `line` only parts quiet areas."""

    page: str
    card: str
    line: str
    edge: str
    text: str
    muted: str
    primary: str
    on_primary: str
    hover: str
    soft: str
    selected: str
    focus: str
    field: str
    sekretess: str
    on_sekretess: str
    skyddad: str
    on_skyddad: str
    error: str
    on_error: str
    ok: str
    on_ok: str
    info: str
    on_info: str
    neutral: str
    on_neutral: str
    danger: str
    danger_hover: str
    disabled: str
    dark: bool


LIGHT: Final = Tokens(
    page="#F5F6F8",
    card="#FFFFFF",
    line="#D5DAE1",
    edge="#78838F",
    text="#1A1F26",
    muted="#55606E",
    primary="#1D4F7C",
    on_primary="#FFFFFF",
    hover="#163E62",
    soft="#EBEFF4",
    selected="#DDE9F4",
    focus="#0B6BCB",
    field="#FFFFFF",
    sekretess="#FFF1CC",
    on_sekretess="#5C3B00",
    skyddad="#FFE0D6",
    on_skyddad="#7A1F00",
    error="#FDECEC",
    on_error="#A4161A",
    ok="#E8F5EC",
    on_ok="#1B6E3C",
    info="#E6F0FA",
    on_info="#174A75",
    neutral="#EBEEF2",
    on_neutral="#3D4854",
    danger="#A4161A",
    danger_hover="#851114",
    disabled="#8B95A1",
    dark=False,
)

DARK: Final = Tokens(
    page="#14181D",
    card="#1D232B",
    line="#37414D",
    edge="#7C8896",
    text="#EDF1F5",
    muted="#AEB8C4",
    primary="#8CC2F2",
    on_primary="#0A2138",
    hover="#B0D6F8",
    soft="#29313B",
    selected="#23405A",
    focus="#6DB5FA",
    field="#171C22",
    sekretess="#4B3A0C",
    on_sekretess="#FFE7A8",
    skyddad="#562413",
    on_skyddad="#FFD0BF",
    error="#4A1B1F",
    on_error="#FFB4B4",
    ok="#16381F",
    on_ok="#A5E3B8",
    info="#17334B",
    on_info="#BBDCF8",
    neutral="#2D3640",
    on_neutral="#D3DAE2",
    danger="#FF9E9E",
    danger_hover="#FFBDBD",
    disabled="#707B87",
    dark=True,
)


def luminance(colour: str) -> float:
    """Relative luminance of a #RRGGBB colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast between two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
