#!/usr/bin/env python3
"""Writes a trained guide as ../Model/guide.gguf and ../Model/guide-mmproj.gguf, and what PyTorch answers with exactly these weights.

    python3 export.py [--work FOLDER] [--logits FOLDER]

The layouts are those of llama.cpp's converter. Matrices become Q8_0; norms and positions stay floats.
"""
import argparse
import json
import pathlib
import random
import shutil
import wave

import gguf
import numpy as np
import torch
from gguf.quants import dequantize, quantize

import data
import manual
import pictures
from model import EPSILON, Guide
from tokens import MARKER, MARKERS, Vocabulary
from train import WORK, prepare

MODEL = pathlib.Path(__file__).resolve().parent.parent / "Model"
Q8_0, F16, F32 = (getattr(gguf.GGMLQuantizationType, n) for n in ("Q8_0", "F16", "F32"))


class File:
    """A GGUF file; every tensor that is written is also kept as it will be read back."""

    def __init__(self, path, architecture):
        self.writer, self.read = gguf.GGUFWriter(path, architecture), {}

    def add(self, name, values, kind=F32):
        values = np.ascontiguousarray(values.detach().numpy(), np.float32)
        if kind == Q8_0:
            stored = quantize(values, Q8_0)
            self.writer.add_tensor(name, stored, raw_dtype=Q8_0)
            self.read[name] = torch.from_numpy(dequantize(stored, Q8_0).reshape(values.shape).astype(np.float32))
        else:
            stored = values.astype(np.float16 if kind == F16 else np.float32)
            self.writer.add_tensor(name, stored)
            self.read[name] = torch.from_numpy(stored.astype(np.float32))

    def close(self):
        self.writer.write_header_to_file()
        self.writer.write_kv_data_to_file()
        self.writer.write_tensors_to_file()
        self.writer.close()


def model_file(path, model, vocabulary):
    """The text model and its vocabulary."""
    s, f = model.shape, File(path, "gemma4")
    w = f.writer
    layers = len(s["layers"])
    w.add_type("model")
    w.add_name("built-in guide")
    w.add_license("apache-2.0")
    w.add_quantization_version(gguf.GGML_QUANT_VERSION)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    # it knows its answers word for word
    w.add_float32("general.sampling.temp", 0.0)
    w.add_block_count(layers)
    w.add_context_length(s["context"])
    w.add_embedding_length(s["hidden"])
    w.add_feed_forward_length(s["feed_forward"])
    w.add_head_count(s["heads"])
    full = [c == "f" for c in s["layers"]]
    w.add_head_count_kv([s["full_heads_kv"] if is_full else s["sliding_heads_kv"] for is_full in full])
    w.add_layer_norm_rms_eps(EPSILON)
    w.add_final_logit_softcapping(s["cap"])
    w.add_sliding_window(s["window"])
    w.add_array("gemma4.attention.sliding_window_pattern", [not is_full for is_full in full])
    for name, size, base in (("", s["full_size"], s["full_base"]), ("_swa", s["sliding_size"], s["sliding_base"])):
        for key in ("attention.key_length", "attention.value_length", "rope.dimension_count"):
            w.add_uint32(f"gemma4.{key}{name}", size)
        w.add_float32(f"gemma4.rope.freq_base{name}", base)
    w.add_uint32("gemma4.attention.shared_kv_layers", 0)
    w.add_uint32("gemma4.embedding_length_per_layer_input", 0)

    w.add_tokenizer_model("gemma4")
    w.add_token_list(vocabulary.tokens)
    w.add_token_scores([-1000.0] * len(vocabulary.tokens))
    shown = {"<|tool_call>", "<tool_call|>", "<|tool_response>", "<tool_response|>", '<|"|>', "<|channel>", "<channel|>"}
    kinds = gguf.TokenType
    w.add_token_types([(kinds.USER_DEFINED if t in shown else kinds.CONTROL) if i < len(MARKERS)
                       else kinds.BYTE if i < len(MARKERS) + 256 else kinds.UNUSED if t.startswith("<unused") else kinds.NORMAL
                       for i, t in enumerate(vocabulary.tokens)])
    w.add_token_merges([f"{a} {b}" for a, b in vocabulary.merges])
    for add, name in ((w.add_bos_token_id, "<bos>"), (w.add_eos_token_id, "<eos>"), (w.add_unk_token_id, "<unk>"), (w.add_pad_token_id, "<pad>")):
        add(MARKER[name])
    w.add_add_bos_token(True)
    w.add_add_space_prefix(False)
    w.add_array("tokenizer.ggml.suppress_tokens", [MARKER[m] for m in MARKERS if "image" in m or "audio" in m])

    f.add("token_embd.weight", model.token_embd.weight, Q8_0)
    f.add("output_norm.weight", model.output_norm.weight)
    pairs = s["full_size"] // 2
    turning = int(s["turning"] * pairs)
    f.add("rope_freqs.weight", torch.tensor([1.0] * turning + [1e30] * (pairs - turning)))
    for i, layer in enumerate(model.blk):
        for name, values in layer.named_parameters():
            f.add(f"blk.{i}.{name}", values, Q8_0 if values.ndim == 2 else F32)
        f.add(f"blk.{i}.layer_output_scale.weight", torch.ones(1))
    f.close()
    return f.read


def projector_file(path, model):
    """The embedders of pictures and sound."""
    s, f = model.shape, File(path, "clip")
    w, p = f.writer, model.pictures
    w.add_type("mmproj")
    w.add_name("built-in guide")
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    for kind, projector, width in (("vision", "gemma4uv", s["hidden"]), ("audio", "gemma4ua", 640)):
        w.add_bool(f"clip.has_{kind}_encoder", True)
        w.add_string(f"clip.{kind}.projector_type", projector)
        w.add_uint32(f"clip.{kind}.projection_dim", s["hidden"])
        w.add_uint32(f"clip.{kind}.embedding_length", width)
        for key in ("feed_forward_length", "block_count", "attention.head_count"):
            w.add_uint32(f"clip.{kind}.{key}", 0)
        w.add_float32(f"clip.{kind}.attention.layer_norm_epsilon", EPSILON)
    w.add_uint32("clip.vision.image_size", 224)
    w.add_uint32("clip.vision.patch_size", 16)
    w.add_array("clip.vision.image_mean", [0.0] * 3)
    w.add_array("clip.vision.image_std", [1.0] * 3)
    w.add_uint32("clip.audio.num_mel_bins", 128)
    planes = lambda v: v.detach().reshape(*v.shape[:-1], 48, 48, 3).movedim(-1, -3).reshape(v.shape)
    f.add("v.patch_embd.weight", planes(p.patch.weight), Q8_0)
    f.add("v.patch_embd.bias", p.patch.bias)
    for i, norm in enumerate((p.norm1, p.norm2, p.norm3)):
        change = planes if i == 0 else lambda v: v
        f.add(f"v.patch_norm.{i + 1}.weight", change(norm.weight))
        f.add(f"v.patch_norm.{i + 1}.bias", change(norm.bias))
    f.add("v.position_embd.weight", p.position)
    f.add("mm.input_projection.weight", p.projection.weight, Q8_0)
    f.add("mm.a.input_projection.weight", model.sounds.projection.weight, Q8_0)
    f.close()
    return f.read


def as_read(model, text, projector):
    """The model with the weights that the files hold."""
    rows = lambda v: v.reshape(*v.shape[:-1], 3, 48, 48).movedim(-3, -1).reshape(v.shape)
    state = {name: values for name, values in text.items() if name in model.state_dict()}
    names = {"v.patch_embd.weight": "pictures.patch.weight", "v.patch_embd.bias": "pictures.patch.bias",
             "v.position_embd.weight": "pictures.position", "mm.input_projection.weight": "pictures.projection.weight",
             "mm.a.input_projection.weight": "sounds.projection.weight"}
    for i in (1, 2, 3):
        for part in ("weight", "bias"):
            names[f"v.patch_norm.{i}.{part}"] = f"pictures.norm{i}.{part}"
    for name, values in projector.items():
        is_patch = name == "v.patch_embd.weight" or name.startswith("v.patch_norm.1.")
        state[names[name]] = rows(values) if is_patch else values
    assert set(state) == set(model.state_dict()), set(state) ^ set(model.state_dict())
    model.load_state_dict(state)


def record_logits(folder, model, corpus, vocabulary, clips):
    """Ten prompts of each kind, and the logits that follow them: prompts.json, logits.f32 [prompts, vocabulary], media files."""
    from PIL import Image
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(5)
    maker = data.Maker(corpus, vocabulary, clips, 5)
    prompts, rows = [], []
    for kind in ("text", "picture", "recording"):
        for i in range(10):
            name = None
            if kind == "text":
                topic = rng.choice(list(corpus.topics))
                patterns = corpus.offtopic if topic == "offtopic" else corpus.questions[topic]
                turn = (None, manual.expand(rng.choice(patterns), rng), "", "")
            elif kind == "picture":
                while True:  # one that the engine does not scale to more patches
                    values, columns, spots, _ = (pictures.figures if i < 7 else pictures.diagram)(maker.rng, maker.nprng)
                    if pictures.grid(columns * 48, len(values) // columns * 48) == (columns, len(values) // columns):
                        break
                name = f"picture-{i}.png"
                image = values.reshape(-1, columns, 48, 48, 3).transpose(0, 2, 1, 3, 4).reshape(-1, columns * 48, 3)
                Image.fromarray(image).save(folder / name, optimize=True)
                turn = ([("picture", values, columns, spots)], "What do you see?", "", "")
            else:
                samples = rng.choice(clips["command" if i < 7 else "digits"])[2]
                samples = samples[:len(samples) // 640 * 640]
                name = f"recording-{i}.wav"
                with wave.open(str(folder / name), "wb") as out:
                    out.setnchannels(1), out.setsampwidth(2), out.setframerate(16_000)
                    out.writeframes(samples.tobytes())
                turn = ([("sound", (samples / np.float32(32768)).reshape(-1, 640), 0)], "", "", "")
            w = data.write([turn], vocabulary)
            del w.ids[-2:]  # the prompt ends where the answer begins
            b = data.collate([[w]], len(w.ids))
            logits = model.logits(model.hidden(b))[0]
            prompts.append(dict(kind=kind, tokens=w.ids, file=name))
            rows.append(logits[-1].numpy())
    (folder / "prompts.json").write_text(json.dumps(prompts))
    np.stack(rows).astype("<f4").tofile(folder / "logits.f32")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--work", type=pathlib.Path, default=WORK)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--logits", type=pathlib.Path, default=MODEL.parents[2] / "Tests/GuideTests/Goldens")
    a = ap.parse_args()
    corpus, vocabulary, clips = prepare(a.work, a.seed)
    model = Guide()
    model.load_state_dict(torch.load(a.work / "checkpoint.pt")["model"])
    MODEL.mkdir(exist_ok=True)
    read = model_file(MODEL / "guide.gguf", model, vocabulary), projector_file(MODEL / "guide-mmproj.gguf", model)
    as_read(model, *read)
    model.eval()
    shutil.copy(a.work / "record.json", pathlib.Path(__file__).parent)
    with torch.no_grad():
        record_logits(a.logits, model, corpus, vocabulary, clips)
    for file in sorted(MODEL.glob("*.gguf")):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
