"""Drawn training data: figures, diagrams of boxes and arrows, and pictures that are neither.

A picture is returned as the engine sees it, `patches` [n, 6912] uint8 in row, column, channel order and their `columns`, and with what
is to be seen in each patch: `spots` [n] int64, indices into SPOTS, which help the training and are no part of the guide.
"""
import math

import numpy as np
from PIL import Image, ImageDraw

PATCH = 48
BUDGET = 70
SHAPES = ["circle", "square", "triangle", "star", "arrow", "cross"]
# No gray: LN1 takes the mean and the spread of each patch away, so that gray on white is black on white.
COLOURS = {
    "red": (220, 30, 35), "orange": (255, 140, 10), "yellow": (250, 220, 20), "green": (35, 155, 60), "blue": (35, 80, 215),
    "purple": (130, 45, 170), "pink": (250, 145, 190), "brown": (125, 75, 35), "black": (15, 15, 15), "cyan": (0, 190, 200),
}
NAMES = list(COLOURS)
WAYS = ["right", "down", "left", "up"]
# Where a figure has its centre, and where an arrow has its head.
SPOTS = ["nothing", *(f"head going {way}" for way in WAYS), *SHAPES]


def grid(width, height, budget=BUDGET):
    """Columns and rows of patches: the largest of the same aspect that fit the budget."""
    factor = math.sqrt(budget * PATCH * PATCH / (width * height))
    columns, rows = int(factor * width / PATCH), int(factor * height / PATCH)
    if columns == 0 and rows == 0:
        return 1, 1
    if rows == 0:
        return min(width // height, budget), 1
    if columns == 0:
        return 1, min(height // width, budget)
    return columns, rows


def way(dx, dy):
    """The nearest of WAYS; y grows downwards."""
    return round(math.atan2(dy, dx) / (math.pi / 2)) % 4


def patches(image, marks=()):
    """The patches of a PIL image, how many stand in a row, and their spots; marks are (x, y, index into SPOTS) in shares of the sides."""
    columns, rows = grid(*image.size)
    spots = np.zeros(rows * columns, np.int64)
    for x, y, index in marks:
        spots[min(rows - 1, max(0, int(y * rows))) * columns + min(columns - 1, max(0, int(x * columns)))] = index
    size = (columns * PATCH, rows * PATCH)
    if image.size != size:
        image = image.resize(size, Image.BICUBIC)
    values = np.asarray(image.convert("RGB")).reshape(rows, PATCH, columns, PATCH, 3).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(values.reshape(rows * columns, -1)), columns, spots


def colour(name, rng):
    """One of the shades of a colour."""
    base = COLOURS[name]
    spread = 12 if name in ("black", "brown", "orange") else 22
    if name == "black":
        shift = rng.randint(-spread, spread)
        return tuple(max(0, c + shift) for c in base)
    return tuple(min(255, max(0, c + rng.randint(-spread, spread))) for c in base)


def paper(rng):
    """A light background."""
    draw = rng.random()
    if draw < 0.6:
        return (255, 255, 255)
    shade = rng.randint(236, 255)
    if draw < 0.85:
        return (shade, shade, shade)
    return tuple(rng.randint(232, 255) for _ in range(3))


def outline(shape, x, y, radius, rng):
    """A figure's corners around its centre, turned a little; arrows and stars any way."""
    if shape == "square":
        points = [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)]
        turn = rng.uniform(-0.15, 0.15) if rng.random() < 0.7 else 0
    elif shape == "triangle":
        points = [(math.sin(2 * math.pi * i / 3), -math.cos(2 * math.pi * i / 3)) for i in range(3)]
        turn = rng.uniform(-0.25, 0.25) if rng.random() < 0.6 else math.pi if rng.random() < 0.2 else 0
    elif shape == "star":
        inner = rng.uniform(0.36, 0.5)
        points = [((1 if i % 2 == 0 else inner) * math.sin(math.pi * i / 5),
                   -(1 if i % 2 == 0 else inner) * math.cos(math.pi * i / 5)) for i in range(10)]
        turn = rng.uniform(-0.6, 0.6) if rng.random() < 0.5 else 0
    elif shape == "arrow":
        shaft, head, neck = rng.uniform(0.14, 0.28), rng.uniform(0.5, 0.75), rng.uniform(-0.05, 0.35)
        points = [(-1, -shaft), (neck, -shaft), (neck, -head), (1, 0), (neck, head), (neck, shaft), (-1, shaft)]
        turn = rng.choice([0, 0.5, 1, 1.5]) * math.pi + (rng.uniform(-0.3, 0.3) if rng.random() < 0.6 else 0)
    else:
        arm = rng.uniform(0.2, 0.36)
        points = [(-arm, -1), (arm, -1), (arm, -arm), (1, -arm), (1, arm), (arm, arm), (arm, 1), (-arm, 1), (-arm, arm),
                  (-1, arm), (-1, -arm), (-arm, -arm)]
        turn = rng.uniform(-0.2, 0.2) if rng.random() < 0.6 else math.pi / 4 if rng.random() < 0.3 else 0
    c, s = math.cos(turn), math.sin(turn)
    return [(x + radius * (c * px - s * py), y + radius * (s * px + c * py)) for px, py in points]


def draw_figure(pen, shape, x, y, radius, fill, rng):
    """Draws it and returns its marks, not yet in shares."""
    marks = [(x, y, SPOTS.index(shape))]
    if shape == "circle":
        pen.ellipse([x - radius * 0.95, y - radius * 0.95, x + radius * 0.95, y + radius * 0.95], fill=fill)
    else:
        points = outline(shape, x, y, radius, rng)
        pen.polygon(points, fill=fill)
        if shape == "arrow":
            dx, dy = points[3][0] - x, points[3][1] - y
            marks.append((x + 0.7 * dx, y + 0.7 * dy, 1 + way(dx, dy)))
    return marks


def shares(marks, width, height):
    return [(x / width, y / height, index) for x, y, index in marks]


def canvas(rng, widest=1.9, narrowest=0.7):
    """A sheet at twice the size that it is shown in, so that edges are smooth."""
    aspect = math.exp(rng.uniform(math.log(narrowest), math.log(widest)))
    scale = rng.choice([1, 1, 1, 1, 0.5, 2]) * rng.uniform(0.8, 1.25)
    height = 380 * scale / math.sqrt(aspect)
    width, height = max(64, int(height * aspect)), max(64, int(height))
    # mostly just the size that the model sees: then nothing is resized
    if rng.random() < 0.6:
        columns, rows = grid(width, height)
        width, height = columns * PATCH, rows * PATCH
    image = Image.new("RGB", (2 * width, 2 * height), paper(rng))
    return image, ImageDraw.Draw(image)


def finish(image, rng, nprng):
    image = image.reduce(2)
    if rng.random() < 0.15:  # compression and cameras leave traces
        values = np.asarray(image).astype(np.int16)
        values = values + nprng.normal(0, rng.uniform(1, 6), values.shape).astype(np.int16)
        image = Image.fromarray(values.clip(0, 255).astype(np.uint8))
    return image


def figures(rng, nprng, count=None):
    """A picture of one to three figures, left to right, and their (colour, shape)."""
    count = count or rng.choice([1, 1, 2, 3, 3])
    image, pen = canvas(rng, *((1.9, 0.7) if count == 1 else (2.6, 1.15)))
    width, height = image.size
    slot = width / count
    found, marks = [], []
    for i in range(count):
        shape, name = rng.choice(SHAPES), rng.choice(NAMES)
        largest = 0.47 * min(slot, height)
        radius = largest * (rng.uniform(0.45, 1) if count == 1 else rng.uniform(0.55, 1))
        x = slot * i + rng.uniform(radius, slot - radius)
        y = rng.uniform(radius, height - radius)
        marks += draw_figure(pen, shape, x, y, radius, colour(name, rng), rng)
        found.append((name, shape))
    return patches(finish(image, rng, nprng), shares(marks, width, height)) + (found,)


def diagram(rng, nprng):
    """Two or three boxes and arrows between them: the boxes' colours in reading order, (from, to) pairs, and the arrows' ways."""
    count = rng.choice([2, 2, 3, 3, 3])
    layout = rng.choice(["row", "row", "column"])
    image, pen = canvas(rng, *((2.4, 1.3) if layout == "row" else (1.1, 0.55)))
    width, height = image.size
    names = rng.sample(NAMES, count)
    long, short = (width, height) if layout == "row" else (height, width)
    slot = long / count
    boxes = []
    for i, name in enumerate(names):
        half_long = slot * rng.uniform(0.22, 0.32)
        half_short = min(short * 0.38, half_long * rng.uniform(0.6, 1.2))
        at_long = slot * (i + 0.5) + rng.uniform(-0.03, 0.03) * slot
        at_short = short / 2 + rng.uniform(-0.08, 0.08) * short
        boxes.append((at_long, at_short, half_long, half_short))
    def place(a, b):
        return (a, b) if layout == "row" else (b, a)
    edge = rng.choice([None, (20, 20, 20), (90, 90, 90)])
    for name, (a, b, ha, hb) in zip(names, boxes):
        (x0, y0), (x1, y1) = place(a - ha, b - hb), place(a + ha, b + hb)
        pen.rectangle([x0, y0, x1, y1], fill=colour(name, rng), outline=edge, width=rng.randint(2, 6) if edge else 0)
    arrows, marks = [], []
    for i in range(count - 1):
        if count == 3 and rng.random() < 0.2 and (i == 0 or arrows):
            continue
        forward = rng.random() < 0.5
        arrows.append((names[i], names[i + 1]) if forward else (names[i + 1], names[i]))
        (a0, b0, h0, _), (a1, b1, h1, _) = boxes[i], boxes[i + 1]
        gap = 0.06 * slot
        start, end = (a0 + h0 + gap, b0), (a1 - h1 - gap, b1)
        if not forward:
            start, end = end, start
        marks.append(arrow(pen, place(*start), place(*end), rng))
    return patches(finish(image, rng, nprng), shares(marks, width, height)) + ((names, arrows, [index - 1 for _, _, index in marks]),)


def arrow(pen, start, end, rng):
    """Draws an arrow and returns the mark of its head."""
    ink = rng.choice([(0, 0, 0), (40, 40, 40), (80, 80, 80)])
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    ux, uy = dx / length, dy / length
    head = min(length * 0.6, rng.uniform(22, 46))
    wide = head * rng.uniform(0.45, 0.75)
    neck = (end[0] - ux * head, end[1] - uy * head)
    pen.line([start, neck], fill=ink, width=rng.randint(5, 11))
    pen.polygon([end, (neck[0] - uy * wide, neck[1] + ux * wide), (neck[0] + uy * wide, neck[1] - ux * wide)], fill=ink)
    return (end[0] - ux * head / 2, end[1] - uy * head / 2, 1 + way(dx, dy))


def other(rng, nprng):
    """A picture that is no drawing of figures: text on a screen, noise, gradients, a heap of shapes, nothing at all."""
    kind = rng.choice(["text", "text", "noise", "gradient", "heap", "blank", "plot"])
    image, pen = canvas(rng)
    width, height = image.size
    dark = rng.random() < 0.5
    if kind == "text":
        back, ink = ((20, 22, 28), (210, 210, 205)) if dark else ((252, 252, 250), (35, 35, 40))
        pen.rectangle([0, 0, width, height], fill=back)
        line = rng.uniform(14, 44)
        y = line
        while y < height - line:
            x = line + rng.choice([0, 0, 2, 4]) * line
            shade = ink if rng.random() < 0.7 else tuple(rng.randint(60, 255) for _ in range(3))
            while x < width * rng.uniform(0.4, 0.98):
                word = line * rng.uniform(0.8, 4)
                step = line * 0.5
                for i in range(int(word / step)):
                    h = rng.choice([0.35, 0.35, 0.6])
                    pen.rectangle([x + i * step, y + line * (0.6 - h), x + (i + 0.7) * step, y + line * 0.6], fill=shade)
                x += word + line * 0.5
            y += line * 1.4
    elif kind == "noise":
        cell = rng.choice([4, 8, 16, 48, 96])
        small = nprng.integers(0, 256, (height // cell + 1, width // cell + 1, 3), dtype=np.uint8)
        image = Image.fromarray(small).resize((width, height), rng.choice([Image.NEAREST, Image.BICUBIC]))
    elif kind == "gradient":
        corners = nprng.integers(0, 256, (2, 2, 3), dtype=np.uint8)
        image = Image.fromarray(corners).resize((width, height), Image.BICUBIC)
    elif kind == "heap":
        for _ in range(rng.randint(7, 30)):
            radius = rng.uniform(0.05, 0.2) * min(width, height)
            draw_figure(pen, rng.choice(SHAPES), rng.uniform(0, width), rng.uniform(0, height), radius,
                        tuple(rng.randint(0, 255) for _ in range(3)), rng)
    elif kind == "plot":
        x, y, points = 0, height / 2, []
        while x < width:
            points.append((x, y))
            x += width / 30
            y = min(height, max(0, y + rng.uniform(-0.15, 0.15) * height))
        pen.line(points, fill=tuple(rng.randint(0, 160) for _ in range(3)), width=rng.randint(3, 8))
        pen.line([(20, 20), (20, height - 20), (width - 20, height - 20)], fill=(0, 0, 0), width=4)
    return patches(finish(image, rng, nprng))


def describe_figures(found):
    """What the guide says of figures."""
    names = [f"{'an' if name[0] in 'aeiou' else 'a'} {name} {shape}" for name, shape in found]
    if len(names) == 1:
        text = names[0]
    else:
        text = ", ".join(names[:-1]) + " and " + names[-1]
    return text[0].upper() + text[1:] + ("." if len(names) == 1 else ", from left to right.")


def describe_diagram(names, arrows, _ways):
    """What the guide says of a diagram."""
    boxes = ", ".join(names[:-1]) + " and " + names[-1]
    count = {2: "Two", 3: "Three"}[len(names)]
    going = " and ".join(f"{'an arrow goes' if i == 0 else 'one goes'} from {a} to {b}" for i, (a, b) in enumerate(arrows))
    return f"{count} boxes, {boxes}: {going}."


def think_diagram(_names, _arrows, ways):
    """What the guide thinks of a diagram: the turns of the arrows, from which the answer follows."""
    return f"I look at the picture: boxes, and arrows going {' and '.join(WAYS[way] for way in ways)}."
