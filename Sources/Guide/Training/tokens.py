"""The guide's vocabulary: BPE of the gemma4 kind, learned from the manual and the questions."""
import json

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

MARKERS = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<|tool>", "<tool|>", "<|tool_call>", "<tool_call|>", "<|tool_response>",
           "<tool_response|>", '<|"|>', "<|think|>", "<|channel>", "<channel|>", "<|turn>", "<turn|>", "<|image>", "<|audio>",
           "<|image|>", "<|audio|>", "<image|>", "<audio|>", "<|video|>"]
MARKER = {name: i for i, name in enumerate(MARKERS)}


def learn(texts, size):
    """Vocabulary (list of tokens by id) and merges."""
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.Replace(" ", "▁")
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex("\n+"), "isolated"),
                                               pre_tokenizers.Split("▁", "merged_with_next")])
    alphabet = ["▁", "\n"] + [chr(c) for c in range(33, 127)]
    trainer = trainers.BpeTrainer(vocab_size=size - len(MARKERS) - 256, special_tokens=[], initial_alphabet=alphabet, show_progress=False)
    t.train_from_iterator(texts, trainer)
    model = json.loads(t.to_str())["model"]
    vocabulary = MARKERS + [f"<0x{b:02X}>" for b in range(256)] + [s for s, _ in sorted(model["vocab"].items(), key=lambda kv: kv[1])]
    assert len(vocabulary) <= size and len(set(vocabulary)) == len(vocabulary), len(vocabulary)
    vocabulary += [f"<unused{i}>" for i in range(size - len(vocabulary))]
    merges = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in model["merges"]]
    return vocabulary, merges


class Vocabulary:
    """Text to ids; `dropout` leaves merges out at random, so that the model meets words in pieces."""

    def __init__(self, vocabulary, merges):
        self.tokens, self.merges = vocabulary, merges
        self._plain, self._loose = self._make(None), self._make(0.12)

    def _make(self, dropout):
        t = Tokenizer(models.BPE(vocab={s: i for i, s in enumerate(self.tokens)}, merges=self.merges, byte_fallback=True,
                                 unk_token="<unk>", fuse_unk=True, dropout=dropout))
        t.normalizer = normalizers.Replace(" ", "▁")
        t.pre_tokenizer = pre_tokenizers.Split(Regex("\n+"), "isolated")
        t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
        return t

    def encode(self, text, loose=False):
        return (self._loose if loose else self._plain).encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self._plain.decode(ids, skip_special_tokens=False)

    def save(self, path):
        path.write_text(json.dumps(dict(tokens=self.tokens, merges=self.merges), ensure_ascii=False))

    @classmethod
    def load(cls, path):
        data = json.loads(path.read_text())
        return cls(data["tokens"], [tuple(m) for m in data["merges"]])
