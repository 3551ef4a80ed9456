"""Work of robustgrid written in plain PyTorch, to be timed beside it (gpu-check).

plain_torch.py speed --net resnet-18 --batch 128 --device cuda:0
    the works of harness/bench/speed, a JSON line each
plain_torch.py grid --net resnet-18 --device cuda:0 --images 1024 --attacked 256
    adversarial training, PGD and APGD, a JSON line each
"""

import argparse
import json
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class SmallCnn(nn.Module):
    def __init__(self, first=32, second=64, hidden=128):
        super().__init__()
        self.one = nn.Conv2d(1, first, 3, padding=1)
        self.two = nn.Conv2d(first, second, 3, padding=1)
        self.hidden = nn.Linear(second * 49, hidden)
        self.out = nn.Linear(hidden, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.one(x)), 2)
        x = F.max_pool2d(F.relu(self.two(x)), 2)
        return self.out(F.relu(self.hidden(x.flatten(1))))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.one = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first = nn.BatchNorm2d(outputs)
        self.two = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second = nn.BatchNorm2d(outputs)
        self.short = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.short = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.second(self.two(F.relu(self.first(self.one(x)))))
        return F.relu(y + self.short(x))


class ResNet18(nn.Module):
    """For images of 32x32: a 3x3 stem without pooling."""

    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
        inputs = 64
        for stage, outputs in enumerate([64, 128, 256, 512]):
            for block in range(2):
                layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
                inputs = outputs
        self.layers = nn.Sequential(*layers)
        self.out = nn.Linear(512, 10)

    def forward(self, x):
        return self.out(self.layers(x).mean((2, 3)))


NETS = {
    "small-cnn": (SmallCnn, (1, 28, 28)),
    "tiny-cnn": (lambda: SmallCnn(16, 32, 64), (1, 28, 28)),
    "resnet-18": (ResNet18, (3, 32, 32)),
}


def settle(device):
    """As robustgrid has it."""
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    if hasattr(torch.utils, "deterministic"):
        torch.utils.deterministic.fill_uninitialized_memory = False
    return torch.cuda.synchronize if device.startswith("cuda") else (lambda: None)


def gradient(net, x, y):
    x = x.detach().requires_grad_(True)
    return torch.autograd.grad(F.cross_entropy(net(x), y, reduction="sum"), x)[0]


def pgd(net, x, y, epsilon, steps, size):
    z = (x + epsilon * (2 * torch.rand_like(x) - 1)).clamp(0, 1)
    for _ in range(steps):
        z = z + size * gradient(net, z, y).sign()
        z = torch.min(torch.max(z, x - epsilon), x + epsilon).clamp(0, 1)
    return z


def apgd(net, x, y, epsilon, steps):
    """Steps with momentum whose size halves where the loss has stopped to rise."""
    size = torch.full((len(x), 1, 1, 1), 2 * epsilon, device=x.device)
    z = previous = (x + epsilon * (2 * torch.rand_like(x) - 1)).clamp(0, 1)
    best, best_z, period = torch.full((len(x),), -1e9, device=x.device), z, max(1, steps // 5)
    for step in range(steps):
        z.requires_grad_(True)
        loss = F.cross_entropy(net(z), y, reduction="none")
        g = torch.autograd.grad(loss.sum(), z)[0]
        with torch.no_grad():
            better = loss > best
            best = torch.where(better, loss, best)
            best_z = torch.where(better[:, None, None, None], z, best_z)
            if step % period == period - 1:
                size = size / 2
            moved = torch.min(torch.max(z + size * g.sign(), x - epsilon), x + epsilon).clamp(0, 1)
            moved = z + 0.75 * (moved - z) + 0.25 * (z - previous)
            moved = torch.min(torch.max(moved, x - epsilon), x + epsilon).clamp(0, 1)
            previous, z = z.detach(), moved
    return best_z


def speed(options):
    sync = settle(options.device)
    make, shape = NETS[options.net]
    net = make().to(options.device)
    x = torch.rand(options.batch, *shape).to(options.device)
    y = torch.arange(options.batch, device=options.device) % 10

    def clock(what, work, runs):
        if options.only not in what:
            return
        for _ in range(3):
            work()
        seconds = []
        for _ in range(runs):
            sync()
            start = time.perf_counter()
            work()
            sync()
            seconds.append(time.perf_counter() - start)
        seconds.sort()
        figure = {"what": options.net + " " + what, "batch": options.batch}
        figure["best_ms"] = round(seconds[0] * 1e3, 3)
        figure["median_ms"] = round(seconds[len(seconds) // 2] * 1e3, 3)
        print(json.dumps(figure), flush=True)

    def train():
        net.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()

    net.train()
    clock("parameter gradient (training mode)", train, options.runs)
    net.eval()
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    clock("input gradient (inference mode)", lambda: gradient(net, x, y), options.runs)
    with torch.no_grad():
        clock("forward (inference mode)", lambda: net(x), options.runs)
    few = max(3, options.runs // 4)
    clock("PGD-20 on a batch", lambda: pgd(net, x, y, 0.3, 20, 0.03), few)


def grid(options):
    sync = settle(options.device)
    make, shape = NETS[options.net]
    net = make().to(options.device)
    images = torch.rand(options.images, *shape)
    labels = torch.arange(options.images) % 10
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

    def report(what, start):
        sync()
        figure = {"what": what, "seconds": round(time.perf_counter() - start, 3)}
        print(json.dumps(figure), flush=True)

    start = time.perf_counter()
    for _ in range(options.epochs):
        order = torch.randperm(options.images)
        for first in range(0, options.images, options.batch):
            rows = order[first : first + options.batch]
            x, y = images[rows].to(options.device), labels[rows].to(options.device)
            net.eval()
            z = pgd(net, x, y, options.epsilon, options.steps, options.epsilon / 4)
            net.train()
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(net(z), y).backward()
            optimizer.step()
    report("adversarial training", start)
    net.eval()
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    for name, attack in (
        ("pgd", lambda x, y: pgd(net, x, y, options.epsilon, 20, options.epsilon / 10)),
        ("apgd", lambda x, y: apgd(net, x, y, options.epsilon, 50)),
    ):
        start = time.perf_counter()
        for first in range(0, options.attacked, 128):
            x = images[first : min(options.attacked, first + 128)].to(options.device)
            attack(x, labels[first : first + len(x)].to(options.device))
        report(name, start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["speed", "grid"])
    parser.add_argument("--net", default="small-cnn", choices=NETS)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--work", dest="only", default="", help="only works whose name has this")
    parser.add_argument("--images", type=int, default=1024)
    parser.add_argument("--attacked", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--epsilon", type=float, default=8 / 255)
    chosen = parser.parse_args()
    speed(chosen) if chosen.kind == "speed" else grid(chosen)
