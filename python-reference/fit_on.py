# -*- coding: utf-8 -*-
"""Half of a fit in Python and half in Java, and the other way round, for every optimizer and format.

    KERAS4J_FLOATX=float64 KERAS4J="java -jar target/keras4j.jar" python-reference/run keras-3 python-reference/fit_on.py

Each line: how far the final weights are from those of a fit that Python did alone. load_model must bring the optimizer
along, so a file that loses its slots shows.
"""
from __future__ import absolute_import, division, print_function

import os
import shlex
import subprocess
import sys
import tempfile

import numpy as np

import recording

keras = recording.keras()
THIRD = recording.generation() == "keras-3"
FORMATS = (".h5", ".keras") if THIRD else (".h5",)
L = keras.layers


def model(optimizer):
    m = keras.models.Sequential()
    if THIRD:
        m.add(L.Input((4,)))
        m.add(L.Dense(5, activation="tanh", name="hidden"))
    else:
        m.add(L.Dense(5, activation="tanh", name="hidden", input_shape=(4,)))
    m.add(L.Dense(3, activation="softmax", name="answer"))
    random = np.random.RandomState(5)
    m.set_weights([random.normal(scale=0.6, size=w.shape) for w in m.get_weights()])
    options = {"jit_compile": False} if THIRD else {}
    m.compile(optimizer=optimizer(), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
              metrics=["accuracy", keras.metrics.AUC(name="auc")], **options)
    return m


def optimizers():
    o, lr = keras.optimizers, 0.05
    rate = lambda: o.schedules.ExponentialDecay(0.1, 3, 0.7)  # noqa: E731
    yield "SGD", lambda: o.SGD(lr)
    yield "SGD momentum", lambda: o.SGD(lr, momentum=0.8, nesterov=True)
    yield "RMSprop", lambda: o.RMSprop(lr, momentum=0.5, centered=True)
    yield "Adagrad", lambda: o.Adagrad(lr)
    yield "Adadelta", lambda: o.Adadelta(1.0)
    yield "Adam", lambda: o.Adam(lr)
    yield "Adam amsgrad", lambda: o.Adam(lr, amsgrad=True)
    yield "Adam schedule", lambda: o.Adam(rate())
    yield "AdamW", lambda: o.AdamW(lr, weight_decay=0.1)
    yield "Adamax", lambda: o.Adamax(lr)
    yield "Nadam", lambda: o.Nadam(lr)
    yield "Lion", lambda: o.Lion(0.01)
    yield "Ftrl", lambda: o.Ftrl(lr)
    yield "Adafactor", lambda: o.Adafactor(lr)
    yield "ema", lambda: o.Adam(lr, use_ema=True, ema_momentum=0.8)
    if THIRD:
        yield "Lamb", lambda: o.Lamb(lr)
        yield "accumulation", lambda: o.Adam(lr, gradient_accumulation_steps=3)


def fit(m, x, y):
    m.fit(x, y, batch_size=4, epochs=1, shuffle=False, verbose=0)


def java(folder, source, target):
    command = shlex.split(os.environ.get("KERAS4J", "java -jar target/keras4j.jar"))
    done = subprocess.run(
        command + ["fit", source, "--x", folder + "/data.npz#x", "--y", folder + "/data.npz#y", "--batch-size", "4",
                   "--no-shuffle", "--dtype", "float64", "--verbose", "0", "--overwrite", "--save", target],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(done.stdout.decode().strip().splitlines()[-1])


def distance(m, wanted):
    return max(np.abs(a - b).max() for a, b in zip(m.get_weights(), wanted))


def main(only=None):
    folder = tempfile.mkdtemp()
    random = np.random.RandomState(3)
    x, y = random.normal(size=(12, 4)), np.eye(3)[random.randint(0, 3, 12)]
    np.savez(folder + "/data.npz", x=x, y=y)
    worst = 0.0
    for name, optimizer in optimizers():
        if only and only not in name:
            continue
        for form in FORMATS:
            start, half, end = (folder + "/" + part + form for part in ("start", "half", "end"))
            try:
                whole = model(optimizer)
                if name == "Adafactor" and THIRD and form == ".h5":
                    continue  # Keras 3 fails to save it: two variables of one name
                whole.save(start)
                fit(whole, x, y)
                whole.save(half)
                java(folder, half, end)
                fit(whole, x, y)
                wanted = whole.get_weights()
                first = distance(keras.models.load_model(end), wanted)
                java(folder, start, half)
                loaded = keras.models.load_model(half)
                fit(loaded, x, y)
                second = distance(loaded, wanted)
                if THIRD and form == ".h5":  # Keras 3 takes no optimizer from an .h5, its own or ours
                    print("%-14s %-7s Python first %.1e   Java first: trains on with a new optimizer" % (name, form, first))
                    second = 0.0
                else:
                    print("%-14s %-7s Python first %.1e   Java first %.1e" % (name, form, first, second))
                worst = max(worst, first, second)
            except Exception as e:
                print("%-14s %-7s %s: %s" % (name, form, type(e).__name__, str(e)[:300]))
                worst = np.inf
    sys.exit(0 if worst < 1e-9 else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
