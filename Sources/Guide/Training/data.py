"""Training conversations: text, pictures and speech, packed into rows of tokens."""
import random
import re

import numpy as np
import torch

import manual
import pictures
import speech
from tokens import MARKER

UNSEEN = "I only make out simple figures, and boxes with arrows; Gemma 4 sees the rest: `facet --model FILE`."
UNHEARD = "I did not understand that. I hear short questions about facet, such as “how do I attach a picture”, and digits."
SYSTEMS = ["You are a helpful assistant.", "Be brief.", "Answer in one sentence.", "You are a senior engineer.", "Be kind and patient.",
           "Answer in English.", "You help with code reviews.", "Speak like a pirate.", "Use Markdown.", "Do not guess."]

# What people ask about other programs as well.
ELSEWHERE = """attach formats pdf document clipboard detach viewer record dropRecording microphone cancel send newline undo history complete
quit new open last search rename delete export copyReply copyCode edit deleteMessage theme ownTheme keys commands changeKeys memory speed
privacy offline stored mouse scroll select redraw crash instances install license language help stuck stats""".split()


def plainly(text):
    """A question without what varies: capitals, marks, spaces at the ends."""
    return text.lower().strip(" ?!.")


class Corpus:
    """All that is said, and how it is asked."""

    def __init__(self):
        self.topics = manual.read_manual()
        read = lambda files, topics=None: {
            k: [manual.parse(p) for p in v] for k, v in manual.read_patterns(files, topics).items()}
        self.questions = read(sorted(manual.DATA.glob("questions-*.txt")), self.topics)
        lines = [line.strip() for path in sorted(manual.DATA.glob("offtopic*.txt")) for line in path.read_text().splitlines()
                 if line.strip() and not line.startswith(("#", "["))]
        self.offtopic = [manual.parse(line) for line in lines]
        self.programs = (manual.DATA / "programs.txt").read_text().splitlines()
        self.looking = read([manual.DATA / "looking.txt"])["describe"]
        self.followups = {}
        for heading, patterns in read([manual.DATA / "followups.txt"]).items():
            before, after = heading.split(" > ")
            self.followups.setdefault(before, []).append((after, patterns))
        self.commands = [tuple(line.split("\t")) for line in (manual.DATA / "spoken.tsv").read_text().splitlines()]
        # what judges the guide must not be among what it learns
        judged = [*(manual.DATA.parent.parent / "Evaluation").glob("*.tsv"), manual.DATA / "development.tsv"]
        self.judged = {plainly(field) for path in judged for line in path.read_text().splitlines() for field in line.split("\t")[1::2]}
        # what several authors took for both is a question about facet
        rng = random.Random(0)
        self.ours = {plainly(manual.expand(p, rng)) for patterns in self.questions.values() for p in patterns for _ in range(3)}
        missing = [t for t in self.topics if t != "offtopic" and t not in self.questions]
        assert not missing, missing
        words = {word for line in lines for word in re.findall(r"[A-Za-z]{4,}", line)}
        # facet's own words would make a question about facet of another one
        self.words = sorted(words - {word for _, answer in self.topics.values() for word in re.findall(r"[A-Za-z]{4,}", answer)})

    def answer(self, topic):
        return self.topics[topic][1]

    def draw(self, patterns, rng):
        """An expansion of one of the patterns that no judge asks."""
        while True:
            text = manual.expand(rng.choice(patterns), rng)
            if plainly(text) not in self.judged and not (patterns is self.offtopic and plainly(text) in self.ours):
                return text

    def ask(self, topic, rng):
        """A question that means the topic, as somebody would type it."""
        patterns = self.offtopic if topic == "offtopic" else self.questions[topic]
        text = self.draw(patterns, rng)
        if topic == "offtopic" and rng.random() < 0.25:
            text = self.elsewhere(rng) or text
        elif topic == "offtopic" and rng.random() < 0.25:  # other subjects in the same sentences
            words = text.split(" ")
            for _ in range(rng.randint(1, 3)):
                words[rng.randrange(len(words))] = rng.choice(self.words)
            text = " ".join(words)
        return manual.vary(text, rng, synonyms=0 if topic == "offtopic" else 0.12)

    def elsewhere(self, rng):
        """A question that facet could answer, but asked about another program; None if the drawn one does not allow it."""
        topic, program = rng.choice(ELSEWHERE), rng.choice(self.programs)
        text = self.draw(self.questions[topic], rng)
        if "facet" in text.lower():
            return re.sub("facet", program, text, flags=re.I)
        if re.search(r"gemma|config|/\w", text, re.I):
            return None
        body, mark = (text[:-1], text[-1]) if text[-1] in "?!." else (text, "")
        return rng.choice([f"{body} in {program}{mark}", f"in {program}, {text}", f"{program}: {text}", f"{body} with {program}{mark}",
                           f"{text} I mean in {program}", f"{program} {text}"])

    def texts(self, seed):
        """Text to learn the vocabulary from."""
        rng = random.Random(seed)
        for about, answer in self.topics.values():
            yield from [answer] * 40
            yield from [self.thought(about)] * 5
        yield from [UNSEEN, UNHEARD] * 40
        for topic in self.questions:
            for _ in range(250):
                yield self.ask(topic, rng)
        for _ in range(6000):
            yield self.ask("offtopic", rng)
        for _ in range(300):
            nprng = np.random.default_rng(rng.randrange(1 << 30))
            yield pictures.describe_figures([(rng.choice(pictures.NAMES), rng.choice(pictures.SHAPES)) for _ in range(rng.randint(1, 3))])
            yield pictures.describe_diagram(*pictures.diagram(rng, nprng)[2])
        for digits in range(10):
            yield from [f"You said {digits} {9 - digits}."] * 10
        yield from ["user\n", "model\n", "thought\n", "system\n"] * 50

    @staticmethod
    def thought(about):
        return f"They ask about {about}. The manual tells."


class Writer:
    """A conversation as the engine's prompt, with what is to be learned marked."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.ids, self.learn, self.weight = [MARKER["<bos>"]], [False], [0.0]
        self.media = []  # (kind, place, values, columns, spots)

    def marker(self, name, learn=False, weight=1.0):
        self.ids.append(MARKER[name])
        self.learn.append(learn)
        self.weight.append(weight if learn else 0.0)

    def text(self, text, learn=False, loose=False, tail=1.0):
        """Learned text: the first ten tokens count whole, the rest, which follows from them, as `tail`."""
        ids = self.vocabulary.encode(text, loose=loose)
        self.ids += ids
        self.learn += [learn] * len(ids)
        self.weight += [0.0 if not learn else 1.0 if i < 10 else tail for i in range(len(ids))]

    def soft(self, kind, values, columns=0, spots=None):
        start, inside, end = {"picture": ("<|image>", "<|image|>", "<image|>"), "sound": ("<|audio>", "<|audio|>", "<audio|>")}[kind]
        self.marker(start)
        self.media.append((kind, len(self.ids), values, columns, spots))
        self.ids += [MARKER[inside]] * len(values)
        self.learn += [False] * len(values)
        self.weight += [0.0] * len(values)
        self.marker(end)


def write(turns, vocabulary, rng=None, thinking=False, system=None, cut=0.0):
    """Turns of (media, question, answer, thought) as one conversation; without `rng` nothing is left to chance.

    `cut` is the chance that an answer of the manual ends early: its beginning tells which answer it is, and is what needs practice.
    """
    w = Writer(vocabulary)
    if thinking or system:
        w.marker("<|turn>")
        w.text("system\n")
        if thinking:
            w.marker("<|think|>")
        w.text(("\n" if thinking else "") + (system or ""))
        w.marker("<turn|>")
        w.text("\n")
    for i, (media, question, answer, thought) in enumerate(turns):
        last = i == len(turns) - 1
        w.marker("<|turn>")
        if media:
            w.text("user\n")
            for medium in media:
                w.soft(*medium)
            w.text(question)
        else:
            w.text("user\n" + question, loose=rng is not None and rng.random() < 0.4)
        w.marker("<turn|>")
        w.text("\n")
        w.marker("<|turn>")
        w.text("model\n")
        if last and thinking:
            w.marker("<|channel>", True)
            w.text("thought\n" + thought, True, tail=0.6)
            w.marker("<channel|>", True)
        elif last:
            w.marker("<|channel>")
            w.text("thought\n")
            w.marker("<channel|>")
        learn = last or not thinking
        is_seen = bool(media) and media[0][0] == "picture"
        if last and not is_seen and cut and rng.random() < cut:
            ids = vocabulary.encode(answer)
            keep = rng.randint(6, 14)
            if len(ids) > keep:
                w.ids += ids[:keep]
                w.learn += [True] * keep
                w.weight += [1.0] * keep
                break
        # every word of what is seen must be looked for; the words of the manual follow from the first ones
        w.text(answer, learn, tail=1.0 if is_seen else 0.5)
        w.marker("<turn|>", learn)
        w.text("\n")
    return w


class Maker:
    """Makes conversations of every kind, at random."""

    def __init__(self, corpus, vocabulary, clips, seed):
        self.corpus, self.vocabulary, self.clips = corpus, vocabulary, clips
        self.rng, self.nprng = random.Random(seed), np.random.default_rng(seed)
        self.names = [t for t in corpus.topics if t != "offtopic"]

    def topic(self):
        return "offtopic" if self.rng.random() < 0.3 else self.rng.choice(self.names)

    def typed(self, topic=None):
        topic = topic or self.topic()
        about, answer = self.corpus.topics[topic]
        return topic, (None, self.corpus.ask(topic, self.rng), answer, self.corpus.thought(about))

    def followed(self):
        """A turn and what is asked after it."""
        rng, rules = self.rng, self.corpus.followups
        if rng.random() < 0.2:
            before = rng.choice(self.names)
            after, patterns = rng.choice(rules["*"])
        else:
            before = rng.choice([b for b in rules if b != "*"])
            after, patterns = rng.choice(rules[before])
        _, first = self.typed(before)
        topic = before if after == "=" else after
        about, answer = self.corpus.topics[topic]
        question = manual.vary(self.corpus.draw(patterns, rng), rng)
        return [first, (None, question, answer, self.corpus.thought(about))]

    def seen(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.4:
            values, columns, spots, found = pictures.figures(rng, self.nprng)
            answer = pictures.describe_figures(found)
            thought = f"I look at the picture: {['one figure', 'two figures', 'three figures'][len(found) - 1]}."
        elif kind < 0.92:
            values, columns, spots, found = pictures.diagram(rng, self.nprng)
            answer, thought = pictures.describe_diagram(*found), pictures.think_diagram(*found)
        else:
            values, columns, spots = pictures.other(rng, self.nprng)
            answer, thought = UNSEEN, "I look at the picture: it is none that I know."
        question = "" if rng.random() < 0.1 else manual.vary(manual.expand(rng.choice(self.corpus.looking), rng), rng)
        return [("picture", values, columns, spots)], question, answer, thought

    def digits(self):
        """One to four digits and their sound, often of several clips in a row: every order of them, and the same ones twice."""
        rng = self.rng
        count = rng.randint(1, 4)
        said, sounds = [], []
        while len(said) < count:
            label, _, samples = rng.choice(self.clips["digits"])
            label = label.split()
            if len(said) + len(label) <= count:
                said += label
                sounds.append(speech.trimmed(samples, rng))
                # Rarely twice, and then the very same sound.
                if len(said) + len(label) <= count and rng.random() < 0.2:
                    said += label
                    sounds.append(sounds[-1])
        return " ".join(said), np.concatenate(sounds)

    def heard(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.35:
            topic, text, samples = rng.choice(self.clips["command"])
            answer, thought = self.corpus.answer(topic), f"I heard: {text}."
        elif kind < 0.92:
            digits, samples = self.digits()
            answer, thought = f"You said {digits}.", f"I heard: {digits}."
        else:
            _, text, samples = rng.choice(self.clips["other"])
            answer, thought = UNHEARD, f"I heard: {text}."
            if rng.random() < 0.15:
                samples, thought = np.zeros(rng.randint(4000, 40000), np.int16), "I heard nothing."
        return [("sound", speech.augment(samples, self.nprng), 0)], "", answer, thought

    def conversation(self):
        rng = self.rng
        kind = rng.random()
        thinking = rng.random() < 0.15
        system = rng.choice(SYSTEMS) if rng.random() < 0.06 else None
        before = [self.typed()[1] for _ in range(rng.choice([0, 0, 0, 0, 0, 0, 0, 1, 1, 2]))] if rng.random() < 0.6 else []
        if kind < self.mix[0]:
            turns = before + [self.typed()[1]]
        elif kind < self.mix[1]:
            turns = (before[:1] if rng.random() < 0.3 else []) + self.followed()
        elif kind < self.mix[2]:
            turns = (before[:1] if rng.random() < 0.3 else []) + [self.seen()]
        else:
            turns = (before[:1] if rng.random() < 0.3 else []) + [self.heard()]
        if kind >= self.mix[1]:
            # The thought is what was said, or which way the arrows go: written down, it teaches the sounds of each word, and what to look for.
            thinking = rng.random() < 0.5
        if kind >= self.mix[1] and rng.random() < 0.15:  # a typed question after a picture or a recording
            turns.append(self.typed()[1])
        return write(turns, self.vocabulary, rng, thinking, system, cut=0.9 if kind >= self.mix[2] else 0.55)

    mix = (0.4, 0.45, 0.62)  # typed, followed, seen; the rest is heard


def pack(maker, rows, length):
    """Rows of conversations, filled up to `length` tokens; what does not fit any row ends the batch."""
    table = [[] for _ in range(rows)]
    room = [length] * rows
    misses = 0
    while misses < 6:
        w = maker.conversation()
        fits = [r for r in range(rows) if room[r] >= len(w.ids)]
        if not fits:
            misses += 1
            continue
        row = min(fits, key=lambda r: room[r]) if min(room) < length // 3 else max(fits, key=lambda r: room[r])
        table[row].append(w)
        room[row] -= len(w.ids)
    return table


def collate(table, length):
    """Tensors of a batch; see Guide.hidden."""
    rows = len(table)
    ids, conversation = np.zeros((rows, length), np.int64), np.zeros((rows, length), np.int64)
    picture = np.zeros((rows, length), np.int64)
    targets, weights, places = [], [], []
    out = dict(picture_places=[], sound_places=[], patches=[], patch_x=[], patch_y=[], spots=[], frames=[])
    serial = 0
    for r, row in enumerate(table):
        at = 0
        for c, w in enumerate(row):
            n = len(w.ids)
            ids[r, at:at + n] = w.ids
            conversation[r, at:at + n] = c + 1
            for i in range(1, n):
                if w.learn[i]:
                    places.append(r * length + at + i - 1)
                    targets.append(w.ids[i])
                    weights.append(w.weight[i])
            for kind, place, values, columns, spots in w.media:
                span = np.arange(len(values))
                out[kind + "_places"].append(r * length + at + place + span)
                if kind == "picture":
                    serial += 1
                    picture[r, at + place:at + place + len(values)] = serial
                    out["patches"].append(values)
                    out["patch_x"].append(span % columns)
                    out["patch_y"].append(span // columns)
                    out["spots"].append(spots)
                else:
                    out["frames"].append(values)
            at += n
    join = lambda parts: torch.from_numpy(np.concatenate(parts)) if parts else torch.zeros(0, dtype=torch.int64)
    batch = {k: join(v) for k, v in out.items()}
    # Sizes that come again: for each new one oneDNN compiles, and keeps, another kernel.
    for names in (("patches", "patch_x", "patch_y"), ("frames",)):
        for name in names:
            batch[name] = padded(batch[name])
    spare = -len(places) % ROUND
    places, targets, weights = places + [0] * spare, targets + [0] * spare, weights + [0.0] * spare
    batch |= dict(ids=torch.from_numpy(ids), conversation=torch.from_numpy(conversation), picture=torch.from_numpy(picture),
                  places=torch.tensor(places), targets=torch.tensor(targets), weights=torch.tensor(weights))
    return batch


ROUND = 256


def padded(values):
    """Rows of zeros up to a multiple of ROUND."""
    return torch.cat([values, values.new_zeros(-len(values) % ROUND, *values.shape[1:])])
