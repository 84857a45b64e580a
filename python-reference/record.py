# -*- coding: utf-8 -*-
"""Makes a fixture of a trained model: asks real Keras and writes down what it says, layer by layer.

    python python-reference/record.py MODEL FOLDER [--inputs FILE] [--seed N --rows N]

Any Python with a Keras will do, from Keras 1.0.6 on: the one that made the model. (`run GENERATION record.py ...`
takes one of our own environments.) MODEL is an .h5 or .keras file that this Keras loads, or a weights file with
--config ARCHITECTURE.json.
Inputs come from FILE (.npy for one input; .npz or .json by the inputs' names; in JSON a bare list for one input) or are
sampled from the model's input shapes: strings of the words that the first layer knows. The fixture gets MODEL's own bytes.
"""
from __future__ import absolute_import, division, print_function

import argparse
import io
import json
import os
import shutil

import numpy as np

import recording


def load(path, config):
    models = recording.keras().models
    if config is None:
        if recording.generation() == "keras-1.0.6":
            raise SystemExit("Keras 1.0.6 cannot load a whole model; give its weights and --config ARCHITECTURE.json")
        if recording.generation().startswith("keras-1."):
            return models.load_model(path)
        return models.load_model(path, compile=False)
    with io.open(config, encoding="utf-8") as stream:
        model = models.model_from_json(stream.read())
    model.load_weights(path)
    if recording.generation().startswith("keras-1."):
        model.compile(loss="mse", optimizer="sgd")  # Keras 1 predicts in a compiled model only
    return model


def read_inputs(path, names):
    if path.endswith(".npy"):
        found = np.load(path)
    elif path.endswith(".npz"):
        found = dict(np.load(path))
    elif path.endswith(".json"):
        with io.open(path, encoding="utf-8") as stream:
            found = json.load(stream)
    else:
        raise SystemExit("inputs are read from .npy, .npz or .json; received: " + path)
    if not isinstance(found, dict):
        found = {names[0]: found} if len(names) == 1 else dict(zip(names, found))
    missing = [name for name in names if name not in found]
    if missing:
        raise SystemExit("%s has no %s; the model takes %s" % (path, ", ".join(missing), ", ".join(names)))
    return [np.asarray(found[name]) for name in names]


def with_last_axis(array, tensor):
    """(batch,) as (batch, 1) where the model takes that, as later Kerases do themselves."""
    shape = recording.shape_of(tensor)
    return array[:, np.newaxis] if array.ndim == 1 and len(shape) == 2 and shape[1] == 1 else array


def sample_inputs(model, seed, rows, length):
    """Normal numbers in the shapes of the inputs; whole numbers below the vocabulary where an Embedding reads them."""
    random, arrays = np.random.RandomState(seed), []
    for tensor, reader in zip(recording.input_tensors(model), recording.readers(model)):
        shape = list(recording.shape_of(tensor))
        shape[0] = shape[0] or rows
        shape = [size or length for size in shape]
        if type(reader).__name__ == "Embedding":
            arrays.append(random.randint(0, reader.input_dim, shape))
        elif recording.dtype_of(tensor) == "string":
            arrays.append(sample_strings(reader, random, shape))
        elif recording.dtype_of(tensor).startswith(("int", "uint")):
            known = [int(word) for word in known_words(reader)] + list(range(10))
            arrays.append(np.array([known[i] for i in random.randint(0, len(known), shape).ravel()]).reshape(shape))
        else:
            arrays.append(random.normal(size=shape))
    return arrays


def sample_strings(reader, random, shape):
    """One to three of the reader's words in each string, and words that it does not know."""
    known = [word for word in known_words(reader) if word] + ["Java", "a"]
    most = 4 if type(reader).__name__ == "TextVectorization" else 2
    strings = [" ".join(known[random.randint(len(known))] for _ in range(random.randint(1, most)))
               for _ in range(int(np.prod(shape)))]
    return np.array(strings).reshape(shape)


def known_words(reader):
    return [word for word in reader.get_vocabulary()] if hasattr(reader, "get_vocabulary") else []


def main():
    parser = argparse.ArgumentParser(description="Records a fixture of a model that Keras loads.")
    parser.add_argument("model")
    parser.add_argument("folder", help="the fixture's folder")
    parser.add_argument("--config", help="architecture as JSON, for a file of weights only")
    parser.add_argument("--inputs", help=".npy, .npz or .json; sampled from the input shapes if not given")
    parser.add_argument("--seed", type=int, default=7, help="of the sampled inputs (default 7)")
    parser.add_argument("--rows", type=int, default=4, help="how many samples to draw (default 4)")
    parser.add_argument("--length", type=int, default=5, help="for every open dimension (default 5)")
    parser.add_argument("--calls", type=int, default=1, help="feed the inputs so often, for a stateful model")
    parser.add_argument("--no-layers", action="store_true", help="leave out what the layers give")
    parser.add_argument("--description")
    arguments = parser.parse_args()
    model = load(arguments.model, arguments.config)
    if arguments.inputs:
        inputs = [with_last_axis(array, tensor) for array, tensor in zip(
            read_inputs(arguments.inputs, recording.input_names(model)), recording.input_tensors(model))]
    else:
        inputs = sample_inputs(model, arguments.seed, arguments.rows, arguments.length)
    if not os.path.isdir(arguments.folder):
        os.makedirs(arguments.folder)
    saved = ("model" + os.path.splitext(arguments.model)[1], "config.json" if arguments.config else None)
    for source, name in zip((arguments.model, arguments.config), saved):
        if source:
            shutil.copyfile(source, os.path.join(arguments.folder, name))
    made_by = recording.producer()
    by = "Keras " + made_by["keras"] if made_by["keras"] else "the Keras of " + made_by["backend"]
    description = arguments.description or "%s as %s answers" % (os.path.basename(arguments.model), by)
    recording.record(arguments.folder, model, [{"inputs": inputs}] * arguments.calls, description,
                     layers=not arguments.no_layers, saved=saved)
    print("recorded %s: %d call(s), inputs %s" % (arguments.folder, arguments.calls, ", ".join(
        "%s %s" % (name, np.shape(array)) for name, array in zip(recording.input_names(model), inputs))))


if __name__ == "__main__":
    main()
