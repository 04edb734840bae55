#!/usr/bin/env python3
"""Records what Hugging Face transformers makes of a few drawn pictures: grids of patches and some pixels of the patches.

    pip install "torch==2.13.0+cpu" "transformers==5.23.0" pillow numpy
    pip install --no-deps torchvision==0.28.0
    python3 make_patches.py          # writes patches.json beside itself
"""
import json, pathlib
import numpy as np
import torch

_library = torch.library.Library("torchvision", "DEF")  # only torchvision's pure-torch resize is needed
for _name in ("nms", "qnms"):
    _library.define(f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from PIL import Image
from transformers import Gemma4UnifiedImageProcessor

BUDGETS = [70, 140, 280, 560, 1120]
SIZES = [(1, 1), (48, 48), (64, 64), (1, 1000), (3000, 2), (5000, 100), (100, 5000), (640, 480), (480, 640), (1920, 1080),
         (1080, 2400), (333, 777), (47, 49), (2000, 41)]
DRAWN = [(1, 1), (1, 1000), (3000, 2), (64, 64), (97, 133), (500, 40), (912, 672), (1000, 700)]
SAMPLES = 150


def drawing(width, height):
    """The same formula as `drawing` in PicturePatchesTests.swift."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * (5 + 2 * c) + y * (3 + c) + (x // 7 + y // 5) % 2 * 90) % 256).astype(np.uint8)


def process(width, height, budget):
    picture = Image.fromarray(drawing(width, height))
    made = Gemma4UnifiedImageProcessor(max_soft_tokens=budget)([picture], return_tensors="np")
    count = int(made["num_soft_tokens_per_image"][0])
    columns, rows = (made["image_position_ids"][0][:count].max(axis=0) + 1).tolist()
    assert columns * rows == count
    return columns, rows, made["pixel_values"][0][:count]


grids = [[w, h, b, *process(w, h, b)[:2]] for w, h in SIZES for b in BUDGETS]
pixels = []
for width, height in DRAWN:
    for budget in (70, 280):
        columns, rows, patches = process(width, height, budget)
        values = np.rint(patches.reshape(-1) * 255).astype(int)
        samples = values[np.arange(SAMPLES) * 7919 * 31 % values.size].tolist()
        pixels.append(dict(width=width, height=height, budget=budget, columns=columns, rows=rows,
                           mean=round(float(values.mean()), 3), samples=samples))
lines = ",\n".join(json.dumps(p, separators=(",", ":")) for p in pixels)
text = '{"grids":[\n' + ",\n".join(json.dumps(g, separators=(",", ":")) for g in grids) + '\n],\n"pixels":[\n' + lines + "\n]}\n"
(pathlib.Path(__file__).parent / "patches.json").write_text(text)
