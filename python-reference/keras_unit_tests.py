"""Keras's own unit tests as a corpus: keras_unit_tests.py OUT [--sources FOLDER] [--what layers,ops,activations] [MODULE...]

    python-reference/run keras-3 python-reference/keras_unit_tests.py /tmp/corpus
    python-reference/run tf-keras-2.15 python-reference/keras_unit_tests.py /tmp/corpus --sources CHECKOUT/keras

Keras's test modules run, and every call of one of Keras's layers or operations that they make becomes small models with
that call: functional, Sequential where a layer takes one tensor, each as .keras and .h5, with random weights and the
test's own arrays. The fixtures go to OUT/GENERATION, outside the repository; `keras4j verify` then says which are right.
A MODULE is part of a test module's path, such as `layers/rnn`. The wheel of Keras 3 holds its tests; that of
tf.keras 2.15 does not, so --sources names the folder `keras` of a checkout of v2.15.0.

What a test asserts does not matter here: many fail, since what they import (jax, torch) is missing, and still tell calls.
"""
import argparse
import fnmatch
import hashlib
import importlib
import importlib.util
import inspect
import os
import shutil
import signal
import sys
import time
import types
import unittest
from collections import Counter

import numpy as np

import recording
from layer_cases import base

keras = recording.keras()
import tensorflow as tf  # noqa: E402  (recording sets its threads first)

import logging  # noqa: E402
logging.getLogger("absl").setLevel(logging.ERROR)
KERAS_3 = recording.generation() == "keras-3"
if KERAS_3:
    from keras.src.backend.common.keras_tensor import KerasTensor
    from keras.src.layers.layer import Layer
    from keras.src.ops.operation import Operation
    keras.config.disable_interactive_logging()
    map_structure, flatten = keras.tree.map_structure, keras.tree.flatten
else:
    from keras.src.engine.base_layer import Layer
    keras.utils.disable_interactive_logging()
    from keras.src.engine.keras_tensor import KerasTensor
    map_structure, flatten = tf.nest.map_structure, tf.nest.flatten

SECONDS = 40  # for one test
OPS = ("numpy", "math", "nn", "linalg", "image", "core", "einops")
WORDS = ["earth", "wind", "and", "fire", "michigan", "", "[UNK]", "Fire!"]
LIMIT = 60000  # numbers in an input: larger ones say nothing more


class Placeholder:
    """In place of an array of a call."""

    def __init__(self, array, shape):
        self.array, self.shape = array, shape

    def __repr__(self):
        return "<%s %s>" % (self.array.dtype, self.shape)


class Corpus:
    def __init__(self, folder):
        self.folder, self.busy, self.depth, self.trains = folder, False, 0, True
        self.seen, self.skipped, self.count, self.models = set(), Counter(), 0, Counter()

    def tell(self, kind, name, make, key, formats=("keras", "h5")):
        """`make(rng)` answers (model, arrays); a call that was told before is left."""
        key = hashlib.md5(repr((kind, name, key)).encode()).hexdigest()[:8]
        if key in self.seen or self.busy:
            return
        self.seen.add(key)
        self.busy = True
        left = signal.alarm(0)
        try:
            self._tell(kind, name, make, key, formats)
        except Exception as problem:
            self.skipped[(kind, name, type(problem).__name__ + ": " + str(problem).strip().split("\n")[0][:140])] += 1
        finally:
            self.busy = False
            signal.alarm(left)

    def _tell(self, kind, name, make, key, formats):
        rng = np.random.RandomState(int(key, 16) % (2 ** 31))
        model, arrays = make(rng)
        arrays = [recording.as_fed(array) for array in arrays]
        if len({len(array) for array in arrays}) > 1:
            raise ValueError("inputs of other numbers of samples, which predict() refuses")
        stateful = any(getattr(layer, "stateful", False) for layer in model.layers)
        if stateful:
            recording.reset_states(model)
        first = recording.predict(model, arrays)
        if not stateful and any(not np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
                                for a, b in zip(first, recording.predict(model, arrays))):
            raise ValueError("two predictions of the same input differ")
        if stateful:
            recording.reset_states(model)
        answers = [first]
        if sum(answer.size for answer in first) > LIMIT:
            raise ValueError("a large output")
        if any(answer.dtype.kind in "cOSU" for answer in first):
            raise ValueError("an output of type %s" % [answer.dtype for answer in first])
        recorded, predict = 0, recording.predict
        recording.predict = lambda model, inputs: answers[0]
        try:
            for file_format in formats:
                folder = os.path.join(self.folder, kind, "%s-%s-%s" % (name, key, file_format))
                try:
                    recording.record(folder, model, [{"inputs": arrays}], "%s of Keras's unit tests" % name,
                                     layers=False, file_format=file_format, tolerance=half_tolerance(model))
                    recorded += 1
                except Exception as problem:
                    shutil.rmtree(folder, ignore_errors=True)
                    self.skipped[(kind, name, "%s: %s" % (file_format, str(problem).strip().split("\n")[0][:140]))] += 1
        finally:
            recording.predict = predict
        self.count += recorded
        self.models[kind] += bool(recorded)


def half_tolerance(model):
    """keras4j computes in float32 what Keras computes in a half type: the tolerances of the committed mixed cases."""
    types_named = str([layer.get_config().get("dtype") for layer in model._flatten_layers()])
    if "bfloat16" in types_named:
        return {"rtol": 0.03, "atol": 0.03}
    return {"rtol": 0.005, "atol": 0.005} if "float16" in types_named else None


def predict_eagerly(model, inputs):
    """As predict_on_batch answers, without a graph that is traced for one call."""
    answer = model([tf.constant(x) for x in inputs] if len(inputs) > 1 else tf.constant(inputs[0]), training=False)
    answers = [np.asarray(a) for a in flatten(answer)]
    return [a.astype("float32") if a.dtype.name in ("bfloat16", "float16") else a for a in answers]


recording.predict = predict_eagerly


# ---------------------------------------------------------------- a call's arrays

def is_array(x):
    if isinstance(x, (tf.RaggedTensor, tf.SparseTensor)) or type(x).__module__.startswith("jax"):
        raise TypeError("an input of type " + type(x).__name__)
    if isinstance(x, np.ndarray):
        return x.ndim > 0
    if isinstance(x, KerasTensor):
        return x.shape is not None and len(x.shape) > 0
    if tf.is_tensor(x) or isinstance(x, tf.Variable) or (KERAS_3 and isinstance(x, keras.Variable)):
        if not hasattr(x, "numpy"):
            raise TypeError("a tensor of a graph")
        return len(x.shape) > 0
    return False


def placeholder(x):
    if isinstance(x, KerasTensor):
        if getattr(x, "sparse", False) or getattr(x, "ragged", False):
            raise TypeError("a sparse or ragged input")
        shape = [2 + (size is None and i > 0) if size is None else size for i, size in enumerate(x.shape)]
        dtype = x.dtype if isinstance(x.dtype, str) else x.dtype.name
        rng = np.random.RandomState(len(shape) + sum(shape))
        if dtype == "string":
            array = rng.choice(WORDS, shape)
        elif dtype.startswith(("int", "uint", "bool")):
            array = rng.randint(0, 2, shape)
        else:
            array = rng.normal(size=shape)
        array, open_shape = array.astype(
            {"bfloat16": "float32", "string": array.dtype}.get(dtype, dtype)), tuple(x.shape)
    else:
        array = recording._text(x if isinstance(x, np.ndarray) else np.asarray(x))
        open_shape = (None,) + array.shape[1:]
    if array.dtype.kind in "cO":
        raise TypeError("an input of type %s" % array.dtype)
    if array.size > LIMIT:
        raise TypeError("a large input")
    return Placeholder(array, open_shape)


def numbers(x, kinds=(int, float, np.number)):
    """Whether a list is an array, written out."""
    if isinstance(x, (list, tuple)):
        return len(x) > 0 and all(numbers(part, kinds) for part in x)
    return isinstance(x, kinds) and not isinstance(x, bool)


def with_placeholders(args, kwargs):
    """(args, kwargs, placeholders): one placeholder for each array, also if it is given twice."""
    held = {}

    def take(x):
        if not is_array(x):
            return x
        if id(x) not in held:
            held[id(x)] = placeholder(x)
        return held[id(x)]

    args = [np.asarray(a, "float32" if any(isinstance(v, float) for v in flatten(a)) else "int32")
            if i == 0 and isinstance(a, list) and numbers(a) else a for i, a in enumerate(args)]
    args = [np.asarray(a) if i == 0 and isinstance(a, list) and numbers(a, (str, bytes)) else a for i, a in enumerate(args)]
    args, kwargs = map_structure(take, (list(args), dict(kwargs)))
    return args, kwargs, list(held.values())


def inputs_for(placeholders, fixed):
    return {id(p): keras.Input(batch_shape=p.array.shape if fixed else p.shape, dtype=input_type(p))
            for p in placeholders}


def input_type(placeholder):
    return "string" if placeholder.array.dtype.kind == "U" else placeholder.array.dtype.name


def functional(call, args, kwargs, placeholders, fixed, constants=()):
    inputs = inputs_for([p for p in placeholders if p not in constants], fixed)

    def put(x):
        if not isinstance(x, Placeholder):
            return x
        return inputs[id(x)] if id(x) in inputs else x.array

    args, kwargs = map_structure(put, (args, kwargs))
    outputs = [t for t in flatten(call(*args, **kwargs)) if t is not None]
    if not outputs or not all(isinstance(t, KerasTensor) for t in outputs):
        raise TypeError("an answer without tensors")
    outputs = list({id(t): t for t in outputs}.values())
    return keras.Model(list(inputs.values()), outputs if len(outputs) > 1 else outputs[0])


# ---------------------------------------------------------------- layers

def tell_layer(corpus, layer, args, kwargs):
    module = type(layer).__module__
    if "_test" in module or not module.startswith("keras.src.layers") or module.endswith((".input_layer", "lambda_layer")):
        return
    if isinstance(layer, keras.Model):
        return
    name = type(layer).__name__
    try:
        args, kwargs, placeholders = with_placeholders(args, kwargs)
        config = layer.get_config()
        plain = {k: v for k, v in config.items() if k not in ("name", "trainable")}
        if not placeholders:
            raise TypeError("a call without arrays")
    except Exception as problem:
        corpus.skipped[("layers", name, type(problem).__name__ + ": " + str(problem).split("\n")[0][:140])] += 1
        return
    key = (repr(plain), repr(args), repr(kwargs))

    def again():
        copy = type(layer).from_config({**config, "name": name.lower()})
        return copy

    def finished(model, rng):
        if ".preprocessing." in module:
            store = {}
            layer.save_own_variables(store)
            for copy in model.layers:
                if type(copy) is type(layer):
                    copy.load_own_variables(store)
                    if hasattr(copy, "finalize_state"):
                        copy.finalize_state()  # as loading an .h5 does
        else:
            base.randomise(model, rng)
        return model, [p.array for p in placeholders]

    def make(rng):
        fixed = bool(getattr(layer, "stateful", False))
        try:
            model = functional(again(), args, kwargs, placeholders, fixed)
            done = finished(model, rng)
            recording.predict(model, [recording.as_fed(a) for a in done[1]])
            return done
        except Exception:
            if fixed:
                raise
            return finished(functional(again(), args, kwargs, placeholders, True), rng)

    def sequential(rng):
        only = placeholders[0]
        fixed = getattr(layer, "stateful", False)
        model = keras.Sequential([keras.Input(batch_shape=only.array.shape if fixed else only.shape,
                                              dtype=input_type(only)), again()])
        return finished(model, rng)

    corpus.tell("layers", name, make, key)
    if len(placeholders) == 1 and len(args) == 1 and args[0] is placeholders[0] and not {
            k for k, v in kwargs.items() if k != "training" or v}:
        corpus.tell("layers", name + "-sequential", sequential, key)


def hook_layers(corpus):
    original = Layer.__call__

    def call(self, *args, **kwargs):
        if corpus.busy or corpus.depth:
            return original(self, *args, **kwargs)
        corpus.depth += 1
        try:
            answer = original(self, *args, **kwargs)
        finally:
            corpus.depth -= 1
        if tf.executing_eagerly() and not tf.inside_function():
            tell_layer(corpus, self, args, kwargs)
        return answer

    Layer.__call__ = call


def hook_models(corpus):
    """A model that a test fits or asks is told as it is."""
    for method in ("predict", "predict_on_batch", "fit", "train_on_batch", "evaluate", "test_on_batch"):
        original = getattr(keras.Model, method)

        def asked(self, *args, _original=original, _method=method, **kwargs):
            x = args[0] if args else kwargs.get("x")
            if not corpus.busy and not corpus.depth:
                tell_model(corpus, self, x)
            corpus.depth += 1
            try:
                if corpus.trains or not self.built or not is_plain(x):
                    return _original(self, *args, **kwargs)
                return instead(self, _method, x)
            finally:
                corpus.depth -= 1

        setattr(keras.Model, method, asked)


def is_plain(x):
    return all(isinstance(part, np.ndarray) for part in (x if isinstance(x, (list, tuple)) else [x]))


def instead(model, method, x):
    """What a test may go on with: tracing a recurrent layer's training takes seconds, and says nothing here."""
    if method.startswith("predict"):
        answers = predict_eagerly(model, list(x) if isinstance(x, (list, tuple)) else [x])
        return answers if len(answers) > 1 else answers[0]
    return keras.callbacks.History() if method == "fit" else 0.0


def tell_model(corpus, model, x):
    kind = type(model).__name__
    if kind not in ("Sequential", "Functional"):
        return
    try:
        args, _, placeholders = with_placeholders([x], {})
        arrays = [p.array for p in placeholders]
        if not arrays or not model.built or len(arrays) != len(recording.input_names(model)):
            return
        config = repr(model.get_config())
    except Exception:
        return

    def make(rng):
        if any(".preprocessing." in type(layer).__module__ for layer in model.layers):
            return model, arrays  # a copy has no vocabulary
        copy = keras.models.clone_model(model)
        base.randomise(copy, rng)
        return copy, arrays

    corpus.tell("models", kind, make, (config, repr(placeholders)))


# ---------------------------------------------------------------- operations

def hook_ops(corpus):
    modules = [importlib.import_module("keras.src.ops." + name) for name in OPS]
    places = modules + [importlib.import_module(name) for name in ("keras.src.ops", "keras.ops")]
    for place in places:
        for name, function in list(vars(place).items()):
            if inspect.isfunction(function) and function.__module__.startswith("keras.src.ops.") \
                    and not name.startswith("_"):
                setattr(place, name, told(corpus, name, function))
    original = Operation.__call__

    def call(self, *args, **kwargs):
        answer = original(self, *args, **kwargs)
        if type(self).__module__.startswith("keras.src.ops.") and from_test():
            tell_op(corpus, type(self).__name__, self, args, kwargs)
        return answer

    Operation.__call__ = call


def from_test():
    return sys._getframe(2).f_code.co_filename.endswith("_test.py")


def told(corpus, name, function):
    def call(*args, **kwargs):
        if corpus.busy or not from_test():
            return function(*args, **kwargs)
        corpus.depth += 1
        try:
            answer = function(*args, **kwargs)
        finally:
            corpus.depth -= 1
        tell_op(corpus, name, function, args, kwargs)
        return answer

    call.__wrapped__, call.__name__, call.__module__ = function, function.__name__, function.__module__
    return call


def tell_op(corpus, name, function, args, kwargs):
    if corpus.busy or corpus.depth or name in ("convert_to_numpy", "convert_to_tensor", "Cond", "cond"):
        return
    try:
        args, kwargs, placeholders = with_placeholders(args, kwargs)
        if not placeholders:
            raise TypeError("a call without arrays")
    except Exception as problem:
        corpus.skipped[("ops", name, type(problem).__name__ + ": " + str(problem).split("\n")[0][:140])] += 1
        return
    for held in placeholders:  # the arrays of these tests are no batches
        if None not in held.shape[1:]:
            held.shape = held.array.shape
    kind = name
    if isinstance(function, Operation):
        kind += str(sorted((k, v) for k, v in vars(function).items() if not k.startswith("_") and k != "name"))
    key = (kind, repr(args), repr(kwargs))

    def make(rng, constants=()):
        asked = [p for p in placeholders if p not in constants]
        arrays = [p.array for p in asked]
        call = function
        try:
            model = functional(call, args, kwargs, placeholders, False, constants)
            recording.predict(model, [recording.as_fed(a) for a in arrays])
        except Exception:
            model = functional(call, args, kwargs, placeholders, True, constants)
        return model, arrays

    corpus.tell("ops", name, make, key, formats=("keras",))
    if len(placeholders) > 1:
        corpus.tell("ops", name + "-constants", lambda rng: make(rng, placeholders[1:]), key, formats=("keras",))


# ---------------------------------------------------------------- activations

def tell_activations(corpus):
    names = sorted(name for name in dir(keras.activations) if name not in ("get", "serialize", "deserialize")
                   and inspect.isfunction(getattr(keras.activations, name)))
    layers = keras.layers
    steps = np.random.RandomState(3).normal(size=(3, 5, 3)) * 2
    image = np.random.RandomState(4).normal(size=(2, 6, 5, 2)) * 2
    made = {
        "Activation": (lambda a: layers.Activation(a), steps), "Dense": (lambda a: layers.Dense(5, activation=a), steps),
        "EinsumDense": (lambda a: layers.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d", activation=a), steps),
        "Conv1D": (lambda a: layers.Conv1D(5, 2, activation=a), steps),
        "Conv1DTranspose": (lambda a: layers.Conv1DTranspose(5, 2, activation=a), steps),
        "DepthwiseConv1D": (lambda a: layers.DepthwiseConv1D(2, activation=a), steps),
        "SeparableConv1D": (lambda a: layers.SeparableConv1D(5, 2, activation=a), steps),
        "Conv2D": (lambda a: layers.Conv2D(5, 2, activation=a), image),
        "Conv2DTranspose": (lambda a: layers.Conv2DTranspose(5, 2, activation=a), image),
        "DepthwiseConv2D": (lambda a: layers.DepthwiseConv2D(2, activation=a), image),
        "SeparableConv2D": (lambda a: layers.SeparableConv2D(5, 2, activation=a), image),
        "Conv3D": (lambda a: layers.Conv3D(3, 2, activation=a), image[..., None]),
        "Conv3DTranspose": (lambda a: layers.Conv3DTranspose(3, 2, activation=a), image[..., None]),
        "LocallyConnected1D": (lambda a: layers.LocallyConnected1D(5, 2, activation=a), steps),
        "LocallyConnected2D": (lambda a: layers.LocallyConnected2D(5, 2, activation=a), image),
        "SimpleRNN": (lambda a: layers.SimpleRNN(5, activation=a, return_sequences=True), steps),
        "LSTM": (lambda a: layers.LSTM(5, activation=a, return_sequences=True), steps),
        "LSTM-recurrent": (lambda a: layers.LSTM(5, recurrent_activation=a, return_sequences=True), steps),
        "GRU": (lambda a: layers.GRU(5, activation=a), steps),
        "GRU-before": (lambda a: layers.GRU(5, activation=a, reset_after=False), steps),
        "GRU-recurrent": (lambda a: layers.GRU(5, recurrent_activation=a, return_sequences=True), steps),
        "ConvLSTM1D": (lambda a: layers.ConvLSTM1D(3, 2, activation=a), image),
        "ConvLSTM1D-recurrent": (lambda a: layers.ConvLSTM1D(3, 2, recurrent_activation=a), image),
        "ConvLSTM2D": (lambda a: layers.ConvLSTM2D(3, 2, activation=a), image[..., None]),
        "TimeDistributed": (lambda a: layers.TimeDistributed(layers.Dense(5, activation=a)), steps),
        "Bidirectional": (lambda a: layers.Bidirectional(layers.GRU(3, activation=a)), steps),
    }
    for layer, (make, array) in made.items():
        for activation in names:
            def model(rng):
                built = keras.Sequential([keras.Input(array.shape[1:]), make(activation)])
                base.randomise(built, rng)
                return built, [array]
            corpus.tell("activations", "%s-%s" % (layer, activation), model, "", formats=("h5",))
            if layer in ("Dense", "Activation", "LSTM"):
                corpus.tell("activations", "%s-%s-float64" % (layer, activation), lambda rng: in_float64(model, rng), "",
                            formats=("h5",))


def in_float64(model, rng):
    recording.set_floatx("float64")
    try:
        return model(rng)
    finally:
        recording.set_floatx("float32")


# ---------------------------------------------------------------- running the tests

class Anything(types.ModuleType):
    """Stands for a module that is not installed; pytest's marks leave a test as it is."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything("pytest." + name)

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        return Anything("called")

    def __mro_entries__(self, bases):
        return ()


def modules_of(sources, wanted, folder):
    if sources is None:
        root = os.path.join(os.path.dirname(keras.__file__), "src")
    else:
        root = os.path.abspath(sources)
    found = []
    for parent, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = os.path.relpath(os.path.join(parent, name), root)
            if name.endswith("_test.py") and any(part in path for part in wanted):
                found.append((path, os.path.join(parent, name)))
    return found


def load(path, file):
    """Tests of the wheel as they are; those of a checkout import from keras.src, as its wheel does."""
    with open(file, encoding="utf-8") as stream:
        text = stream.read()
    if not KERAS_3:
        text = "\n".join("from keras.src." + line[11:] if line.startswith("from keras.") else
                         "from keras.src import " + line[18:] if line.startswith("from keras import ") else
                         "from tensorflow import keras" if line == "import keras" else line
                         for line in text.split("\n"))
    module = types.ModuleType("keras.src." + path[:-3].replace("/", "."))
    module.__file__ = file
    sys.modules[module.__name__] = module
    exec(compile(text, file, "exec"), module.__dict__)
    return module


def run_with_alarm(self, result=None):
    def late(*_):
        raise TimeoutError("the test took more than %d s" % SECONDS)
    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return plain_run(self, result)
    finally:
        signal.alarm(0)


plain_run = unittest.TestCase.run


def without_training(case):
    """What run_layer_test checks after the call adds no other call."""
    original = case.run_layer_test

    def run_layer_test(self, *args, **kwargs):
        kwargs["run_training_check"] = False
        return original(self, *args, **kwargs)
    case.run_layer_test = run_layer_test


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--sources", help="the folder keras of a checkout, for a wheel without tests")
    parser.add_argument("--what", default="layers,ops,activations")
    parser.add_argument("--skip", default="*distribution*,*dtensor*,*dynamic_*,*feature_space*,*cudnn*,*legacy_tf_layers*")
    parser.add_argument("modules", nargs="*")
    wanted = parser.parse_intermixed_args()
    corpus = Corpus(os.path.join(wanted.out, recording.generation()))
    for names in (("pytest",), ("jax", "jax.numpy", "jax.experimental", "jax.experimental.sparse")):
        if names[0] not in sys.modules and importlib.util.find_spec(names[0]) is None:
            sys.modules.update({name: Anything(name) for name in names})
    what, since = wanted.what.split(","), time.time()
    parts = []
    if "layers" in what:
        hook_layers(corpus)
        hook_models(corpus)
        parts += ["layers/"]
    if "ops" in what and KERAS_3:
        hook_ops(corpus)
        parts += ["ops/"]
    if KERAS_3 and parts:
        from keras.src import testing
        without_training(testing.TestCase)
    if "activations" in what:
        tell_activations(corpus)
    unittest.TestCase.run = run_with_alarm
    for path, file in modules_of(wanted.sources, wanted.modules or parts, wanted.out):
        if any(fnmatch.fnmatch(path, one) for one in wanted.skip.split(",")):
            continue
        before, started = corpus.count, time.time()
        # tracing graphs takes most of the tests' time, but a recurrent layer's steps take longer without
        corpus.trains = not path.startswith("layers/rnn")
        tf.config.run_functions_eagerly(corpus.trains)
        try:
            suite = unittest.defaultTestLoader.loadTestsFromModule(load(path, file))
        except BaseException as problem:
            print("%s: cannot be loaded: %s" % (path, str(problem).split("\n")[0][:200]), flush=True)
            continue
        result = unittest.TestResult()
        suite.run(result)
        for test, trace in (result.errors + result.failures)[:2 if os.environ.get("KERAS4J_TRACE") else 0]:
            print(test, trace)
        print("%s: %d tests, %d ended early, %d fixtures, %.0f s" % (
            path, result.testsRun, len(result.errors) + len(result.failures), corpus.count - before,
            time.time() - started), flush=True)
    print("%d fixtures of %s models in %.0f s" % (corpus.count, dict(corpus.models), time.time() - since))
    with open(os.path.join(wanted.out, "left-out-%s-%s.txt" % (recording.generation(), "-".join(what))), "w") as stream:
        for (kind, name, why), count in sorted(corpus.skipped.items()):
            stream.write("%s %s %d %s\n" % (kind, name, count, why))


if __name__ == "__main__":
    main()
