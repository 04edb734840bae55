"""Spoken training data: espeak-ng says the commands, digits and other sentences in many voices.

The voice HELD_OUT and the speeds near HELD_OUT_SPEEDS are never used here: the evaluation speaks with them.
"""
import concurrent.futures
import pathlib
import random
import subprocess

import numpy as np
from scipy.signal import resample_poly

RATE = 16_000
FRAME = 640
HELD_OUT_ACCENT, HELD_OUT_VARIANT = "en-gb-x-rp", "f3"
HELD_OUT_SPEEDS = (150, 180)
ACCENTS = ["en-gb", "en-us", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc"]
VARIANTS = """m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f4 f5 adam Alex Alicia Andrea Andy Annie antonio aunty belinda benjamin boris caleb
david Denis Diogo ed edward edward2 Gene Gene2 gustave Henrique Hugo iven iven2 iven3 iven4 Jacky john kaukovalta Lee
linda marcelo Marco Mario max Michael michel miguel Mike Mr Nguyen pablo paul pedro quincy RicishayMax rob robert steph
steph2 steph3 Storm Tweaky zac anika grandpa grandma klatt klatt2 klatt3 klatt4 norbert sandro shelby travis victor""".split()
PLAIN = [v for v in VARIANTS if v[0] in "mf" and v[1:].isdigit()]
DIGITS = "zero one two three four five six seven eight nine".split()


def speeds():
    """Words a minute that training may use: everything but what is near a held-out speed."""
    return [s for s in range(115, 216) if all(abs(s - h) > 5 for h in HELD_OUT_SPEEDS)]


def speak(text, voice, speed, pitch, gap=0):
    """Samples of a sentence, 16 kHz, int16."""
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-g", str(gap), "--stdout", text]
    wave = subprocess.run(command, capture_output=True, check=True).stdout
    samples = np.frombuffer(wave[44:len(wave) // 2 * 2], "<i2").astype(np.float32)
    samples = resample_poly(samples, 320, 441)
    return np.clip(samples, -32768, 32767).astype(np.int16)


def _job(job):
    kind, label, text, voice, speed, pitch, gap = job
    return kind, label, speak(text, voice, speed, pitch, gap)


def jobs(commands, others, seed, per_command=140, digit_clips=4500, other_clips=1800):
    """What is to be said: (kind, label, text, voice, speed, pitch, gap)."""
    rng = random.Random(seed)
    allowed = speeds()

    def manner():
        voice = rng.choice(ACCENTS)
        if rng.random() < 0.92:  # half of them plain women and men, half of everything there is
            voice += "+" + rng.choice(PLAIN if rng.random() < 0.5 else VARIANTS)
        return voice, rng.choice(allowed), rng.randint(25, 75), rng.choice([0, 0, 0, 1, 2])

    for topic, phrase in commands:
        for _ in range(per_command):
            yield ("command", topic, phrase, *manner())
    for _ in range(digit_clips):
        digits = [rng.randrange(10) for _ in range(rng.choice([1, 1, 1, 2, 3, 4]))]
        yield ("digits", " ".join(map(str, digits)), ", ".join(DIGITS[d] for d in digits), *manner())
    for _ in range(other_clips):
        yield ("other", "", rng.choice(others), *manner())


def build(path, commands, others, seed, workers=2, **counts):
    """Says everything once and keeps it in `path` (.npz), or reads it from there: {kind: [(label, what is said, samples)]}."""
    path = pathlib.Path(path)
    todo = list(jobs(commands, others, seed, **counts))
    if not path.exists():
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            done = list(pool.map(_job, todo, chunksize=16))
        offsets = np.cumsum([0] + [len(samples) for _, _, samples in done])
        np.savez(path, kinds=np.array([d[0] for d in done]), labels=np.array([d[1] for d in done]), offsets=offsets,
                 samples=np.concatenate([d[2] for d in done]))
    data = np.load(path)
    samples, offsets = data["samples"], data["offsets"]
    assert [job[1] for job in todo] == data["labels"].tolist(), f"{path} is of other data; remove it"
    clips = {"command": [], "digits": [], "other": []}
    for i, (kind, label, text, *_) in enumerate(todo):
        clips[kind].append((label, text, samples[offsets[i]:offsets[i + 1]]))
    return clips


def trimmed(samples, rng):
    """A clip with the pause that is heard before the next word: what espeak-ng says after a comma."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * max(int(np.abs(samples).max()), 1))
    if len(loud) == 0:
        return samples
    return np.concatenate([samples[loud[0]:loud[-1] + 400], np.zeros(rng.randint(0, 3200), samples.dtype)])


def augment(samples, rng):
    """A clip as another microphone in another room would have it, as frames [n, 640] of float32."""
    x = samples.astype(np.float32) / 32768
    if rng.random() < 0.7:  # speed and pitch together
        factor = rng.uniform(0.9, 1.1)
        x = np.interp(np.arange(0, len(x) - 1, factor), np.arange(len(x)), x).astype(np.float32)
    # espeak-ng leaves silence around a sentence; a recording has more or less of it
    loud = np.flatnonzero(np.abs(x) > 0.01 * max(np.abs(x).max(), 1e-6))
    if len(loud):
        x = x[max(0, loud[0] - 400):loud[-1] + 400]
    x = np.concatenate([np.zeros(int(rng.integers(0, 4800))), x, np.zeros(int(rng.integers(0, 4800)))]).astype(np.float32)
    if rng.random() < 0.4:  # a room: an echo or a tilt of the spectrum
        delay, gain = int(rng.integers(40, 900)), rng.uniform(-0.4, 0.4)
        x[delay:] += gain * x[:-delay]
    if rng.random() < 0.4:
        tilt = rng.uniform(-0.5, 0.5)
        x[1:] -= tilt * x[:-1].copy()
    x *= 10 ** (-1.3 * rng.random() ** 2) / max(np.abs(x).max(), 1e-6)
    # The norm of the frames makes the faintest sound loud: with noise and without it are two different things to hear.
    if rng.random() < 0.4:
        level = np.sqrt(np.mean(x ** 2)) * 10 ** (-rng.uniform(10, 60) / 20)
        noise = rng.standard_normal(len(x)).astype(np.float32)
        if rng.random() < 0.5:
            noise = np.convolve(noise, np.ones(8, np.float32) / 3, "same")
        x = x + level * noise
    if rng.random() < 0.4:
        x = x + 1e-4 * rng.standard_normal(len(x)).astype(np.float32)
    x = np.pad(np.clip(x, -1, 1), (0, -len(x) % FRAME))
    return x.reshape(-1, FRAME).astype(np.float32)
