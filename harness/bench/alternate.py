#!/usr/bin/env python3
"""Runs the peer script and ours in alternation and prints medians of ratios.

alternate.py --peer "python3 bench_torch.py" --ours "java -cp ... org.robustgrid.bench.PeerLines" --net small-cnn --batch 64

The ratio is the peer's median time divided by ours: above 1, ours is faster.
"""
import argparse
import json
import shlex
import statistics
import subprocess


def lines(command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {r["what"]: r for r in map(json.loads, filter(lambda l: l.startswith("{"), out.splitlines()))}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--peer", required=True)
    p.add_argument("--ours", required=True)
    p.add_argument("--net", default="small-cnn")
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--runs", type=int, default=12)
    p.add_argument("--rounds", type=int, default=5)
    a = p.parse_args()
    peer = shlex.split(a.peer) + ["--net", a.net, "--batch", str(a.batch), "--runs", str(a.runs)]
    ours = shlex.split(a.ours) + [a.net, str(a.batch), str(a.runs)]
    ratios, times = {}, {}
    for _ in range(a.rounds):
        theirs, mine = lines(peer), lines(ours)
        for what in mine.keys() & theirs.keys():
            ratios.setdefault(what, []).append(theirs[what]["median_ms"] / mine[what]["median_ms"])
            times.setdefault(what, []).append((theirs[what]["median_ms"], mine[what]["median_ms"]))
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
