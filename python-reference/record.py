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
import importlib
import io
import json
import os
import shutil
import sys

import numpy as np

try:
    import recording
except ImportError:  # installed by pip
    from keras4j_record import recording


def load(path, config, custom=None):
    """The model, or a SystemExit whose message says what this Keras does not load in it, and what to do."""
    if not os.path.exists(path):
        raise SystemExit("there is no such model: %s" % path)
    try:
        return _load(path, config, custom or {})
    except SystemExit:
        raise
    except Exception as problem:  # every Keras has errors of its own for what it can't load
        raise SystemExit(_why(path, problem))


def _load(path, config, custom):
    models = recording.keras().models
    if config is None:
        if recording.generation() == "keras-1.0.6":
            raise SystemExit("Keras 1.0.6 cannot load a whole model; give its weights and --config ARCHITECTURE.json")
        if recording.generation().startswith("keras-1."):
            return models.load_model(path, custom_objects=custom)
        options = {"safe_mode": False} if _trusts(path, models) else {}
        return models.load_model(path, custom_objects=custom, compile=False, **options)
    with io.open(config, encoding="utf-8") as stream:
        model = models.model_from_json(stream.read(), custom_objects=custom)
    model.load_weights(path)
    if recording.generation().startswith("keras-1."):
        model.compile(loss="mse", optimizer="sgd")  # Keras 1 predicts in a compiled model only
    return model


def _trusts(path, models):
    """A Lambda's code is run only when the user says so: KERAS4J_TRUST_LAMBDAS=1."""
    if os.environ.get("KERAS4J_TRUST_LAMBDAS") != "1":
        return False
    return path.endswith(".keras") or recording.generation() == "keras-3"


def _why(path, problem):
    made = recording.producer()
    said = " ".join(str(problem).split()) or type(problem).__name__
    said = said[max(0, said.rfind("Exception encountered: ")):]  # Keras 3 puts the whole configuration before it
    text = "%s can't be loaded by Keras %s on Python %s: %s" % (
        path, made["keras"] or "of " + made["backend"], made["python"], said[:300] + ("..." if len(said) > 300 else ""))
    lower = said.lower()
    if "lambda" in lower and ("safe" in lower or "unsafe" in lower or "deserializ" in lower or "arbitrary" in lower):
        return text + ". A Lambda's Python code lies in the file; if you trust it, set KERAS4J_TRUST_LAMBDAS=1"
    if "unknown layer" in lower or "unknown object" in lower or "could not locate" in lower or "custom_objects" in lower \
            or "not defined" in lower or "unknown activation" in lower or "unknown " in lower:
        return text + ". If it is a class or function of your own, name where it is: --custom-objects module:Name"
    return text + ". Use the Python that saved the model"


def custom_objects(names):
    """{"Name": object} of what is given as module:Name or module; modules are looked for here and on PYTHONPATH."""
    found = {}
    sys.path.insert(0, os.getcwd())
    for name in names:
        module, _, wanted = name.partition(":")
        try:
            loaded = importlib.import_module(module[:-3] if module.endswith(".py") else module)
        except ImportError as problem:
            raise SystemExit("--custom-objects %s: the module can't be imported (%s); it is looked for in %s and on"
                             " PYTHONPATH" % (name, problem, os.getcwd()))
        wanted = [wanted] if wanted else [key for key in dir(loaded) if not key.startswith("_")]
        for key in wanted:
            if not hasattr(loaded, key):
                raise SystemExit("--custom-objects %s: module %s has no %s" % (name, module, key))
            found[key] = getattr(loaded, key)
    return found


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
    parser.add_argument("--custom-objects", action="append", default=[], metavar="MODULE:NAME",
                        help="a class or function of your own in the model; once for each")
    parser.add_argument("--inputs", help=".npy, .npz or .json; sampled from the input shapes if not given")
    parser.add_argument("--seed", type=int, default=7, help="of the sampled inputs (default 7)")
    parser.add_argument("--rows", type=int, default=4, help="how many samples to draw (default 4)")
    parser.add_argument("--length", type=int, default=5, help="for every open dimension (default 5)")
    parser.add_argument("--calls", type=int, default=1, help="feed the inputs so often, for a stateful model")
    parser.add_argument("--no-layers", action="store_true", help="leave out what the layers give")
    parser.add_argument("--description")
    arguments = parser.parse_args()
    model = load(arguments.model, arguments.config, custom_objects(arguments.custom_objects))
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
