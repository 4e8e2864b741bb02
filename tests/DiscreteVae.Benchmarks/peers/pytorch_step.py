#!/usr/bin/env python3
"""The training loop of the tutorial in PyTorch, for `dvae bench --peer`, over shapes and estimators.

    apt-get install -y --no-install-recommends python3-torch python3-numpy
    /usr/bin/python3 pytorch_step.py --data <folder of MNIST's gzip files> --threads 1 --epochs 3

Model 784-512-256-(N*K), (N*K)-256-512-784, ReLU, Adam 5e-4, dynamic Bernoulli binarisation. The whole data set stays in memory as one
tensor, so that no loader is timed. Prints a line an epoch: its number, the mean training ELBO in nats, its seconds.

Estimators: reinforce (baseline 125), straight-through, gumbel-softmax, reinmax (Liu et al., 2023, arXiv 2304.08612, algorithm 2), rloo with
--samples S (Kool et al., 2019: each sample's baseline is the mean of the others).
"""
import argparse, gzip, math, os, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F


def images(folder):
    with gzip.open(os.path.join(folder, "train-images-idx3-ubyte.gz")) as f:
        raw = np.frombuffer(f.read(), np.uint8, offset=16)
    return torch.from_numpy(raw.reshape(-1, 784).astype(np.float32) / 255)


def codes(logits, log_q, o):
    """z for each sample, and what backpropagates through it: (S * B) x N x K."""
    b, n, k = logits.shape
    if o.estimator == "gumbel-softmax":
        return F.gumbel_softmax(logits, tau=o.temperature)
    repeated = log_q.detach().exp().repeat(o.samples, 1, 1)
    z = F.one_hot(torch.multinomial(repeated.view(-1, k), 1).view(-1, n), k).float()
    if o.estimator == "straight-through":
        soft = F.softmax(logits / o.temperature, -1)
        return z + soft - soft.detach()
    if o.estimator == "reinmax":
        p0 = F.softmax(logits, -1)
        p1 = (z + F.softmax(logits / o.temperature, -1)) / 2
        p1 = F.softmax((torch.log(p1) - logits).detach() + logits, -1)
        p2 = 2 * p1 - p0 / 2
        return z + p2 - p2.detach()
    return z


def score(bce, log_q, z, o):
    """The loss whose gradient is the score function's, summed over the minibatch."""
    if o.estimator == "reinforce":
        return ((bce - 125).detach() * (log_q * z).sum((-1, -2))).sum()
    if o.estimator == "rloo":
        f = bce.detach().view(o.samples, -1)
        advantage = (f - f.mean(0)) * o.samples / (o.samples - 1)
        log_z = (log_q.repeat(o.samples, 1, 1) * z).sum((-1, -2)).view(o.samples, -1)
        return (advantage * log_z).sum() / o.samples
    return 0.0


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--data", required=True)
    a.add_argument("--threads", type=int, default=0, help="0 keeps the default")
    a.add_argument("--epochs", type=int, default=3)
    a.add_argument("--batch", type=int, default=100)
    a.add_argument("--latents", type=int, default=4)
    a.add_argument("--categories", type=int, default=8)
    a.add_argument("--estimator", choices=["reinforce", "straight-through", "gumbel-softmax", "reinmax", "rloo"], default="reinforce")
    a.add_argument("--samples", type=int, default=1)
    a.add_argument("--temperature", type=float, default=1.0)
    a.add_argument("--seed", type=int, default=0)
    o = a.parse_args()
    if o.samples > 1 and o.estimator != "rloo" or o.samples < 2 and o.estimator == "rloo":
        a.error("--samples: 2 or more for rloo, 1 for the others")
    if o.threads:
        torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    data, n, k = images(o.data), o.latents, o.categories
    encoder = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, n * k))
    decoder = nn.Sequential(nn.Linear(n * k, 256), nn.ReLU(), nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, 784))
    adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=5e-4)
    for epoch in range(1, o.epochs + 1):
        start, total, order = time.perf_counter(), 0.0, torch.randperm(len(data))
        for b in range(0, len(data), o.batch):
            x = torch.bernoulli(data[order[b:b + o.batch]])
            logits = encoder(x).view(-1, n, k)
            log_q = F.log_softmax(logits, -1)
            entropy = -(log_q.exp() * log_q).sum()
            z = codes(logits, log_q, o)
            target = x.repeat(o.samples, 1) if o.samples > 1 else x
            bce = F.binary_cross_entropy_with_logits(decoder(z.reshape(-1, n * k)), target, reduction="none").sum(-1)
            reconstruction = bce.sum() / o.samples
            loss = reconstruction - entropy + score(bce, log_q, z, o)
            adam.zero_grad()
            loss.backward()
            adam.step()
            total += float(entropy - reconstruction) - len(x) * n * math.log(k)
        print(f"epoch {epoch} elbo {total / len(data):.3f} seconds {time.perf_counter() - start:.2f}", flush=True)


main()
