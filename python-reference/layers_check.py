"""Asks Keras for its own answer to each fixture's file: layers_check.py [--out FOLDER] [CASE...]

A fixture's answers come from the model in memory. Here the stored file is loaded and asked again, so a file that
Keras itself cannot read, or reads as another model, is found before anyone blames the reader in Java.
Start it by check-layers GENERATION [CASE...].
"""
from __future__ import absolute_import, print_function

import argparse
import fnmatch
import io
import json
import os
import sys

import numpy as np

import recording
from layer_cases.refusals import my_initializer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "layers"))
    parser.add_argument("cases", nargs="*", metavar="CASE")
    wanted = parser.parse_args()
    keras = recording.keras()
    root = os.path.join(wanted.out, recording.generation())
    right, wrong = 0, []
    for name in sorted(os.listdir(root)):
        if wanted.cases and not any(fnmatch.fnmatch(name, one) for one in wanted.cases):
            continue
        try:
            problem = differs(keras, os.path.join(root, name))
        except Exception as failure:  # every fixture is to be asked
            problem = "%s: %s" % (type(failure).__name__, str(failure).strip()[:300])
        if problem:
            wrong.append("%s: %s" % (name, problem))
        else:
            right += 1
    print("%s: %d files answer as recorded, %d do not" % (recording.generation(), right, len(wrong)))
    if wrong:
        sys.exit("\n".join(wrong))


def differs(keras, folder):
    """What is wrong with a fixture, or None."""
    with io.open(os.path.join(folder, "fixture.json"), encoding="utf-8") as stream:
        fixture = json.load(stream)
    if fixture["expect"] != "match":
        return None
    keras.backend.clear_session()
    try:
        if "float64" in os.path.basename(folder):
            keras.backend.set_floatx("float64")
        model = load(keras, folder, fixture)
        for call in fixture["calls"]:
            problem = answer(model, folder, call, fixture.get("tolerance", {"rtol": 1.3e-6, "atol": 1e-5}))
            if problem:
                return problem
    finally:
        keras.backend.set_floatx("float32")
    return None


def load(keras, folder, fixture):
    path = os.path.join(folder, fixture["model"])
    if "config" not in fixture:
        return keras.models.load_model(path, compile=False, custom_objects={
            "my_initializer": my_initializer, "CuDNNLSTM": on_cpu("LSTM"), "CuDNNGRU": on_cpu("GRU")})
    with io.open(os.path.join(folder, fixture["config"]), encoding="utf-8") as stream:
        model = keras.models.model_from_json(stream.read())
    model.load_weights(path)
    return model


def on_cpu(kind):
    """What Keras's documentation tells to use for a GPU's layer on a CPU."""
    more = {"reset_after": True} if kind == "GRU" else {}

    class Layer(getattr(recording.keras().layers, kind)):
        def __init__(self, *positional, **o):
            super(Layer, self).__init__(*positional, **dict(o, recurrent_activation="sigmoid", **more))
    Layer.__name__ = kind
    return Layer


def answer(model, folder, call, tolerance):
    if call["reset_states"]:
        recording.reset_states(model)
    inputs = [array_of(folder, entry) for entry in call["inputs"]]
    got = recording.predict(model, [recording.as_fed(x) for x in inputs])
    for entry, array in zip(call["outputs"], got):
        recorded = array_of(folder, entry)
        if recorded.shape != array.shape:
            return "%s has shape %s, recorded is %s" % (entry["name"], array.shape, recorded.shape)
        if array.dtype.kind == "U":
            if (array != recorded).any():
                return "%s has other strings" % entry["name"]
        elif not np.allclose(array, recorded, equal_nan=True, **tolerance):
            return "%s differs by up to %g" % (entry["name"], np.nanmax(np.abs(array - recorded)))
    return None


def array_of(folder, entry):
    if isinstance(entry["data"], list):
        array = np.array(entry["data"])
        return array
    file, key = entry["data"].split("#")
    return np.load(os.path.join(folder, file))[key]


if __name__ == "__main__":
    main()
