"""The guide in PyTorch: Gemma 4 Unified's text model, picture embedder and sound embedder, in a small shape.

The names of the parameters follow Hugging Face's `gemma4_unified`; the arithmetic is held against the engine by recorded logits.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-6

SHAPE = dict(
    vocabulary=2048, hidden=256, feed_forward=768, layers="sssssf", heads=4, sliding_heads_kv=2, sliding_size=64,
    full_heads_kv=1, full_size=128, window=256, context=4096, sliding_base=1e4, full_base=1e6, turning=0.25, cap=30.0,
    positions=70,
)


class RMSNorm(nn.Module):
    def __init__(self, size, start=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.full((size,), float(start)))

    def forward(self, x):
        return F.rms_norm(x.float(), (x.shape[-1],), self.weight, EPSILON)


def rope_table(count, size, base, turning):
    """cos and sin [count, size / 2]; only the first share of the pairs turns (proportional RoPE)."""
    pairs = size // 2
    frequency = base ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    frequency[int(turning * pairs):] = 0
    angle = torch.arange(count, dtype=torch.float64)[:, None] * frequency
    return angle.cos().float(), angle.sin().float()


def rotate(x, cos, sin):
    """x [batch, tokens, heads, size]; dimension i pairs with i + size / 2."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Layer(nn.Module):
    def __init__(self, s, full):
        super().__init__()
        h, self.heads, self.full = s["hidden"], s["heads"], full
        self.size = s["full_size"] if full else s["sliding_size"]
        self.heads_kv = s["full_heads_kv"] if full else s["sliding_heads_kv"]
        post = 1 / math.sqrt(2 * len(s["layers"]))
        # q·k is not divided by √size: the norms begin so that it is as wide as if it were
        start = self.size ** -0.25
        self.attn_norm, self.attn_q_norm, self.attn_k_norm = RMSNorm(h), RMSNorm(self.size, start), RMSNorm(self.size, start)
        self.post_attention_norm, self.ffn_norm, self.post_ffw_norm = RMSNorm(h, post), RMSNorm(h), RMSNorm(h, post)
        linear = lambda columns, rows: nn.Linear(columns, rows, bias=False)
        self.attn_q = linear(h, self.heads * self.size)
        self.attn_k = linear(h, self.heads_kv * self.size)
        if not full:
            self.attn_v = linear(h, self.heads_kv * self.size)
        self.attn_output = linear(self.heads * self.size, h)
        self.ffn_gate, self.ffn_up = linear(h, s["feed_forward"]), linear(h, s["feed_forward"])
        self.ffn_down = linear(s["feed_forward"], h)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, std=m.in_features ** -0.5)

    def forward(self, x, mask, cos, sin):
        b, t, _ = x.shape
        h = self.attn_norm(x)
        q = rotate(self.attn_q_norm(self.attn_q(h).view(b, t, self.heads, self.size)), cos, sin)
        k = self.attn_k(h).view(b, t, self.heads_kv, self.size)
        v = k if self.full else self.attn_v(h).view(b, t, self.heads_kv, self.size)
        k = rotate(self.attn_k_norm(k), cos, sin)
        v = F.rms_norm(v.float(), (self.size,), None, EPSILON)
        groups = self.heads // self.heads_kv
        kind = h.dtype if not torch.is_autocast_enabled("cpu") else torch.bfloat16
        q, k, v = (z.transpose(1, 2).to(kind) for z in (q, k, v))
        k, v = (z.repeat_interleave(groups, 1) for z in (k, v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(kind), scale=1.0)
        x = x + self.post_attention_norm(self.attn_output(a.transpose(1, 2).reshape(b, t, -1)))
        h = self.ffn_norm(x)
        h = self.ffn_down(F.gelu(self.ffn_gate(h), approximate="tanh") * self.ffn_up(h))
        return x + self.post_ffw_norm(h)


class Pictures(nn.Module):
    """`Wp rmsNorm(LN3(LN2(W LN1(p) + b) + positionX + positionY))`, patches [n, 6912] in row, column, channel order."""

    def __init__(self, s):
        super().__init__()
        h = s["hidden"]
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(6912), nn.LayerNorm(h), nn.LayerNorm(h)
        self.patch = nn.Linear(6912, h)
        self.position = nn.Parameter(torch.randn(2, s["positions"], h) * 0.3)
        self.projection = nn.Linear(h, h, bias=False)
        nn.init.normal_(self.projection.weight, std=h ** -0.5)
        # It begins with the lowest frequencies of each channel: what is left of a patch seen from far away.
        n = torch.arange(48) + 0.5
        waves = [torch.cos(math.pi / 48 * k * n) for k in range(16)]
        order = sorted(((i * i + j * j, i, j) for i in range(16) for j in range(16)))
        basis = []
        for _, i, j in order:
            plane = torch.outer(waves[i], waves[j])
            for channel in range(3):
                image = torch.zeros(48, 48, 3)
                image[:, :, channel] = plane / plane.norm()
                basis.append(image.flatten())
        with torch.no_grad():
            self.patch.weight.copy_(torch.stack(basis[:h]))
            self.patch.bias.zero_()

    def forward(self, patches, x, y):
        e = self.norm2(self.patch(self.norm1(patches)).float())
        e = self.norm3(e + self.position[0][x] + self.position[1][y])
        return self.projection(F.rms_norm(e, (e.shape[-1],), None, EPSILON))


class Sounds(nn.Module):
    """`Wa rmsNorm(frame)`, frames [n, 640]."""

    def __init__(self, s):
        super().__init__()
        h = s["hidden"]
        self.projection = nn.Linear(640, h, bias=False)
        # It begins with waves of frequencies that lie as in an ear: 80 Hz to 7 kHz, cosine and sine under a window.
        mel = torch.linspace(1127 * math.log1p(80 / 700), 1127 * math.log1p(7000 / 700), h // 2)
        hertz = 700 * (torch.exp(mel / 1127) - 1)
        t = torch.arange(640) / 16_000
        window = torch.hann_window(640, periodic=False).sqrt()
        angle = 2 * math.pi * hertz[:, None] * t
        waves = torch.stack([angle.cos(), angle.sin()], 1).reshape(h, 640) * window
        with torch.no_grad():
            self.projection.weight.copy_(waves / waves.norm(dim=1, keepdim=True))

    def forward(self, frames):
        return self.projection(F.rms_norm(frames.float(), (640,), None, EPSILON))


class Guide(nn.Module):
    def __init__(self, shape=SHAPE):
        super().__init__()
        self.shape = s = dict(shape)
        self.token_embd = nn.Embedding(s["vocabulary"], s["hidden"])
        nn.init.normal_(self.token_embd.weight, std=s["hidden"] ** -0.5)
        self.blk = nn.ModuleList(Layer(s, kind == "f") for kind in s["layers"])
        self.output_norm = RMSNorm(s["hidden"])
        self.pictures, self.sounds = Pictures(s), Sounds(s)
        for name, size, base, turning in (("sliding", s["sliding_size"], s["sliding_base"], 1.0),
                                          ("full", s["full_size"], s["full_base"], s["turning"])):
            cos, sin = rope_table(s["context"], size, base, turning)
            self.register_buffer(name + "_cos", cos, persistent=False)
            self.register_buffer(name + "_sin", sin, persistent=False)

    def hidden(self, batch):
        """States after the final norm [batch, tokens, hidden]. `batch` is what data.collate gives."""
        x = self.token_embd(batch["ids"]) * math.sqrt(self.shape["hidden"])
        flat = x.view(-1, x.shape[-1])
        for media, embed in (("picture", lambda: self.pictures(batch["patches"].float() / 255, batch["patch_x"], batch["patch_y"])),
                             ("sound", lambda: self.sounds(batch["frames"]))):
            places = batch[media + "_places"]
            if len(places):
                flat = flat.index_copy(0, places, embed()[:len(places)].to(flat.dtype))
        x = flat.view_as(x)
        t = x.shape[1]
        sliding, full = masks(batch, self.shape["window"])
        tables = {k: (getattr(self, k + "_cos")[:t, None], getattr(self, k + "_sin")[:t, None]) for k in ("sliding", "full")}
        for number, layer in enumerate(self.blk):
            if number == len(self.blk) // 2:
                self.middle = x  # training looks at it
            kind = "full" if layer.full else "sliding"
            x = layer(x, full if layer.full else sliding, *tables[kind])
        return self.output_norm(x)

    def logits(self, hidden):
        cap = self.shape["cap"]
        return cap * torch.tanh(F.linear(hidden, self.token_embd.weight).float() / cap)


def masks(batch, window):
    """Additive masks [batch, 1, tokens, tokens] of sliding and full layers.

    Tokens of a conversation see what came before in it; those of one picture see each other on sliding layers.
    """
    conversation, picture = batch["conversation"], batch["picture"]
    t = conversation.shape[1]
    i = torch.arange(t)
    same = conversation[:, :, None] == conversation[:, None, :]
    causal = (i[:, None] >= i[None, :])[None]
    within = (picture[:, :, None] == picture[:, None, :]) & (picture[:, :, None] > 0)
    near = (i[None, :] > i[:, None] - window)[None]
    full = same & causal
    sliding = same & near & (causal | within)
    add = lambda m: torch.zeros(m.shape).masked_fill_(~m, -1e4)[:, None]
    return add(sliding), add(full)
