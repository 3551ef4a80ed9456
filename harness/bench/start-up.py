#!/usr/bin/env python3
"""Measures how long robustgrid takes to start: medians of five, in seconds, as JSON lines.

start-up.py [--grid leaderboards/grids/quick-start.yaml] [--out FOLDER] [--runs 5]

`plugins` lists what there is; `run` finds a grid finished (it is run before, into FOLDER or one that is removed); a worker says that it
is ready for work, ND4J and plugins loaded.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROBUSTGRID = os.path.join(HOME, "robustgrid")


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def worker(folder):
    """Seconds until a worker of a finished run says that it is ready."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    command = [java, "-Xmx512m", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp",
               os.path.join(HOME, "harness/cli/target/robustgrid-cli.jar"),
               "org.robustgrid.run.worker.WorkerMain", folder, "NONE"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    for line in process.stdout:
        if '"READY"' in line:
            passed = time.perf_counter() - start
            process.stdin.close()
            process.wait()
            return passed
    raise SystemExit("start-up.py: the worker ended without being ready")


def report(what, runs, measure):
    times = sorted(measure() for _ in range(runs))
    print(json.dumps({"what": what, "runs": runs, "median_s": round(statistics.median(times), 2),
                      "worst_s": round(times[-1], 2)}), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--grid", default=os.path.join(HOME, "leaderboards/grids/quick-start.yaml"))
    p.add_argument("--out", help="where the grid runs, or has run (default: a folder that is removed)")
    p.add_argument("--runs", type=int, default=5)
    a = p.parse_args()
    folder = a.out or tempfile.mkdtemp()
    try:
        run = [ROBUSTGRID, "run", a.grid, "--out", folder]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        report("plugins", a.runs, lambda: seconds([ROBUSTGRID, "plugins"]))
        report("run on a finished grid", a.runs, lambda: seconds(run))
        report("worker ready", a.runs, lambda: worker(folder))
    finally:
        if not a.out:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
