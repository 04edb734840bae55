"""Muon for the matrices of the layers, Adam for everything else.

Muon: Keller Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024: the momentum of a matrix, made orthogonal
by five Newton-Schulz steps.
"""
import torch


def orthogonal(g):
    """g [n, rows, columns] with singular values near 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    x = x.transpose(-1, -2) if tall else x
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(5):
        s = x @ x.transpose(-1, -2)
        x = a * x + (b * s + c * s @ s) @ x
    return (x.transpose(-1, -2) if tall else x).float()


class Optimizer:
    def __init__(self, model, muon_rate=0.02, adam_rate=0.002, decay=0.01):
        self.rates, self.decay = (muon_rate, adam_rate), decay
        named = list(model.named_parameters())
        is_matrix = lambda name, p: p.ndim == 2 and name.startswith("blk.")
        shapes = {}
        for name, p in named:
            if is_matrix(name, p):
                shapes.setdefault(tuple(p.shape), []).append(p)
        self.groups = [(group, torch.zeros(len(group), *shape)) for shape, group in shapes.items()]
        # A weight changes by about the rate at each step, whatever its size: a matrix of long rows has small ones, and they all push
        # in one direction. Rates fall with the length of the rows.
        slower = {"pictures.patch.weight": 0.04, "pictures.projection.weight": 0.5, "sounds.projection.weight": 0.15}
        self.factors = [1.0, *slower.values()]
        rest = [p for name, p in named if not is_matrix(name, p) and name not in slower]
        groups = [dict(params=rest), *(dict(params=[p]) for wanted in slower for name, p in named if name == wanted)]
        self.adam = torch.optim.AdamW(groups, lr=adam_rate, betas=(0.9, 0.98), weight_decay=0.0, eps=1e-9)

    @torch.no_grad()
    def step(self, share):
        """One step at this share of the full rate; gradients are used up."""
        for group, momentum in self.groups:
            gradient = torch.stack([p.grad for p in group])
            momentum.lerp_(gradient, 0.05)
            update = orthogonal(gradient.lerp(momentum, 0.95))
            rate = self.rates[0] * share * max(1, update.shape[-2] / update.shape[-1]) ** 0.5
            for p, u in zip(group, update):
                p.mul_(1 - self.rates[0] * share * self.decay).sub_(u, alpha=rate)
                p.grad = None
        for g, factor in zip(self.adam.param_groups, self.factors):
            g["lr"] = self.rates[1] * share * factor
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
