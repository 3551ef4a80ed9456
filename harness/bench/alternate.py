#!/usr/bin/env python3
"""Runs robustgrid and a PyTorch peer script in alternation and prints medians of ratios.

alternate.py --peer bench_torch.py [--net small-cnn] [--batch 64] [--threads 2] [--runs 12] [--rounds 5]
             [--work gradient]

The peer takes --net, --batch, --threads and --runs, with --work also that, and prints JSON lines with the same fields and the
same texts under "what" as `speed`. The ratio is the peer's median time divided by ours:
above 1, ours is faster. --python names the interpreter that has PyTorch.
"""
import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def has_torch(python):
    try:
        found = subprocess.run([python, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True)
    except OSError:
        return None
    return found.stdout.strip() if found.returncode == 0 else None


def lines(command, environment=None):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"alternate.py: {shlex.join(command)} ended with exit code {done.returncode}; see above")
    return {r["what"]: r for r in map(json.loads, filter(lambda l: l.startswith("{"), done.stdout.splitlines()))}


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--peer", required=True, help="the peer script")
    p.add_argument("--python", default=sys.executable, help="the Python that has PyTorch (default: this one)")
    p.add_argument("--ours", default=os.path.join(HOME, "harness/bench/speed"), help="our command")
    p.add_argument("--net", default="small-cnn")
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--runs", type=int, default=12)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--work", action="append", default=[], help="only works whose names contain this")
    a = p.parse_args()
    if not os.path.isfile(a.peer):
        sys.exit(f"alternate.py: there is no peer script {a.peer}; correct --peer")
    version = has_torch(a.python)
    if version is None:
        print(f"alternate.py: PyTorch is not installed for {a.python}: nothing was compared. Install it (Debian: "
              "python3-torch), or name a Python that has it with --python; `speed` runs without it.",
              file=sys.stderr)
        sys.exit(2)
    print(f"PyTorch {version}, {a.threads} threads, {a.rounds} rounds of {a.runs} runs", file=sys.stderr)
    options = ["--net", a.net, "--batch", str(a.batch), "--runs", str(a.runs)]
    options += [word for work in a.work for word in ("--work", work)]
    peer, ours = [a.python, a.peer, "--threads", str(a.threads)] + options, shlex.split(a.ours) + options
    environment = {**os.environ, "OMP_NUM_THREADS": str(a.threads)}
    ratios, times = {}, {}
    for turn in range(a.rounds):
        # who begins changes from round to round
        if turn % 2 == 0:
            theirs, mine = lines(peer), lines(ours, environment)
        else:
            mine, theirs = lines(ours, environment), lines(peer)
        for what in mine.keys() & theirs.keys():
            ratios.setdefault(what, []).append(theirs[what]["median_ms"] / mine[what]["median_ms"])
            times.setdefault(what, []).append((theirs[what]["median_ms"], mine[what]["median_ms"]))
            print(f"round {turn + 1}: {what}: {theirs[what]['median_ms']} ms against {mine[what]['median_ms']} ms",
                  file=sys.stderr, flush=True)
    for what in sorted(ratios):
        t = times[what]
        print(json.dumps({
            "what": what, "batch": a.batch, "rounds": a.rounds,
            "ratio_median": round(statistics.median(ratios[what]), 2),
            "ratios": [round(r, 2) for r in ratios[what]],
            "peer_ms": round(statistics.median(x for x, _ in t), 2),
            "ours_ms": round(statistics.median(y for _, y in t), 2)}))


if __name__ == "__main__":
    main()
