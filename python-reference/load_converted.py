# -*- coding: utf-8 -*-
"""Shows that real Keras takes what `convert` wrote: loads each file and compares its answers with the fixture's.

    python-reference/run keras-2.2.4 python-reference/load_converted.py FIXTURES CONVERTED

CONVERTED holds, for the fixture FIXTURES/a/b, the Keras 2 file a/b.h5. Exit code 1 when a file is missing, is not
loaded, or answers otherwise than the fixture says; `check-converted` makes the files and runs this.
"""
from __future__ import absolute_import, division, print_function

import argparse
import io
import json
import os
import sys

import numpy as np

import recording

TOLERANCE = {"rtol": 1.3e-6, "atol": 1e-5}


def fixtures(root):
    """Folders under root, relative to it, of fixtures that a converted file can stand for."""
    for folder, _, files in sorted(os.walk(root)):
        if "fixture.json" in files:
            with io.open(os.path.join(folder, "fixture.json"), encoding="utf-8") as stream:
                fixture = json.load(stream)
            if fixture.get("expect", "match") == "match" and fixture["calls"]:
                yield os.path.relpath(folder, root), fixture


def array(folder, data):
    if not isinstance(data, list):
        name, key = data.split("#")
        return np.load(os.path.join(folder, name))[key]
    return np.array(data)


def compare(fixture, folder, converted):
    """The largest difference between Keras's answers on the converted file and the fixture, or a reason."""
    model = recording.keras().models.load_model(converted, compile=False)
    tolerance = fixture.get("tolerance") or TOLERANCE
    worst = 0.0
    for number, call in enumerate(fixture["calls"]):
        if call["reset_states"]:
            recording.reset_states(model)
        inputs = [recording.as_fed(array(folder, entry["data"])) for entry in call["inputs"]]
        for entry, answer in zip(call["outputs"], recording.predict(model, inputs)):
            expected = array(folder, entry["data"]).astype("float64")
            if answer.shape != expected.shape:
                raise AssertionError("call %d, output %s has shape %s; recorded: %s" % (
                    number, entry["name"], answer.shape, expected.shape))
            difference = np.abs(answer - expected)
            allowed = tolerance["atol"] + tolerance["rtol"] * np.abs(expected)
            if not (difference <= allowed).all():
                raise AssertionError("call %d, output %s differs by %.3g; allowed: %.3g + %.3g * |recorded|" % (
                    number, entry["name"], difference.max(), tolerance["atol"], tolerance["rtol"]))
            worst = max(worst, float(difference.max()))
    return worst


def main():
    parser = argparse.ArgumentParser(description="Loads converted models in real Keras and compares the answers.")
    parser.add_argument("fixtures")
    parser.add_argument("converted")
    arguments = parser.parse_args()
    passed = failed = 0
    for name, fixture in fixtures(arguments.fixtures):
        converted = os.path.join(arguments.converted, name + ".h5")
        try:
            if not os.path.exists(converted):
                raise AssertionError("there is no " + converted)
            worst = compare(fixture, os.path.join(arguments.fixtures, name), converted)
            passed += 1
            print("same       %-60s %.2g" % (name, worst))
        except Exception as problem:  # whatever Keras raises on loading is the finding
            failed += 1
            print("DIFFERENT  %-60s %s: %s" % (name, type(problem).__name__, str(problem).split("\n")[0]))
        recording.backend().clear_session()
    print("%s: %d same, %d different" % (recording.generation(), passed, failed))
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
