# -*- coding: utf-8 -*-
"""Writes what Keras says as a fixture folder: the model, the inputs as fed, the outputs, the layers' activations.

One file for every generation: Python 2.7 to 3.12, Keras 1.0.6 to 3. Only numpy and Keras are needed.

    import recording
    keras = recording.keras()                       # tf.keras under tf-keras-2.15
    model = ...
    recording.record("fixtures/layers/keras-3/dense", model,
                     calls=[{"inputs": [x]}], description="one Dense layer")

Every call is one batch, so its rows are the model's batch size; the calls run in order on one model, which
carries its state where it is stateful. The bytes written depend on nothing but what Keras answers.
"""
from __future__ import absolute_import, division, print_function

import hashlib
import importlib
import io
import json
import os
import platform
import sys
import zipfile
from collections import OrderedDict

import numpy as np

INLINE_LIMIT = 400  # numbers; a longer array goes to arrays.npz

_modules = {}


def generation():
    """The generation under which `run` started us, for example keras-1.2.2; without `run`, that of the Keras which is
    installed: every Keras behaves like one of the six."""
    if "generation" not in _modules:
        _modules["generation"] = os.environ.get("KERAS_GENERATION") or _installed()
    return _modules["generation"]


def _installed():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # which sums in another order
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    if os.environ.get("TF_USE_LEGACY_KERAS", "0").lower() in ("1", "true"):
        return "tf-keras-2.15"
    try:
        import keras as module
        found = "keras " + module.__version__
    except ImportError as problem:
        try:
            from tensorflow import keras as module  # TensorFlow 1.4 to 2.5 hold a Keras of their own
            import tensorflow
            found = "tensorflow " + tensorflow.__version__
        except ImportError:
            raise SystemExit("This Python has no Keras that can be loaded (%s); install the one that made your model, "
                             "for example: pip install keras tensorflow-cpu" % problem)
    name, version = found.split()
    major, minor = [int(part) for part in version.split(".")[:2]]
    if name == "tensorflow":
        return "tf-keras-2.15" if major == 2 else "keras-2.2.4"
    if major == 1:
        return "keras-1.0.6" if minor == 0 else "keras-1.2.2"
    if major == 2:
        return "keras-2.2.4" if minor < 3 else "keras-2.3.1" if minor == 3 else "tf-keras-2.15"
    return "keras-3"


def keras():
    """The generation's keras module, on one thread, so that the same run gives the same bits."""
    if "keras" not in _modules:
        _modules["keras"] = _import_keras()
    return _modules["keras"]


def _import_keras():
    name = generation()
    _leave_out_times()
    if name.startswith("keras-1."):
        import keras as module
        for part in ("backend", "callbacks", "constraints", "layers", "models", "optimizers", "regularizers"):
            importlib.import_module("keras." + part)  # Keras 1.0.6 imports none of them by itself
    elif name.startswith("keras-2."):
        import tensorflow as tf
        tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
        try:
            import keras as module
        except ImportError:
            module = tf.keras
        one_thread = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
        module.backend.set_session(tf.compat.v1.Session(config=one_thread))
    else:
        import logging
        logging.getLogger("absl").setLevel(logging.ERROR)
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
        if name == "keras-3":
            import keras as module
            if module.backend.backend() != "tensorflow":
                return module
        import tensorflow as tf
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        if name == "tf-keras-2.15":
            module = tf.keras
    return module


def _leave_out_times():
    """h5py 2 stamps every dataset with the time; without that the same weights give the same bytes."""
    import h5py
    create = h5py.Group.create_dataset

    def create_without_time(self, *args, **kwargs):
        kwargs.setdefault("track_times", False)
        return create(self, *args, **kwargs)

    h5py.Group.create_dataset = create_without_time


def backend():
    return keras().backend


def floatx():
    return backend().floatx()


def set_floatx(name):
    """For models built from now on."""
    forget_names()
    backend().set_floatx(name)
    if generation() == "keras-3":
        keras().config.set_dtype_policy(name)  # kept since the first layer was built


def forget_names():
    """Layers are named from 1 on again, so that a run's files do not depend on the runs before it."""
    if generation().startswith("keras-1."):
        importlib.import_module("keras.backend.common")._UID_PREFIXES.clear()
    else:
        backend().clear_session()


def seed(number):
    """Seeds what draws weights and shuffles in this generation."""
    if hasattr(keras(), "utils") and hasattr(keras().utils, "set_random_seed"):
        keras().utils.set_random_seed(number)
        return
    np.random.seed(number)
    if generation().startswith("keras-2."):
        import tensorflow as tf
        tf.compat.v1.set_random_seed(number)


def producer():
    name = backend().backend() if hasattr(backend(), "backend") else backend()._BACKEND  # Keras 1.0
    engine = "%s %s" % (name, importlib.import_module(name).__version__)
    module = keras()
    if generation() == "tf-keras-2.15":
        try:
            import keras as module  # tf.keras itself often knows no version
        except ImportError:
            pass
    version = getattr(module, "__version__", None)
    return OrderedDict([("keras", version), ("backend", engine),
                        ("python", platform.python_version()), ("numpy", np.__version__)])


# ---------------------------------------------------------------- the model's graph

def input_names(model):
    """The input layers' names, in order (Keras 3 calls the tensors otherwise than their layers)."""
    graph = _graph(model)
    if generation() == "keras-3":
        return [tensor._keras_history.operation.name for tensor in graph.inputs]
    return [_plain(name) for name in graph.input_names]


def input_tensors(model):
    return list(_graph(model).inputs)


def shape_of(tensor):
    """A symbolic tensor's shape with None for what is open."""
    if hasattr(tensor, "_keras_shape"):
        return tensor._keras_shape
    return tuple(tensor.shape)


def dtype_of(tensor):
    """A symbolic tensor's type by name."""
    dtype = getattr(tensor, "dtype", "float32")
    return dtype if isinstance(dtype, str) else getattr(dtype, "name", str(dtype))


def readers(model):
    """For each input the first layer that reads it."""
    found, tensors = {}, input_tensors(model)
    for node in _nodes(model):
        for tensor in _listed(getattr(node, "input_tensors", None)):
            for i, mine in enumerate(tensors):
                if tensor is mine and type(_layer_of(node)).__name__ != "InputLayer":
                    found.setdefault(i, _layer_of(node))
    return [found.get(i) for i in range(len(tensors))]


def output_names(model):
    return [_plain(name) for name in _graph(model).output_names]


def _plain(name):
    return name[:-2] if name.endswith(":0") else name


def _graph(model):
    """The functional model behind: Sequential wraps one in Keras 1 and in Keras 3."""
    inner = getattr(model, "model", None) or getattr(model, "_functional", None)
    return inner if inner is not None else model


def _nodes(model):
    graph = _graph(model)
    by_depth = getattr(graph, "_nodes_by_depth", None)
    if by_depth is None:
        by_depth = graph.nodes_by_depth
    return [node for depth in by_depth.values() for node in depth]


def _listed(tensors):
    return list(tensors) if isinstance(tensors, (list, tuple)) else [] if tensors is None else [tensors]


def _layer_tensors(model):
    """(name, output tensor) of each layer that is applied once in this model and has one output."""
    nodes, found = _nodes(model), []
    for layer in _graph(model).layers:
        if type(layer).__name__ == "InputLayer":
            continue
        mine = [node for node in nodes if _layer_of(node) is layer]
        if len(mine) == 1:
            tensors = _listed(mine[0].output_tensors)
            if len(tensors) == 1 and not isinstance(tensors[0], (list, tuple)):
                found.append((layer.name, tensors[0]))
    return found


def _layer_of(node):
    return node.operation if hasattr(node, "operation") else node.outbound_layer


def reset_states(model):
    """Zeroes the states of every stateful layer."""
    if generation() != "keras-3":
        model.reset_states()
        return
    for layer in model._flatten_layers():  # Keras 3's Model has no reset_states
        if getattr(layer, "stateful", False) and hasattr(layer, "states"):
            layer.reset_state()


class _LayerProbe(object):
    """Asks for the layers' activations without moving the model's states."""

    def __init__(self, model):
        self._model = model
        named = _layer_tensors(model)
        self.names = [name for name, _ in named]
        tensors = [tensor for _, tensor in named]
        graph = _graph(model)
        if not tensors:
            self._ask = lambda inputs: []
        elif generation().startswith(("keras-1.", "keras-2.")):
            # a function of its own carries none of the model's state updates
            function = backend().function(list(graph.inputs) + [backend().learning_phase()], tensors)
            self._ask = lambda inputs: function(list(inputs) + [0])
        else:
            self._ask = self._by_model(keras().Model(graph.inputs, tensors))

    def _by_model(self, probe):
        def ask(inputs):
            states = [v for layer in self._model._flatten_layers() for v in _states(layer)]
            before = [np.array(v) for v in states]
            answer = probe.predict_on_batch(_tensors(inputs))
            for variable, value in zip(states, before):
                variable.assign(value)
            return answer if isinstance(answer, (list, tuple)) else [answer]
        return ask

    def __call__(self, inputs):
        return list(zip(self.names, self._ask(inputs)))


def _states(layer):
    if not getattr(layer, "stateful", False):
        return []
    states = getattr(layer, "states", None)
    states = states if isinstance(states, (list, tuple)) else [states]
    for nested in [state for state in states if isinstance(state, (list, tuple))]:  # of StackedRNNCells
        states = [state for state in states if state is not nested] + list(nested)
    return [state for state in states if hasattr(state, "assign")]


def predict(model, inputs):
    """The model's outputs for one batch, as a list."""
    answer = model.predict_on_batch(_tensors(inputs))
    return [_text(np.asarray(a)) for a in (answer if isinstance(answer, (list, tuple)) else [answer])]


def as_fed(array):
    """Strings and integers stay what they are; any other input takes Keras's own float type."""
    array = _text(np.asarray(array))
    if array.dtype.kind == "U":
        return array
    if array.dtype.kind in "iu":
        small = array.size == 0 or max(abs(int(array.min())), abs(int(array.max()))) < 2 ** 31
        return array.astype("int32" if small else "int64")
    return array.astype(floatx())


def _text(array):
    """TensorFlow's strings are bytes, numpy's are characters."""
    if array.dtype.kind == "S":
        return np.char.decode(array, "utf-8")
    if array.dtype.kind == "O":
        return np.array([item.decode("utf-8") if isinstance(item, bytes) else item for item in array.ravel()],
                        dtype="U").reshape(array.shape)
    return array


def _tensors(inputs):
    """The inputs of one call as Keras takes them: it knows no strings of numpy."""
    if any(array.dtype.kind == "U" for array in inputs):
        import tensorflow
        inputs = [tensorflow.constant(array.tolist(), dtype="string") if array.dtype.kind == "U" else array
                  for array in inputs]
    return list(inputs) if len(inputs) > 1 else inputs[0]


# ---------------------------------------------------------------- saving

def save_model(model, folder, file_format="h5", stem="model"):
    """Saves and returns (model file, configuration file or None).

    h5: the whole model; keras: Keras 3's zip; weights: architecture as JSON + save_weights;
    weights.h5: the same with the newer weights layout. Keras 1.0.6 has no model.save, so it always gives weights.
    """
    if file_format == "h5" and not hasattr(model, "save"):
        file_format = "weights"
    if file_format == "keras" and generation().startswith(("keras-1.", "keras-2.")):
        raise ValueError("%s writes no .keras files" % generation())
    if file_format in ("h5", "keras"):
        name = stem + "." + file_format
        model.save(os.path.join(folder, name))
        return name, None
    if file_format not in ("weights", "weights.h5"):
        raise ValueError("unknown file_format: %r; known: h5, keras, weights, weights.h5" % file_format)
    suffix = ".h5" if file_format == "weights" else ".weights.h5"
    if file_format == "weights" and generation() == "keras-3":
        raise ValueError("Keras 3 writes weights only as weights.h5")
    name, config = stem + suffix, "config.json" if stem == "model" else stem + ".json"
    model.save_weights(os.path.join(folder, name), overwrite=True)
    write_text(os.path.join(folder, config), model.to_json() + "\n")
    return name, config


def compact(path, group="/"):
    """Writes an HDF5 file, or one of its groups, again with nothing lost but empty space: a small file is mostly that.

    Names are kept at fixed length, as Keras 1 and 2 wrote them: strings of any length lie in a heap of 4 KB at least.
    Keras 1's files have little of that, and its h5py cannot leave the time out of the root group; they stay as they are.
    """
    import h5py
    created, plain = h5py.h5p.create(h5py.h5p.FILE_CREATE), h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    if not hasattr(created, "set_obj_track_times"):
        return
    for properties in (created, plain):
        properties.set_obj_track_times(False)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)  # jHDF reads no layout of HDF5 2
    small = path + ".compact"
    with h5py.File(path, "r") as old, h5py.File(
            h5py.h5f.create(small.encode(), h5py.h5f.ACC_TRUNC, created, access)) as new:
        def write(name, item):
            if isinstance(item, h5py.Dataset):
                large = item.size * item.dtype.itemsize > 4096
                packed = {"compression": "gzip", "compression_opts": 9, "shuffle": True} if large else {}
                copy = new.create_dataset(name, data=item[()], dtype=item.dtype, **packed)
            else:
                copy = h5py.Group(h5py.h5g.create(new.id, name.encode(), gcpl=plain))
            copy.attrs.update((key, _fixed(value)) for key, value in item.attrs.items())
        new.attrs.update((key, _fixed(value)) for key, value in old[group].attrs.items())
        old[group].visititems(write)
    os.rename(small, path)


def _fixed(value):
    """Strings of variable length as strings of the longest one's length; anything else as it is."""
    if isinstance(value, str):
        return np.bytes_(value.encode("utf-8"))
    if getattr(value, "dtype", None) == object:
        return np.array([s.encode("utf-8") if isinstance(s, str) else s for s in value])
    return value


def summary(model):
    """Keras's own summary table, as it prints it."""
    lines = []
    try:
        model.summary(print_fn=lambda line, **_: lines.append(line))
        return "\n".join(lines) + "\n"
    except TypeError:  # Keras 1 prints to stdout only
        saved, sys.stdout = sys.stdout, io.BytesIO() if sys.version_info[0] == 2 else io.StringIO()
        try:
            model.summary()
            return sys.stdout.getvalue()
        finally:
            sys.stdout = saved


# ---------------------------------------------------------------- the fixture

def record(folder, model, calls, description, recipe=None, tolerance=None, layers=True, expect="match",
           file_format="h5", training=None, saved=None):
    """Writes the fixture. `calls` is a list of {"inputs": [array, ...], "reset_states": bool}.

    `layers` False leaves out the activations of the layers; `training` names the folder's training.json.
    `saved` is the (model file, configuration file) of a model that lies in the folder already.
    For a model to be refused, `expect` is {"reject": "part of the message"} and `calls` may be empty.
    """
    if not os.path.isdir(folder):
        os.makedirs(folder)
    for stale in ("fixture.json", "arrays.npz", "recipe.json", "config.json"):
        if stale not in (saved or ()) and os.path.exists(os.path.join(folder, stale)):
            os.remove(os.path.join(folder, stale))
    model_file, config_file = saved or save_model(model, folder, file_format)
    arrays, written = OrderedDict(), []
    probe = _LayerProbe(model) if layers and calls else None
    names = (input_names(model), output_names(model)) if calls else ([], [])
    for number, call in enumerate(calls):
        inputs = [as_fed(array) for array in call["inputs"]]
        if len(inputs) != len(names[0]):
            raise ValueError("call %d has %d inputs; the model takes %s" % (number, len(inputs), names[0]))
        reset = bool(call.get("reset_states", False))
        if reset:
            reset_states(model)
        activations = probe(inputs) if probe else []
        outputs = predict(model, inputs)
        keep = _Keeper(arrays, "call%d_" % number)
        entry = OrderedDict([
            ("reset_states", reset),
            ("inputs", [keep("input", i, n, a) for i, (n, a) in enumerate(zip(names[0], inputs))]),
            ("outputs", [keep("output", i, n, a) for i, (n, a) in enumerate(zip(names[1], outputs))])])
        if activations:
            entry["layers"] = [keep("layer", i, n, _text(np.asarray(a))) for i, (n, a) in enumerate(activations)]
        written.append(entry)
    if arrays:
        write_npz(os.path.join(folder, "arrays.npz"), arrays)
    if recipe is not None:
        write_text(os.path.join(folder, "recipe.json"), json_text(recipe) + "\n")
    fixture = OrderedDict([("format", 1), ("description", description), ("model", model_file)])
    if config_file:
        fixture["config"] = config_file
    fixture["sha256"] = _hashes(folder)
    fixture["producer"] = producer()
    if tolerance is not None:
        fixture["tolerance"] = tolerance
    fixture["expect"] = expect
    if recipe is not None:
        fixture["recipe"] = "recipe.json"
    fixture["calls"] = written
    if training is not None:
        fixture["training"] = training
    write_text(os.path.join(folder, "fixture.json"), _fixture_text(fixture))


class _Keeper(object):
    """A short array stays in the JSON, a long one goes to arrays.npz."""

    def __init__(self, arrays, prefix):
        self._arrays, self._prefix = arrays, prefix

    def __call__(self, kind, index, name, array):
        data = array
        if array.dtype.kind != "U" and (array.size > INLINE_LIMIT or array.size == 0):
            key = "%s%s%d" % (self._prefix, kind, index)
            self._arrays[key] = array
            data = "arrays.npz#" + key
        return OrderedDict([("name", name), ("data", data)])


def _hashes(folder):
    hashes = OrderedDict()
    for name in sorted(os.listdir(folder)):
        if name in ("fixture.json", "summary.txt") or not os.path.isfile(os.path.join(folder, name)):
            continue
        with open(os.path.join(folder, name), "rb") as stream:
            hashes[name] = hashlib.sha256(stream.read()).hexdigest()
    return hashes


def write_npz(path, arrays):
    """Compressed .npz with a fixed date, so that equal arrays give an equal file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, array in arrays.items():
            buffer = io.BytesIO()
            array = np.asarray(array)
            np.lib.format.write_array(buffer, array if array.ndim == 0 else np.ascontiguousarray(array),
                                      version=(1, 0))
            entry = zipfile.ZipInfo(key + ".npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, buffer.getvalue())


def write_text(path, text):
    with io.open(path, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text if not isinstance(text, bytes) else text.decode("utf-8"))


# ---------------------------------------------------------------- JSON

def _fixture_text(fixture):
    """One line per key, and in `calls` one line per array."""
    lines = []
    for key, value in fixture.items():
        if key == "calls" and value:
            calls = []
            for call in value:
                parts = ['"reset_states": ' + json_text(call["reset_states"])]
                for kind in ("inputs", "outputs", "layers"):
                    if kind in call:
                        entries = ",\n        ".join(json_text(entry) for entry in call[kind])
                        parts.append('"%s": [\n        %s\n      ]' % (kind, entries))
                calls.append("    {\n      " + ",\n      ".join(parts) + "\n    }")
            lines.append('  "calls": [\n%s\n  ]' % ",\n".join(calls))
        else:
            lines.append("  %s: %s" % (json.dumps(key), json_text(value)))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def json_text(value):
    """JSON on one line; keys keep their order; floats print shortest-round-trip of their own type."""
    if isinstance(value, dict):
        return "{" + ", ".join(json.dumps(k) + ": " + json_text(v) for k, v in value.items()) + "}"
    if isinstance(value, np.ndarray):
        return _array_text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(json_text(v) for v in value) + "]"
    if isinstance(value, np.generic):
        return _array_text(np.asarray(value))
    return json.dumps(value)


def _array_text(array):
    if array.ndim:
        return "[" + ", ".join(_array_text(part) for part in array) + "]"
    if array.dtype.kind == "f":
        return _float_text(array.item(), array.dtype.type)
    return json.dumps(array.item())


def _float_text(value, dtype):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if dtype is np.float64:
        return repr(value)
    for digits in range(1, 10):
        text = "%.*g" % (digits, value)
        if dtype(float(text)) == dtype(value):
            break
    return text if set(text) & set(".e") else text + ".0"
