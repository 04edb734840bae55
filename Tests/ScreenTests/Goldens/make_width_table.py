#!/usr/bin/env python3
"""Writes Sources/Screen/TextWidth+Table.swift from the Unicode data of this Python (3.13: Unicode 15.1).

    python3 Tests/ScreenTests/Goldens/make_width_table.py > Sources/Screen/TextWidth+Table.swift

A newer standard than Python's is known to Swift; `TextWidthTests` says which ranges are to be added to NEWER.
"""
import sys
import unicodedata

# Emoji and marks of Unicode 16 and 17, and unassigned places that are to become wide.
NEWER_WIDE = [(0x1F6D8, 0x1F6D8), (0x1FA70, 0x1FAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD)]
NEWER_WIDE += [(0x16FF2, 0x16FF6), (0x187F8, 0x187FF), (0x18CFF, 0x18CFF), (0x18D09, 0x18D1E), (0x18D80, 0x18DF2)]
NEWER_ZERO = []
# A regional indicator is one half of a flag; alone it is drawn as wide as the flag.
WIDE = [(0x1F1E6, 0x1F1FF)] + NEWER_WIDE
# Vowels and final consonants of Hangul join the consonant before them.
ZERO = [(0x1160, 0x11FF), (0xD7B0, 0xD7FF)] + NEWER_ZERO


def width(code):
    if any(low <= code <= high for low, high in ZERO):
        return 0
    if any(low <= code <= high for low, high in WIDE):
        return 2
    character = chr(code)
    category = unicodedata.category(character)
    if category in ("Mn", "Me") or category == "Cf" and code != 0xAD and not 0x600 <= code <= 0x605:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def ranges(wanted):
    start = None
    for code in range(0x300, 0x110001):
        inside = code < 0x110000 and not 0xD800 <= code < 0xE000 and width(code) == wanted
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            yield start, code - 1
            start = None


def table(name, summary, wanted):
    pairs = [f"0x{low:04X}, 0x{high:04X}," for low, high in ranges(wanted)]
    print(f"  /// {summary}")
    print(f"  static let {name}: [UInt32] = [")
    for at in range(0, len(pairs), 6):
        print("    " + " ".join(pairs[at:at + 6]))
    print("  ]")


print(f"// Made by Tests/ScreenTests/Goldens/make_width_table.py from Unicode {unicodedata.unidata_version}; first and last of each range.")
print()
print("extension TextWidth {")
table("zeroRanges", "Scalars that take no cell of their own.", 0)
print()
table("wideRanges", "Scalars that take two cells.", 2)
print("}")
