# -*- coding: utf-8 -*-
"""Shows that real Keras takes what `convert` wrote: loads each file and holds its answers, those of the layers
included, against the fixture's.

    python-reference/run keras-2.2.4 python-reference/load_converted.py FIXTURES CONVERTED

CONVERTED holds, for the fixture FIXTURES/a/b, the file a/b.h5 or a/b.keras; a fixture without one was refused, and is
left out. Exit code 1 when a file is not loaded, or answers otherwise than the fixture says; `check-converted` makes
the files and runs this.
"""
from __future__ import absolute_import, division, print_function

import argparse
import io
import itertools
import json
import os
import sys

import numpy as np

import recording

TOLERANCE = {"rtol": 1.3e-6, "atol": 1e-5}


def fixtures(root, converted):
    """(name, fixture, converted file) of every fixture under root with a converted file and something to compare."""
    for folder, _, files in sorted(os.walk(root)):
        if "fixture.json" not in files:
            continue
        name = os.path.relpath(folder, root)
        found = [path for path in (os.path.join(converted, name + suffix) for suffix in (".h5", ".keras"))
                 if os.path.exists(path)]
        if found:
            with io.open(os.path.join(folder, "fixture.json"), encoding="utf-8") as stream:
                fixture = json.load(stream)
            if fixture.get("calls"):
                yield name, fixture, found[0]


def array(folder, data):
    if not isinstance(data, list):
        name, key = data.split("#")
        return np.load(os.path.join(folder, name))[key]
    return np.array(data)


class Asked(object):
    """A model that answers with its outputs and what its layers gave, in one pass, since states move in each."""

    def __init__(self, model):
        graph = recording._graph(model)
        named = recording._layer_tensors(model)
        self.layers = [name for name, _ in named]
        self.outputs = len(graph.outputs)
        tensors = list(graph.outputs) + [tensor for _, tensor in named]
        if recording.generation().startswith("keras-2."):
            function = recording.backend().function(
                list(graph.inputs) + [recording.backend().learning_phase()], tensors, updates=model.state_updates)
            self._ask = lambda inputs: function(list(inputs) + [0])
        else:
            probe = recording.keras().Model(graph.inputs, tensors)
            if "channels_first" in model.to_json():  # on a CPU only compiled calls have it
                self._ask = lambda inputs: recording.predict(probe, inputs)
            else:
                self._ask = lambda inputs: probe(inputs if len(inputs) > 1 else inputs[0], training=False)

    def __call__(self, inputs):
        answers = self._ask(inputs)
        answers = [np.asarray(a) for a in (answers if isinstance(answers, (list, tuple)) else [answers])]
        return answers[:self.outputs], dict(zip(self.layers, answers[self.outputs:]))


def compare(fixture, folder, converted):
    """The largest difference between Keras's answers on the converted file and the fixture, and how many layers were
    compared; an AssertionError tells what differs."""
    model = recording.keras().models.load_model(converted)
    asked = Asked(model)
    tolerance = fixture.get("tolerance") or TOLERANCE
    worst, layers = 0.0, 0
    for number, call in enumerate(fixture.get("calls")):
        if call.get("reset_states"):
            recording.reset_states(model)
        inputs = [recording.as_fed(array(folder, entry["data"])) for entry in call["inputs"]]
        outputs, inner = asked(inputs)
        if len(outputs) != len(call["outputs"]):
            raise AssertionError("call %d: %d outputs; recorded: %d" % (number, len(outputs), len(call["outputs"])))
        pairs = [("layer " + entry["name"], inner[entry["name"]], entry)
                 for entry in call.get("layers", []) if entry["name"] in inner]
        layers += len(pairs)
        for what, answer, entry in pairs + [
                ("output " + entry["name"], answer, entry) for entry, answer in zip(call["outputs"], outputs)]:
            expected = array(folder, entry["data"]).astype("float64")
            if answer.shape != expected.shape:
                raise AssertionError("call %d, %s has shape %s; recorded: %s" % (
                    number, what, answer.shape, expected.shape))
            difference = np.abs(answer.astype("float64") - expected)
            same = (difference <= tolerance["atol"] + tolerance["rtol"] * np.abs(expected)) | (
                answer == expected) | (np.isnan(answer) & np.isnan(expected))
            if not same.all():
                raise AssertionError("call %d, %s differs by %.3g; allowed: %.3g + %.3g * |recorded|" % (
                    number, what, np.nanmax(difference), tolerance["atol"], tolerance["rtol"]))
            if difference.size:
                worst = max(worst, float(np.nanmax(difference)))
    return worst, layers


def main():
    parser = argparse.ArgumentParser(description="Loads converted models in real Keras and compares the answers.")
    parser.add_argument("fixtures")
    parser.add_argument("converted")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="asks about each Nth file only")
    parser.add_argument("--first", type=int, default=0, metavar="M", help="leaves out the first M files")
    parser.add_argument("--verbose", action="store_true", help="a line for each that is the same, too")
    arguments = parser.parse_args()
    passed = failed = compared = 0
    found = fixtures(arguments.fixtures, arguments.converted)
    for name, fixture, converted in itertools.islice(found, arguments.first, None, arguments.every):
        try:
            worst, layers = compare(fixture, os.path.join(arguments.fixtures, name), converted)
            passed += 1
            compared += layers
            if arguments.verbose:
                print("same       %-60s %.2g" % (name, worst))
        except Exception as problem:  # whatever Keras raises on loading is the finding
            failed += 1
            print("DIFFERENT  %-60s %s: %s" % (name, type(problem).__name__, str(problem).strip().replace("\n", " ")[:300]))
            sys.stdout.flush()
        if (passed + failed) % 20 == 0 or not recording.generation().startswith("keras-2."):
            recording.backend().clear_session()
    print("%s: %d same (with the outputs of %d layers), %d different" % (
        recording.generation(), passed, compared, failed))
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
