# -*- coding: utf-8 -*-
"""Half of a fit in Python and half in Java, and the other way round, for every optimizer, model and format.

    KERAS4J_FLOATX=float64 KERAS4J="java -jar target/keras4j.jar" python-reference/run GENERATION \\
        python-reference/fit_on.py [WORD...]

A line says how far the final weights are from Keras's, for the cases whose name has one of the words in it:

    Keras alone     Keras saves after the first half, loads its own file and trains on; beside a fit without a break
    Python, Java    Keras saves, Java trains on; beside a fit without a break
    Java, Python    Java saves, Keras loads that file and trains on; beside a fit without a break
    same as Keras   Java's file in Keras, beside Keras's own file in Keras

What Keras loses by itself shows in the first column; Java's file must give what Keras's own file gives. Exits with 1
where a number is too large and `lost` does not know why, or small where `lost` says that it can't be.
"""
from __future__ import absolute_import, division, print_function

import os
import shlex
import subprocess
import sys
import tempfile
import warnings

import numpy as np

import recording

keras = recording.keras()
THIRD = recording.generation() == "keras-3"
FORMATS = (".h5", ".keras")
L = keras.layers
ALLOWED = 1e-9


def lost(name, form):
    """What the Keras of this generation does not bring back from its own file, as a sentence; "" if it brings all."""
    if THIRD and form == ".h5" and name == "Lamb":
        return "Keras 3 does not load an .h5 that was compiled with Lamb: its legacy loader knows no such name"
    if THIRD and form == ".h5":
        return ("Keras 3 brings no optimizer back from an .h5: load_model builds it on the variables of the outermost "
                "Sequential or Model itself, which has none")
    if not THIRD and name == "Nadam":
        return "tf.keras's Nadam does not save its product of momenta (_u_product), and begins with 1 again"
    if unsaved(name, form):
        return "tf.keras saves no variables of its legacy optimizers in a .keras"
    return ""


def unsaved(name, form):
    """Whether the lost is not in the file either, so that Java begins anew with it, too."""
    return not THIRD and form == ".keras" and name.startswith("legacy")


# ---- the models

def started(model, optimizer):
    random = np.random.RandomState(5)
    model.set_weights([np.abs(w) if "variance" in str(v.name) else w for v, w in zip(
        model.weights, [random.normal(scale=0.6, size=w.shape) for w in model.get_weights()])])
    options = {"jit_compile": False} if THIRD else {}
    model.compile(optimizer=optimizer(), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
                  metrics=["accuracy", keras.metrics.AUC(name="auc")], **options)
    return model


def first(shape):
    return [L.Input(shape)] if THIRD else [L.InputLayer(input_shape=shape)]


def dense():
    return keras.models.Sequential(first((4,)) + [L.Dense(5, activation="tanh", name="hidden"),
                                                  L.Dense(3, activation="softmax", name="answer")])


def recurrent():
    return keras.models.Sequential(first((4,)) + [
        L.Embedding(7, 3, name="words"), L.Bidirectional(L.LSTM(3, name="lstm"), name="both"),
        L.Dense(3, activation="softmax", name="answer")])


def convolution():
    return keras.models.Sequential(first((4, 4, 1)) + [
        L.Conv2D(3, 2, activation="relu", name="zz"), L.BatchNormalization(name="norm"), L.Flatten(name="flat"),
        L.Dense(3, activation="softmax", name="answer")])


def frozen():
    model = dense()
    model.layers[0].trainable = False
    return model


def nested():
    """A model within a model, and two ways whose layers' names are out of order."""
    x = L.Input((4,), name="x")
    inner = L.Input((4,), name="within")
    inside = keras.models.Model(inner, L.Dense(3, activation="tanh", name="b_inside")(inner), name="part")
    ways = [inside(x), L.Dense(3, activation="tanh", name="a_beside")(x)]
    return keras.models.Model(x, L.Dense(3, activation="softmax", name="answer")(L.Add(name="add")(ways)))


def shared():
    x = L.Input((4,), name="x")
    twice = L.Dense(4, activation="tanh", name="twice")
    return keras.models.Model(x, L.Dense(3, activation="softmax", name="answer")(twice(twice(x))))


def data(model):
    random = np.random.RandomState(3)
    shape = (12,) + tuple(model.input_shape[1:])
    words = any(isinstance(layer, L.Embedding) for layer in model.layers)
    x = random.randint(0, 7, shape).astype("float64") if words else random.normal(size=shape)
    return x, np.eye(3)[random.randint(0, 3, 12)]


# ---- the optimizers

def optimizers():
    o, lr = keras.optimizers, 0.05

    def of(kind, *arguments, **options):
        return lambda: getattr(o, kind)(*arguments, **options)
    schedules = o.schedules
    yield "SGD", of("SGD", lr)
    yield "SGD momentum", of("SGD", lr, momentum=0.8)
    yield "SGD nesterov", of("SGD", lr, momentum=0.8, nesterov=True)
    yield "SGD weight decay", of("SGD", lr, momentum=0.8, weight_decay=0.1)
    yield "RMSprop", of("RMSprop", lr)
    yield "RMSprop momentum", of("RMSprop", lr, momentum=0.5)
    yield "RMSprop centered", of("RMSprop", lr, momentum=0.5, centered=True)
    yield "Adagrad", of("Adagrad", lr)
    yield "Adadelta", of("Adadelta", 1.0)
    yield "Adam", of("Adam", lr)
    yield "Adam amsgrad", of("Adam", lr, amsgrad=True)
    yield "AdamW", of("AdamW", lr, weight_decay=0.1)
    yield "AdamW amsgrad", of("AdamW", lr, weight_decay=0.1, amsgrad=True)
    yield "Adamax", of("Adamax", lr)
    yield "Nadam", of("Nadam", lr)
    yield "Lion", of("Lion", 0.01)
    yield "Ftrl", of("Ftrl", lr, l1_regularization_strength=0.01, beta=0.1)
    yield "Adafactor", of("Adafactor", lr)
    yield "Adafactor fixed", of("Adafactor", lr, relative_step=False, beta_2_decay=-0.7)
    for name, rate in (("exponential", schedules.ExponentialDecay(0.1, 3, 0.7)),
                       ("piecewise", schedules.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01])),
                       ("cosine warm-up", schedules.CosineDecay(0.01, 6, warmup_target=0.1, warmup_steps=2))):
        yield "Adam " + name, of("Adam", rate)
    yield "clipnorm", of("Adam", lr, clipnorm=0.05)
    yield "clipvalue", of("SGD", lr, momentum=0.8, clipvalue=0.02)
    yield "global_clipnorm", of("RMSprop", lr, global_clipnorm=0.05)
    yield "ema", of("Adam", lr, use_ema=True, ema_momentum=0.8)
    yield "ema every 2nd", of("SGD", lr, momentum=0.8, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=2)
    yield "ema amsgrad", of("AdamW", lr, amsgrad=True, use_ema=True, ema_momentum=0.8)
    if THIRD:
        yield "Lamb", of("Lamb", lr)
        yield "accumulation", of("Adam", lr, gradient_accumulation_steps=2)  # an update waits when the half ends
        yield "accumulation clipped", of("SGD", lr, momentum=0.8, gradient_accumulation_steps=2, clipnorm=0.05)
        yield "accumulation ema", of("RMSprop", lr, gradient_accumulation_steps=2, use_ema=True, ema_momentum=0.8)
    else:
        legacy = o.legacy

        def old(kind, **options):
            return lambda: getattr(legacy, kind)(learning_rate=lr, **options)
        yield "legacy SGD", old("SGD", momentum=0.8, nesterov=True)
        yield "legacy SGD decay", old("SGD", decay=0.1)
        yield "legacy RMSprop", old("RMSprop", momentum=0.5, centered=True)
        yield "legacy Adagrad", old("Adagrad")
        yield "legacy Adadelta", old("Adadelta")
        yield "legacy Adam", old("Adam")
        yield "legacy Adam amsgrad", old("Adam", amsgrad=True)
        yield "legacy Adam clipped", old("Adam", clipnorm=0.05)
        yield "legacy Adamax", old("Adamax")
        yield "legacy Nadam", old("Nadam")
        yield "legacy Ftrl", old("Ftrl", l1_regularization_strength=0.01)


def cases():
    for name, optimizer in optimizers():
        yield name, dense, optimizer
    for build in (recurrent, convolution, frozen, nested, shared):
        for name, optimizer in (("Adam", lambda: keras.optimizers.Adam(0.05)),
                                ("RMSprop centered", lambda: keras.optimizers.RMSprop(0.05, momentum=0.5, centered=True))):
            yield build.__name__ + ", " + name, build, optimizer


# ---- the two halves

def fit(model, x, y):
    # without a graph it is many times faster; tf.keras's Nadam computes otherwise then
    model.run_eagerly = THIRD or type(model.optimizer).__name__ != "Nadam"
    model.fit(x, y, batch_size=4, epochs=1, shuffle=False, verbose=0)


def java(folder, source, target):
    command = shlex.split(os.environ.get("KERAS4J", "java -jar target/keras4j.jar"))
    done = subprocess.run(
        command + ["fit", source, "--x", folder + "/data.npz#x", "--y", folder + "/data.npz#y", "--batch-size", "4",
                   "--no-shuffle", "--dtype", "float64", "--verbose", "0", "--overwrite", "--save", target],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(done.stdout.decode().strip().splitlines()[-1])
    return target


def loaded_and_trained(file, x, y):
    model = keras.models.load_model(file)
    fit(model, x, y)
    return model.get_weights()


def distance(weights, wanted):
    """NaN for NaN is no distance."""
    return max(np.where(np.isnan(a) & np.isnan(b), 0, np.abs(a - b)).max() for a, b in zip(weights, wanted))


class Column(object):
    """One way of handing over: the weights at its end, or why there are none."""

    def __init__(self, way):
        self.weights, self.why = None, ""
        try:
            self.weights = way()
        except Exception as e:
            self.why = "%s: %s" % (type(e).__name__, str(e).strip().splitlines()[0][:200] if str(e).strip() else "")

    def beside(self, wanted):
        return distance(self.weights, wanted) if self.weights is not None and wanted is not None else np.inf

    def text(self, wanted):
        return "%.1e" % self.beside(wanted) if self.weights is not None else "fails"


def tried(folder, build, optimizer, form):
    """The four columns' weights, and those of a fit without a break."""
    start, half, end, back = (folder + "/" + part + form for part in ("start", "half", "end", "back"))
    whole = started(build(), optimizer)
    x, y = data(whole)
    np.savez(folder + "/data.npz", x=x, y=y)
    try:
        whole.save(start)
        fit(whole, x, y)
        whole.save(half)
    except Exception as e:
        return None, str(e).strip().splitlines()[0][:200]
    fit(whole, x, y)
    alone = Column(lambda: loaded_and_trained(half, x, y))
    python = Column(lambda: keras.models.load_model(java(folder, half, end), compile=False).get_weights())
    saved = Column(lambda: loaded_and_trained(java(folder, start, back), x, y))
    fresh = started(build(), optimizer)  # with the first half's weights, but a new optimizer
    fresh.set_weights(keras.models.load_model(half, compile=False).get_weights())
    fit(fresh, x, y)
    return (whole.get_weights(), alone, python, saved, fresh.get_weights()), ""


def judged(name, form, columns):
    """The line's end, and whether it is as it should be."""
    wanted, alone, python, saved, fresh = columns
    if unsaved(name, form):
        return "lost by Keras itself", max(column.beside(fresh) for column in (alone, python, saved)) < ALLOWED
    right = python.beside(wanted) < ALLOWED
    if not lost(name, form):
        return "", right and alone.beside(wanted) < ALLOWED and saved.beside(wanted) < ALLOWED
    if alone.why and alone.why == saved.why:  # it does not load Java's file either
        return "Keras loads neither", right
    if alone.weights is None:  # then ours goes on with a new optimizer
        return "Java's file: a new optimizer", right and saved.beside(fresh) < ALLOWED
    return "lost by Keras itself", right and saved.beside(alone.weights) < ALLOWED and not alone.beside(wanted) < ALLOWED


def main(words):
    warnings.simplefilter("ignore")
    folder = tempfile.mkdtemp()
    wrong, reasons, failures = [], {}, {}
    print("%-30s %-7s %12s %12s %12s %14s" % (
        recording.generation(), "file", "Keras alone", "Python, Java", "Java, Python", "same as Keras"))
    for name, build, optimizer in cases():
        if words and not any(word in name for word in words):
            continue
        for form in FORMATS:
            columns, failed = tried(folder, build, optimizer, form)
            if columns is None:
                print("%-30s %-7s Keras does not save it: %s" % (name, form, failed))
                continue
            wanted, alone, python, saved, _ = columns
            end, right = judged(name, form, columns)
            print("%-30s %-7s %12s %12s %12s %14s  %s%s" % (
                name, form, alone.text(wanted), python.text(wanted), saved.text(wanted), saved.text(alone.weights)
                if alone.weights is not None else "", end, "" if right else "  WRONG"))
            sys.stdout.flush()
            for who, column in (("Keras alone", alone), ("Python, Java", python), ("Java, Python", saved)):
                if column.why:
                    failures.setdefault((who, form, column.why), []).append(name)
            if lost(name, form):
                reasons.setdefault(lost(name, form), []).append(name)
            if not right:
                wrong.append(name + " " + form)
    for reason in sorted(reasons):
        print("\n%s (%d cases)." % (reason, len(reasons[reason])))
    for (who, form, why), names in sorted(failures.items()):
        print("\n%s, %s, %d cases (%s): %s" % (who, form, len(names), ", ".join(names[:3]), why))
    print("\n%s" % ("WRONG: " + ", ".join(wrong) if wrong else "All as it should be."))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
