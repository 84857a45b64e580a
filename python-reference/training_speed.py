# -*- coding: utf-8 -*-
"""How long 11,500 updates of three-char-time-steps take: tf.keras 2.15, DL4J and keras4j, one after the other.

    python-reference/run tf-keras-2.15 python-reference/training_speed.py

Run from the project's folder after `mvn package`, on a machine that does nothing else. LSTM(32) over 3 steps,
Dense(26), batch 1, Adam, 500 epochs of 23 samples. keras4j and DL4J train the recorded runs of the same model and are
compared with them update by update while they are timed; a run that is not the same training is an error.
"""
from __future__ import absolute_import, division, print_function

import os
import re
import subprocess
import time

import alphabet
import recording

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIXTURE = os.path.join("fixtures", "training", "three-char-time-steps-tf-keras-2.15-")
SYSTEM = alphabet.SYSTEMS["three-char-time-steps"]
REPEATS = 8


def keras():
    """Keras's own fit, from the first call on: its graph is made in it, as a JVM compiles in a cold run."""
    recording.seed(alphabet.SEED)
    x, y = SYSTEM.training_arrays()
    model = SYSTEM.build()
    started = time.time()
    SYSTEM.fit(model, x, y, SYSTEM.epochs)
    return time.time() - started


def java(command, dtype, engine="purejava", repeats=REPEATS):
    """Seconds of each run in one process."""
    environment = {k: v for k, v in os.environ.items() if k != "KERAS4J_FLOATX"}
    out = subprocess.run(command + ["train", FIXTURE + dtype, "--engine", engine, "--repeat", str(repeats),
                                    "--verbose", "0"], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, universal_newlines=True, check=True).stdout
    return [float(s) for s in re.findall(r"([0-9.]+) s$", out, re.MULTILINE)]


def main():
    fit = keras()
    rows = [("tf.keras 2.15 `fit`, float32", fit)]
    plain, vectors = ["java", "-jar", "target/keras4j.jar"], ["bin/keras4j"]
    for dtype in ("float32", "float64"):
        for name, command in (("Vector API", vectors), ("plain Java", plain)):
            seconds = java(command, dtype)
            rows.append(("keras4j, %s, %s, cold" % (dtype, name), seconds[0]))
            rows.append(("keras4j, %s, %s, warm" % (dtype, name), min(seconds[1:])))
    rows.append(("DL4J `fit`, float64", java(plain, "float64", "dl4j", 1)[0]))
    print("| 11,500 updates by | seconds | of `fit` |\n| --- | ---: | ---: |")
    for name, seconds in rows:
        print("| %s | %.3f | %s |" % (name, seconds, "1/%.0f" % (fit / seconds) if seconds < fit
                                      else "%.1f x" % (seconds / fit)))


if __name__ == "__main__":
    main()
