"""The manual and the phrasings: patterns with alternatives, read from data/."""
import pathlib
import random
import re

DATA = pathlib.Path(__file__).parent / "data"


def read_manual(path=DATA / "manual.txt"):
    """{topic: (about, answer)} in the file's order."""
    topics, name = {}, None
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line.strip()[1:-1]
            topics[name] = [None, None]
        elif line.startswith("about: "):
            topics[name][0] = line[7:]
        else:
            assert topics[name][1] is None, line
            topics[name][1] = line.strip()
    return {name: (about, answer) for name, (about, answer) in topics.items()}


def read_patterns(paths, topics=None):
    """{heading: [pattern]} of files with [headings]."""
    found = {}
    for path in paths:
        name = None
        for line in path.read_text().splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                name = line[1:-1]
                assert topics is None or name in topics, f"{path}: {name}"
                found.setdefault(name, [])
            else:
                found[name].append(line)
    return found


def parse(pattern):
    """A pattern as nested lists: text, or a list of alternatives that are sequences."""

    def sequence(i, depth):
        parts, text = [], ""
        while i < len(pattern):
            c = pattern[i]
            if c == "(":
                choices, i = alternatives(i + 1, depth + 1)
                parts += [text, choices]
                text = ""
                continue
            if depth and c in "|)":
                break
            text += c
            i += 1
        return parts + [text], i

    def alternatives(i, depth):
        choices = []
        while True:
            parts, i = sequence(i, depth)
            choices.append(parts)
            if i >= len(pattern):
                raise ValueError(f"no closing parenthesis: {pattern}")
            i += 1
            if pattern[i - 1] == ")":
                # a plain remark in parentheses stays as it is
                return (choices if len(choices) > 1 else [["("] + choices[0] + [")"]]), i

    return sequence(0, 0)[0]


def expand(parts, rng):
    """One expansion of a parsed pattern."""
    text = "".join(p if isinstance(p, str) else expand(rng.choice(p), rng) for p in parts)
    return re.sub(r"\s+([?.!,])", r"\1", re.sub(r" {2,}", " ", text)).strip()


SYNONYMS = [
    ["picture", "image", "screenshot", "photo", "pic"], ["pictures", "images", "screenshots", "photos", "pics"],
    ["reply", "answer", "response", "output"], ["replies", "answers", "responses"],
    ["conversation", "chat", "thread", "session", "discussion", "dialog"],
    ["conversations", "chats", "threads", "sessions", "discussions"],
    ["delete", "remove", "erase"], ["microphone", "mic"], ["configuration", "config", "settings"],
    ["stop", "cancel", "abort", "interrupt", "halt"], ["colours", "colors"], ["colour", "color"],
    ["how do i", "how can i", "how to", "how would i", "how does one", "what is the way to", "is there a way to",
     "can i", "i want to", "i would like to", "i'd like to", "i need to", "tell me how to", "show me how to",
     "please tell me how i can", "what do i do to", "could you tell me how to", "any way to", "is it possible to"],
    ["show me", "show", "give me", "list", "let me see", "display"], ["shortcut", "key", "hotkey", "keybinding"],
    ["quit", "exit", "leave", "close"], ["start", "begin"], ["big model", "large model", "real model", "12b model"],
    ["i do not", "i don't"], ["does not", "doesn't"], ["what is", "what's"], ["where is", "where's"],
    ["internet", "network", "internet connection"], ["machine", "computer", "laptop", "pc"],
]
_GROUP = {word: group for group in SYNONYMS for word in group}
_FIND = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _GROUP), key=len, reverse=True)) + r")\b", re.I)
BEFORE = ["please ", "hey, ", "hi, ", "hello, ", "ok, ", "ok so ", "so ", "and ", "um, ", "quick question: ", "facet: ",
          "hey facet, ", "sorry, ", "question: ", "one more thing: ", "also, ", "now ", "well, ", "hi! ", "excuse me, "]
AFTER = [" please", ", please", " here", " in facet", " in this program", " thanks", " now", " again", " pls", " with facet",
         " in the terminal", ", can you tell me"]


def vary(text, rng, synonyms=0.12):
    """The question as somebody else would have typed it."""
    if rng.random() < 0.5:
        def other(match):
            word = match.group(0)
            return rng.choice(_GROUP[word.lower()]) if rng.random() < synonyms * 2 else word
        text = _FIND.sub(other, text)
    body, mark = (text[:-1], text[-1]) if len(text) > 1 and text[-1] in "?.!" else (text, "")
    if rng.random() < 0.08 and len(body) > 8:
        body += rng.choice(AFTER)
    if rng.random() < 0.10 and len(body) > 8:
        body = rng.choice(BEFORE) + body[0].lower() + body[1:]
    words = body.split(" ")
    if len(words) > 4 and rng.random() < 0.06:
        del words[rng.randrange(len(words))]
        body = " ".join(words)
    if rng.random() < 0.12 and len(body) > 6:
        body = typo(body, rng)
    draw = rng.random()
    body = body.lower() if draw < 0.35 else body[0].upper() + body[1:] if draw < 0.8 else body
    draw = rng.random()
    mark = mark if draw < 0.5 else "" if draw < 0.8 else "?" if draw < 0.96 else rng.choice(["??", ".", "!", " ?", "..."])
    return body + mark


def typo(text, rng):
    i = rng.randrange(1, len(text) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:i] + text[i + 1:]
    if kind == 1:
        return text[:i] + text[i] + text[i:]
    if kind == 2:
        return text[:i] + text[i + 1] + text[i] + text[i + 2:]
    return text[:i] + rng.choice("abcdefghijklmnopqrstuvwxyz") + text[i + 1:]


if __name__ == "__main__":  # a look at the data
    topics = read_manual()
    patterns = read_patterns(sorted(DATA.glob("questions-*.txt")), topics)
    rng = random.Random(0)
    for name in topics:
        print(f"[{name}] {len(patterns.get(name, []))}")
        for pattern in rng.sample(patterns.get(name, []), min(3, len(patterns.get(name, [])))):
            print("   ", vary(expand(parse(pattern), rng), rng))
