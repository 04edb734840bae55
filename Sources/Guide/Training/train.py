#!/usr/bin/env python3
"""Trains the guide: two to three hours on two cores. `export.py` then writes it to ../Model.

    pip install -r requirements.txt        # and espeak-ng by apt
    python3 train.py [--steps N] [--work FOLDER] && python3 export.py [--work FOLDER]

What is made on the way (spoken clips, vocabulary, checkpoints) is kept in the work folder and used again.
"""
import argparse
import json
import pathlib
import random
import time

import torch
import torch.multiprocessing as processes
import torch.nn.functional as F

import data
import manual
import pictures
import speech
from model import SHAPE, Guide
from optimizer import Optimizer
from tokens import Vocabulary, learn

ROWS, LENGTH = 20, 256
# How much telling figures and arrowheads apart in the middle of the network counts: it teaches where to look. Only the training knows it.
SPOTS = 0.15
WORK = pathlib.Path(__file__).resolve().parents[3] / ".build" / "guide"


def prepare(work, seed):
    """Corpus, vocabulary and clips; what exists in the work folder is read from there."""
    work.mkdir(parents=True, exist_ok=True)
    corpus = data.Corpus()
    path = work / "vocabulary.json"
    if not path.exists():
        Vocabulary(*learn(list(corpus.texts(seed)), SHAPE["vocabulary"])).save(path)
    rng = random.Random(seed)
    others = [manual.expand(rng.choice(corpus.offtopic), rng) for _ in range(1500)]
    clips = speech.build(work / "clips.npz", corpus.commands, [o for o in others if 8 < len(o) < 70], seed)
    return corpus, Vocabulary.load(path), clips


def batch(corpus, vocabulary, clips, seed, step):
    """The batch of a step: the same whoever makes it."""
    maker = data.Maker(corpus, vocabulary, clips, seed * 1_000_003 + step)
    return data.collate(data.pack(maker, ROWS, LENGTH), LENGTH)


def produce(work, seed, first, last, queue, finished):
    torch.set_num_threads(1)
    made = prepare(work, seed)
    for step in range(first, last):
        queue.put(batch(*made, seed, step))
    finished.wait()  # what is in the queue is fetched from this process


def loss_of(model, b):
    """Weighted mean of the cross entropy of what is to be learned, and the share of it that is right."""
    hidden = model.hidden(b).reshape(-1, model.shape["hidden"])[b["places"]]
    logits = model.logits(hidden)
    loss = F.cross_entropy(logits, b["targets"], reduction="none")
    right = (logits.argmax(-1) == b["targets"]).float()
    return (loss * b["weights"]).sum() / b["weights"].sum(), right


class Spots(torch.nn.Module):
    """What is to be seen in each patch, told from the state in the middle of the network."""

    def __init__(self, model):
        super().__init__()
        self.rows = torch.nn.Linear(model.shape["hidden"], len(pictures.SPOTS))
        # Most patches show nothing of it.
        self.register_buffer("weights", torch.tensor([0.1] + [1.0] * (len(pictures.SPOTS) - 1)), persistent=False)
        self.optimizer = torch.optim.Adam(self.parameters(), lr=2e-3)

    def loss(self, model, b):
        state = F.rms_norm(model.middle.reshape(-1, model.shape["hidden"])[b["picture_places"]].float(), (model.shape["hidden"],))
        return F.cross_entropy(self.rows(state).float(), b["spots"], self.weights)


def development(model, corpus, vocabulary, clips, count=None):
    """Share of answers that come out word for word: typed questions of another author, and fresh pictures and clips."""
    figures = {}

    def whole(name, writers):
        good = 0
        for start in range(0, len(writers), 24):
            part = writers[start:start + 24]
            b = data.collate([[w] for w in part], max(len(w.ids) for w in part))
            _, right = loss_of(model, b)
            ends = torch.tensor([sum(w.learn) for w in part]).cumsum(0)
            good += sum(bool(r.all()) for r in right[:ends[-1]].tensor_split(ends[:-1]))
        figures[name] = good / max(1, len(writers))

    lines = [line.split("\t") for line in (manual.DATA / "development.tsv").read_text().splitlines()]
    turn = lambda topic, text: [(None, text, corpus.answer(topic), "")]
    on = [data.write(turn(topic, text), vocabulary) for topic, text in lines if topic != "offtopic"]
    off = [data.write(turn(topic, text), vocabulary) for topic, text in lines if topic == "offtopic"]
    whole("questions", on[:count])
    whole("declined", off[:count])
    maker = data.Maker(corpus, vocabulary, clips, 987_654_321)
    for name, make in (("seen", maker.seen), ("heard", maker.heard), ("followed", maker.followed)):
        made = [make() for _ in range(count or 300)]
        whole(name, [data.write(m if isinstance(m, list) else [m], vocabulary) for m in made])
    return figures


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--steps", type=int, default=8000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--work", type=pathlib.Path, default=WORK)
    ap.add_argument("--every", type=int, default=300, help="steps between two looks at the development set")
    ap.add_argument("--resume", action="store_true", help="go on from the last checkpoint of the work folder")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    # sums of tiny numbers are slow on some processors
    torch.set_flush_denormal(True)
    torch.set_num_threads(2)
    made = prepare(a.work, a.seed)
    model = Guide()
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters", flush=True)
    optimizer, spots = Optimizer(model), Spots(model)
    first, record, spent = 0, [], 0
    checkpoint = a.work / "checkpoint.pt"
    if a.resume:
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        first, record, spent = state["step"], state["record"], state.get("minutes", 0)
        for (_, momentum), kept in zip(optimizer.groups, state["momenta"]):
            momentum.copy_(kept)
        optimizer.adam.load_state_dict(state["adam"])
        if "spots" in state:
            spots.load_state_dict(state["spots"])
    queue, finished = processes.Queue(6), processes.Event()
    processes.Process(target=produce, args=(a.work, a.seed, first, a.steps, queue, finished), daemon=True).start()
    began, seen, recent, looked = time.time(), 0, [], []
    for step in range(first, a.steps):
        b = queue.get()
        # a short rise, a plateau, and a fall over the last 45 %
        share = min(1, (step + 1) / 80, (a.steps - step) / (0.45 * a.steps))
        with torch.autocast("cpu", torch.bfloat16):
            loss, _ = loss_of(model, b)
            looking = spots.loss(model, b) if len(b["picture_places"]) else torch.zeros(())
        (loss + SPOTS * looking).backward()
        optimizer.step(share)
        spots.optimizer.step()
        spots.optimizer.zero_grad()
        seen += int((b["conversation"] > 0).sum())
        recent.append(float(loss.detach()))
        looked.append(float(looking.detach()))
        if (step + 1) % 25 == 0 or step + 1 == a.steps:
            print(f"step {step + 1} loss {sum(recent) / len(recent):.4f} spots {sum(looked) / len(looked):.3f} {seen / (time.time() - began):.0f} tokens/s "
                  f"{(time.time() - began) / 60:.1f} min", flush=True)
            record.append(dict(step=step + 1, loss=round(sum(recent) / len(recent), 4)))
            recent, looked = [], []
        if (step + 1) % a.every == 0 or step + 1 == a.steps:
            model.eval()
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                figures = development(model, *made, count=None if step + 1 == a.steps else 120)
            model.train()
            print("  " + " ".join(f"{k} {v:.3f}" for k, v in figures.items()), flush=True)
            record.append(dict(step=step + 1, development=figures))
            torch.save(dict(model=model.state_dict(), step=step + 1, record=record, minutes=spent + (time.time() - began) / 60,
                            spots=spots.state_dict(), momenta=[m for _, m in optimizer.groups],
                            adam=optimizer.adam.state_dict()), checkpoint)
    finished.set()
    (a.work / "record.json").write_text(json.dumps(dict(steps=a.steps, seed=a.seed, minutes=round(spent + (time.time() - began) / 60),
                                                        record=record), indent=1))


if __name__ == "__main__":
    main()
