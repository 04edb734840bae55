#!/usr/bin/env python3
"""Writes blocks.json: random GGUF blocks of every type with tiles, and the floats they stand for.

The floats come from the Python package `gguf` (pip install gguf), so this says what the format means
independently of the kernels that are tested. Usage: make_blocks.py > blocks.json
"""
import base64
import json

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

# Where the f16 numbers stand in a block.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "IQ4_NL": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_XS": [0],
}


def random_blocks(name, count, random):
    """Every bit random but the f16 numbers, which are finite; the first is a denormal one."""
    columns, size = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    blocks = random.integers(0, 256, (count, size), dtype=np.uint8)
    for at in HALVES[name]:
        halves = random.normal(0, 0.02, count).astype(np.float16)
        halves[0] = np.float16(3e-7)
        blocks[:, at:at + 2] = halves.view(np.uint8).reshape(count, 2)
    return columns, blocks


def main():
    random = np.random.default_rng(4)
    golden = {}
    for name in HALVES:
        columns, blocks = random_blocks(name, 2 if name.endswith(("K", "XS")) else 6, random)
        values = dequantize(blocks.reshape(-1), GGMLQuantizationType[name]).astype("<f4")
        golden[name] = {
            "type": int(GGMLQuantizationType[name]), "columns": columns, "bytes": blocks.shape[1],
            "blocks": base64.b64encode(blocks.tobytes()).decode(),
            "values": base64.b64encode(values.tobytes()).decode(),
        }
    print(json.dumps(golden, indent=1))


if __name__ == "__main__":
    main()
