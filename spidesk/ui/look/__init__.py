"""Colour, type, icons and the focus ring: how everything looks, light and dark."""
