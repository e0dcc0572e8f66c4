"""Flags from a line each: `h`orizontal or `v`ertical stripes with their widths, crosses, and shapes upon them.

A country whose flag holds more than such shapes is a plain field with its code; none is drawn half right. Left out on
purpose are coats of arms of flags that are also flown without them (Spain, Peru).
"""

import math
from typing import Final

from PIL import Image, ImageDraw

from halley.engines.native.art.sheet import FINE, Sheet
from halley.engines.native.art.signs import five_points

_WIDTH, _HEIGHT = 90, 60
_FIELD = "#3a4658"

#: Country: steps, in the order in which they are painted.
FLAGS: Final = {
    "ae": "h #009e49 #fff #000|bar #ef3340 25",
    "am": "h #d90012 #0033a0 #f2a800",
    "at": "h #ef3340 #fff #ef3340",
    "bd": "h #006a4e|disc #f42a41 45 50 33",
    "be": "v #000 #fdda24 #ef3340",
    "bf": "h #ef2b2d #009e49|star #fcd116 50 50 20",
    "bg": "h #fff #00966e #d62612",
    "bo": "h #da291c #fdda24 #007a33",
    "ch": "h #da291c|plus #fff 50 50 20 62",
    "ci": "v #ff8200 #fff #009a44",
    "co": "h #fcd116 #003893 #ce1126|h2 2 1 1",
    "cr": "h #001489 #fff #da291c #fff #001489|h2 1 1 2 1 1",
    "cz": "h #fff #d7141a|wedge #11457e 50",
    "de": "h #000 #dd0000 #ffce00",
    "dk": "h #c8102e|cross #fff 36 14",
    "ee": "h #0072ce #000 #fff",
    "es": "h #aa151b #f1bf00 #aa151b|h2 1 2 1",
    "fi": "h #fff|cross #002f6c 36 27",
    "fr": "v #002654 #fff #ed2939",
    "ga": "h #009e60 #fcd116 #3a75c4",
    "gb": "jack",
    "uk": "jack",
    "ge": "h #fff|cross #f00 50 20|plus #f00 20 20 5 18|plus #f00 80 20 5 18|plus #f00 20 80 5 18|plus #f00 80 80 5 18",
    "gn": "v #ce1126 #fcd116 #009460",
    "gr": "h #0d5eaf #fff #0d5eaf #fff #0d5eaf #fff #0d5eaf #fff #0d5eaf|greek",
    "hu": "h #ce2939 #fff #477050",
    "id": "h #ff0000 #fff",
    "ie": "v #169b62 #fff #ff883e",
    "il": "h #fff #0038b8 #fff #0038b8 #fff|h2 3 5 24 5 3|shield #0038b8",
    "is": "h #02529c|cross #fff 36 22|cross #dc1e35 36 11",
    "it": "v #008c45 #f4f5f0 #cd212a",
    "jp": "h #fff|disc #bc002d 50 50 30",
    "la": "h #ce1126 #002868 #ce1126|h2 1 2 1|disc #fff 50 50 20",
    "lt": "h #ffb81c #046a38 #be3a34",
    "lu": "h #ef3340 #fff #00a3e0",
    "lv": "h #9e1b34 #fff #9e1b34|h2 2 1 2",
    "mc": "h #ce1126 #fff",
    "ml": "v #14b53a #fcd116 #ce1126",
    "ng": "v #008751 #fff #008751",
    "nl": "h #ae1c28 #fff #21468b",
    "no": "h #ba0c2f|cross #fff 36 24|cross #00205b 36 12",
    "pe": "v #d91023 #fff #d91023",
    "pl": "h #fff #dc143c",
    "ps": "h #000 #fff #009639|wedge #ed2e38 34",
    "ro": "v #002b7f #fcd116 #ce1126",
    "ru": "h #fff #0039a6 #d52b1e",
    "se": "h #006aa7|cross #fecc00 36 18",
    "sl": "h #1eb53a #fff #0072c6",
    "sn": "v #00853f #fdef42 #e31b23|star #00853f 50 50 17",
    "so": "h #4189dd|star #fff 50 50 26",
    "td": "v #002664 #fecb00 #c60c30",
    "th": "h #a51931 #f4f5f8 #2d2a4a #f4f5f8 #a51931|h2 1 1 2 1 1",
    "tr": "h #e30a17|moon #fff #e30a17 36 50 27 22 5|star #fff 57 50 13 -90",
    "ua": "h #0057b7 #ffd700",
    "us": "h #b22234 #fff #b22234 #fff #b22234 #fff #b22234 #fff #b22234 #fff #b22234 #fff #b22234|union",
    "vn": "h #da251d|star #ff0 50 50 30",
    "ye": "h #ce1126 #fff #000",
    "cn": (
        "h #ee1c25|star #ff0 16.7 25 15|star #ff0 33 10 5 23|star #ff0 40 20 5 46|star #ff0 40 35 5 70|star #ff0 33 45 5 21"
    ),
    "pk": "v #fff #01411c|v2 1 3|moon #fff #01411c 62 51 28 25 4|star #fff 71 35 9 45",
}


def flag(country: str, *, is_round: bool) -> Image.Image:
    """A flag of 90 by 60 pixels, or the middle of it in a circle."""
    sheet = Sheet(_WIDTH, _HEIGHT)
    steps = FLAGS.get(country)
    if steps is None:
        sheet.pen.rectangle((0, 0, *sheet.image.size), _FIELD)
        sheet.text(country.upper(), (24, 8, 66, 52) if is_round else (10, 8, 80, 52), largest=30 if is_round else 36)
    else:
        _paint(sheet, steps)
    return _cut(sheet, is_round=is_round)


def _cut(sheet: Sheet, *, is_round: bool) -> Image.Image:
    mask = Image.new("L", sheet.image.size, 0)
    pen = ImageDraw.Draw(mask)
    if not is_round:
        pen.rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), 6 * FINE, 255)
        sheet.image.putalpha(mask)
        return sheet.finished()
    left = (mask.width - mask.height) // 2
    pen.ellipse((left, 0, left + mask.height - 1, mask.height - 1), 255)
    sheet.image.putalpha(mask)
    return sheet.finished().crop(((_WIDTH - _HEIGHT) // 2, 0, (_WIDTH + _HEIGHT) // 2, _HEIGHT))


def _paint(sheet: Sheet, steps: str) -> None:
    first, *others = steps.split("|")
    if first == "jack":
        _union_jack(sheet)
        return
    way, *colours = first.split()
    weights = [1.0] * len(colours)
    if others and others[0].split()[0] in ("h2", "v2"):
        weights = [float(one) for one in others.pop(0).split()[1:]]
    _stripes(sheet, colours, weights, is_across=way == "h")
    for step in others:
        _step(sheet, *step.split())


def _stripes(sheet: Sheet, colours: list[str], weights: list[float], *, is_across: bool) -> None:
    begin, (width, height) = 0.0, sheet.image.size
    for colour, weight in zip(colours, weights, strict=True):
        end = begin + weight / sum(weights)
        box = (0, begin * height, width, end * height) if is_across else (begin * width, 0, end * width, height)
        sheet.pen.rectangle(box, colour)
        begin = end


def _step(sheet: Sheet, kind: str, *given: str) -> None:
    """One shape. Numbers are percent: of the width for what lies across, else of the height."""
    colours = [one for one in given if one.startswith("#")]
    numbers = [float(one) for one in given if not one.startswith("#")]
    fill = colours[0] if colours else ""
    width, height = sheet.image.size
    match kind:
        case "disc":
            _disc(sheet, fill, numbers[0], numbers[1], numbers[2])
        case "moon":
            _disc(sheet, fill, numbers[0], numbers[1], numbers[2])
            _disc(sheet, colours[1], numbers[0] + numbers[4], numbers[1], numbers[3])
        case "star":
            turn = numbers[3] if len(numbers) > 3 else 0
            points = five_points(numbers[0] / 100 * width, numbers[1] / 100 * height, numbers[2] / 100 * height, turn)
            sheet.pen.polygon(points, fill)
        case "bar":
            sheet.pen.rectangle((0, 0, numbers[0] / 100 * width, height), fill)
        case "wedge":
            sheet.pen.polygon([(0, 0), (numbers[0] / 100 * width, height / 2), (0, height)], fill)
        case "cross":
            middle, thick = numbers[0] / 100 * width, numbers[1] / 100 * height
            sheet.pen.rectangle((middle - thick / 2, 0, middle + thick / 2, height), fill)
            sheet.pen.rectangle((0, (height - thick) / 2, width, (height + thick) / 2), fill)
        case "plus":
            x, y, thick, length = (
                numbers[0] / 100 * width,
                numbers[1] / 100 * height,
                *(one / 200 * height for one in numbers[2:]),
            )
            sheet.pen.rectangle((x - thick, y - length, x + thick, y + length), fill)
            sheet.pen.rectangle((x - length, y - thick, x + length, y + thick), fill)
        case "greek" | "union" | "shield":
            _SPECIAL[kind](sheet)


def _disc(sheet: Sheet, fill: str, x: float, y: float, radius: float) -> None:
    width, height = sheet.image.size
    reach = radius / 100 * height
    sheet.pen.ellipse(
        (x / 100 * width - reach, y / 100 * height - reach, x / 100 * width + reach, y / 100 * height + reach), fill
    )


def _greek(sheet: Sheet) -> None:
    side = sheet.image.height * 5 / 9
    sheet.pen.rectangle((0, 0, side, side), "#0d5eaf")
    sheet.pen.rectangle((side * 0.4, 0, side * 0.6, side), "#fff")
    sheet.pen.rectangle((0, side * 0.4, side, side * 0.6), "#fff")


def _union(sheet: Sheet) -> None:
    """The fifty stars, in rows of six and five."""
    width, height = sheet.image.width * 0.4, sheet.image.height * 7 / 13
    sheet.pen.rectangle((0, 0, width, height), "#3c3b6e")
    for row in range(9):
        for column in range(6 - row % 2):
            x, y = (column + 0.5 + (row % 2) / 2) * width / 6, (row + 0.75) * height / 9.5
            sheet.pen.polygon(five_points(x, y, height / 18), "#fff")


def _shield(sheet: Sheet) -> None:
    """Two triangles, one upon the other."""
    x, y, reach = sheet.image.width / 2, sheet.image.height / 2, sheet.image.height * 0.2
    for turn in (0, 60):
        points = [
            (x + reach * math.sin(math.radians(turn + one)), y - reach * math.cos(math.radians(turn + one)))
            for one in (0, 120, 240)
        ]
        sheet.pen.line([*points, points[0], points[1]], "#0038b8", round(sheet.image.height * 0.035), joint="curve")


def _union_jack(sheet: Sheet) -> None:
    """Three crosses. The red diagonals lie to one side of the middle of the white ones."""
    width, height = sheet.image.size
    sheet.pen.rectangle((0, 0, width, height), "#012169")
    unit = height / 30
    for start, end in (((0, 0), (width, height)), ((0, height), (width, 0))):
        sheet.pen.line([start, end], "#fff", round(6 * unit))
    away = unit
    half = {"x": width / 2, "y": height / 2}
    for start, aside in (((0, 0), 1), ((width, height), -1), ((0, height), 1), ((width, 0), -1)):
        moved = (start[0], start[1] + aside * away * 1.2)
        sheet.pen.line([moved, (half["x"], half["y"] + aside * away * 1.2)], "#c8102e", round(2 * unit))
    for fill, thick in (("#fff", 10), ("#c8102e", 6)):
        reach = thick * unit / 2
        sheet.pen.rectangle((half["x"] - reach, 0, half["x"] + reach, height), fill)
        sheet.pen.rectangle((0, half["y"] - reach, width, half["y"] + reach), fill)


_SPECIAL: Final = {"greek": _greek, "union": _union, "shield": _shield}
