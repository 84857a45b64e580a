"""Every model of keras.applications, from Keras's float32 and float64 to Java's answer: applications.py [NAME...]

    python-reference/run keras-3 python-reference/applications.py 'MobileNet*'

Runs under keras-3, tf-keras-2.15 and keras-2.2.4. Each model is made at the smallest size that it takes, with random
weights, and moving means and variances as training leaves them, so that its activations stay finite. It is saved in a
temporary folder (the files are up to a gigabyte), answers 32 samples in float32 and, made again with the same weights,
in float64, and `keras4j predict` answers them from the file. A line a model says the largest differences, and how far Java
is from Keras's float64 by how far Keras's float32 is: root mean squares of a sample, geometric mean over the samples, with
its standard error.
`right` is within the default tolerance of Keras's float32, or no further from Keras's float64 than it.
KERAS4J names another command than bin/keras4j.
"""
import argparse
import fnmatch
import inspect
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np

import recording

keras = recording.keras()
HERE = os.path.dirname(os.path.abspath(__file__))
COMMAND = shlex.split(os.environ.get("KERAS4J") or os.path.join(HERE, "..", "bin", "keras4j"))
SIZES = (32, 48, 64, 71, 75, 96, 139, 221, 224, 331)
SMALLER = {"MobileNet": {"alpha": 0.25}, "MobileNetV2": {"alpha": 0.35}}
VARIANTS = {  # further models of a function: their names and arguments
    "MobileNetV3Small": {"MobileNetV3Small-minimalistic": {"minimalistic": True},
                         "MobileNetV3Small-no-preprocessing": {"include_preprocessing": False}},
    "ResNet50": {"ResNet50-features": {"include_top": False, "pooling": "avg"}},
    "Xception": {"Xception-maximum": {"include_top": False, "pooling": "max"}},
    "EfficientNetB0": {"EfficientNetB0-features": {"include_top": False}},
}
CLASSES = 100  # each answers a random sum of the features, and there are SAMPLES samples
SAMPLES = 32  # of 8, the ratio of one model was 1.13 and 0.77 for other images
CALIBRATION = 32  # samples that give the moving means and variances
FLOOR = 0.2  # of the mean variance: no unit's is less


def functions():
    found = {}
    for name in sorted(dir(keras.applications)):
        function = getattr(keras.applications, name)
        if name[0].isupper() and callable(function) and not inspect.isclass(function):
            found[name] = function
    return found


def build(function, size, arguments):
    arguments = dict({"weights": None, "input_shape": (size, size, 3)}, **arguments)
    if arguments.get("include_top", True):
        arguments.setdefault("classes", CLASSES)
        if "classifier_activation" in inspect.signature(function).parameters:  # a softmax of large numbers says nothing
            arguments.setdefault("classifier_activation", None)
    return function(**arguments)


def smallest(function, arguments):
    """(size, model) for the first size that the function takes, asked with its smallest number of classes."""
    refused = None
    for size in SIZES:
        recording.forget_names()
        try:
            return size, build(function, size, arguments)
        except ValueError as problem:
            refused = problem
    raise refused


def layers_of(model):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            for inner in layers_of(layer):
                yield inner
        else:
            yield layer


def randomise(model, rng):
    """Kernels that keep the size of activations under relu, biases and scales that are not their initial values."""
    new = []
    variables = [(layer, v) for layer in model.layers for v in layer.weights]
    for (layer, variable), value in zip(variables, model.get_weights()):
        name = getattr(variable, "path", variable.name).split("/")[-1].split(":")[0]
        value = np.asarray(value)
        if tuple(variable.shape) != value.shape:
            raise ValueError("%s is %s in the layer and %s in get_weights" % (name, variable.shape, value.shape))
        if value.dtype.kind != "f" or type(layer).__name__ == "Normalization":  # which adapt sets, and not set_weights
            new.append(value)
        elif value.ndim >= 2:
            fan_in = np.prod(value.shape[:-1]) if "depthwise" not in name else np.prod(value.shape[:2])
            new.append(rng.normal(size=value.shape) * np.sqrt(2.0 / fan_in))
        elif "variance" in name or "gamma" in name or name == "scale":
            new.append(rng.uniform(0.6, 1.5, size=value.shape))
        else:
            new.append(rng.normal(size=value.shape) * 0.2)
        new[-1] = new[-1].astype(value.dtype)
    model.set_weights(new)


def calibrate(function, size, arguments, weights, images, rng):
    """The weights with each moving mean and variance near that of the images, as training would leave them."""
    normalization = keras.layers.BatchNormalization
    recording.forget_names()
    if recording.generation() == "keras-2.2.4":
        original = normalization.__init__

        def init(self, *args, **kwargs):
            kwargs["momentum"] = 0.0
            original(self, *args, **kwargs)
        normalization.__init__ = init
        try:
            model = build(function, size, arguments)
        finally:
            normalization.__init__ = original
        model.set_weights(weights)
        updates = [update for layer in layers_of(model) for update in layer.updates]
        backend = keras.backend
        backend.function(model.inputs + [backend.learning_phase()], [model.output], updates=updates)([images, 1])
    else:
        model = build(function, size, arguments)
        model.set_weights(weights)
        for layer in layers_of(model):
            if isinstance(layer, normalization):
                layer.momentum = 0.0
        model(images, training=True)
    after = model.get_weights()
    names = [getattr(v, "path", v.name) for layer in model.layers for v in layer.weights]
    done = []
    for name, value in zip(names, after):
        if "moving_variance" in name:
            # A unit that hardly moves for these few samples would have its rounding errors magnified, layer after layer,
            # until float32 and float64 share no digit, in Keras too. A trained network has few such units.
            value = np.maximum(value, FLOOR * value.mean())
            value = (value * rng.uniform(0.8, 1.25, size=value.shape) + 1e-3).astype(value.dtype)
        elif "moving_mean" in name:
            value = (value + rng.normal(size=value.shape) * 0.05).astype(value.dtype)
        done.append(value)
    return done


def keras4j(model_file, images):
    """Java's answer, or its message."""
    document = json.dumps({"instances": images.astype("float32").tolist()})
    run = subprocess.Popen(COMMAND + ["predict", "--engine", "purejava", model_file], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = run.communicate(document.encode())
    if run.returncode:
        lines = [line for line in err.decode().split("\n") if line.strip() and "incubator" not in line]
        return None, "exit %d: %s" % (run.returncode, " ".join(lines)[:600])
    return np.array(json.loads(out.decode())["predictions"]), None


def compare(name, function, arguments, folder, keep, samples):
    rng = np.random.RandomState(7)
    recording.set_floatx("float32")
    size, model = smallest(function, arguments)
    images = rng.uniform(0, 255 if preprocesses(model) else 1, size=(samples, size, size, 3)).astype("float32")
    more = rng.uniform(0, images.max(), size=(CALIBRATION, size, size, 3)).astype("float32")
    randomise(model, rng)
    weights = calibrate(function, size, arguments, model.get_weights(), more, rng)
    recording.forget_names()
    model = build(function, size, arguments)
    model.set_weights(weights)
    single = answer(model, images)
    path = os.path.join(folder, name + (".keras" if recording.generation() == "keras-3" else ".h5"))
    save(model, path)
    java, refused = keras4j(path, images)
    megabytes = os.path.getsize(path) / 1e6
    if not keep:
        os.remove(path)
    if refused:
        return "%-34s %4d %6.0f MB  refused: %s" % (name, size, megabytes, refused), False
    recording.set_floatx("float64")
    double = build(function, size, arguments)
    double.set_weights(weights)
    exact = answer(double, images.astype("float64"))
    recording.set_floatx("float32")
    if keep:
        np.savez(os.path.join(folder, name + ".npz"), images=images, float32=single, float64=exact)
    differences = [np.abs(a - b) for a, b in ((java, single), (single, exact), (java, exact))]
    near, own, far = [difference.max() for difference in differences]
    # of each sample, since one whose activations grow has errors a thousand times the others'
    apart, own_apart = [np.square(d).mean(axis=tuple(range(1, d.ndim))) + 1e-300 for d in (differences[2], differences[1])]
    logs = np.log(apart / own_apart) / 2
    ratio = np.exp(logs.mean())
    right = np.isfinite(single).all() and java.shape == single.shape and (
        (differences[0] <= 1e-5 + 1.3e-6 * np.abs(single)).all() or ratio <= 1)
    return "%-34s %4d %6.0f MB  %.1e  %.1e  %.1e  %5.2f ± %.2f  %8.2g ± %-8.2g %s" % (
        name, size, megabytes, near, own, far, ratio, ratio * logs.std() / np.sqrt(len(logs)), single.mean(), single.std(), "right" if right else "OFF"), right


def save(model, path):
    """Keras 2.2.4 asks TensorFlow for each layer's weights by themselves, which takes minutes; here for all at once."""
    if recording.generation() != "keras-2.2.4":
        model.save(path)
        return
    plain = keras.backend.batch_get_value
    values = {id(weight): value for weight, value in zip(model.weights, plain(model.weights))}
    keras.backend.batch_get_value = lambda weights: [values[id(weight)] for weight in weights]
    try:
        model.save(path)
    finally:
        keras.backend.batch_get_value = plain


def answer(model, images):
    if recording.generation() == "keras-2.2.4":
        return np.asarray(model.predict_on_batch(images))
    return np.asarray(model(images, training=False))


def normalize_in_float64():
    """Keras 2.2.4 hands a BatchNormalization of images to an operation that takes no float64; this is its formula."""
    import tensorflow as tf
    backend = keras.backend
    fused = backend.batch_normalization

    def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
        if backend.dtype(x) != "float64":
            return fused(x, mean, var, beta, gamma, axis=axis, epsilon=epsilon)
        return tf.nn.batch_normalization(x, mean, var, beta, gamma, epsilon)
    backend.batch_normalization = batch_normalization

    train = backend.normalize_batch_in_training

    def normalize_batch_in_training(x, gamma, beta, axes, epsilon=1e-3):
        if backend.dtype(x) != "float64":
            return train(x, gamma, beta, axes, epsilon=epsilon)
        mean, var = tf.nn.moments(x, axes)
        return tf.nn.batch_normalization(x, mean, var, beta, gamma, epsilon), mean, var
    backend.normalize_batch_in_training = normalize_batch_in_training


def preprocesses(model):
    return any(type(layer).__name__ in ("Rescaling", "Normalization") for layer in model.layers)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", help="a folder that keeps the files, and images and answers of both types as NAME.npz")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="more tell the ratio more exactly (%d)" % SAMPLES)
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_intermixed_args() if hasattr(parser, "parse_intermixed_args") else parser.parse_args()
    if recording.generation() == "keras-2.2.4":
        normalize_in_float64()
    models = {}
    for name, function in functions().items():
        models[name] = (function, SMALLER.get(name, {}))
        for variant, arguments in VARIANTS.get(name, {}).items():
            models[variant] = (function, arguments)
    folder = wanted.keep or tempfile.mkdtemp()
    wrong = 0
    print("%-34s %4s %9s  %s" % ("model", "size", "file", "java-k32 k32-k64  java-k64  ratio        answers"))
    try:
        for name, (function, arguments) in models.items():
            if wanted.names and not any(fnmatch.fnmatch(name, one) for one in wanted.names):
                continue
            since = time.time()
            try:
                line, right = compare(name, function, arguments, folder, bool(wanted.keep), wanted.samples)
            except Exception as problem:
                line, right = "%-34s cannot be made: %s" % (name, str(problem).strip().split("\n")[0][:300]), False
            wrong += not right
            print("%s  %.0f s" % (line, time.time() - since), flush=True)
    finally:
        if not wanted.keep:
            shutil.rmtree(folder)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
