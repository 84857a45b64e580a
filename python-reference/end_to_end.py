# -*- coding: utf-8 -*-
"""Real data from end to end: Keras's fit and keras4j's, one after the other on one core, over several seeds.

    taskset -c 0 python-reference/run GENERATION python-reference/end_to_end.py [--seeds N] [TASK...]

For keras-3 and tf-keras-2.15, with scikit-learn in that environment (pip install scikit-learn). Both begin from weights
of their own. A line has each side's result on samples that were not trained on, as mean and standard deviation over the
seeds, and each side's processor time, which other processes do not change much: of an epoch, as the mean over the last
half of them, and of the whole fit (of Keras's `fit` in a Python that has imported it; of the whole process of keras4j's).
Exits with 1 where the means are further apart than four of their standard errors.
"""
from __future__ import absolute_import, division, print_function

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

import numpy as np

import alphabet
import recording

for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[name] = "1"
keras = recording.keras()
L = keras.layers
THIRD = recording.generation() == "keras-3"
FOLDER = tempfile.mkdtemp()


def first(*shape, **options):
    return [L.Input(shape, **options) if THIRD else L.InputLayer(input_shape=shape, **options)]


class Task(object):
    def __init__(self, name, data, build, epochs, batch_size=32, shuffle=True, score="accuracy", reset=False):
        self.name, self.data, self.build, self.epochs = name, data, build, epochs
        self.batch_size, self.shuffle, self.score, self.reset = batch_size, shuffle, score, reset


# ---- images: 1,797 of 8 x 8

def digits():
    from sklearn.datasets import load_digits
    x, y = load_digits(return_X_y=True)
    return split(x.reshape(-1, 8, 8, 1) / 16, y)


def cnn():
    model = keras.models.Sequential(first(8, 8, 1) + [
        L.Conv2D(16, 3, activation="relu"), L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(2), L.Dropout(0.25),
        L.Flatten(), L.Dense(64, activation="relu"), L.Dense(10, activation="softmax")])
    # not "accuracy": saved before its first fit, tf.keras takes that for the categorical one for good
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
    return model


# ---- a regression: 442 patients of 10 numbers

def diabetes():
    from sklearn.datasets import load_diabetes
    x, y = load_diabetes(return_X_y=True)
    return split(x * 20, (y / 100)[:, None])


def mlp():
    model = keras.models.Sequential(first(10) + [
        L.Dense(64, activation="relu"), L.Dense(64, activation="relu"), L.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return model


# ---- texts: are more words good than bad, where "not" turns the next one round?

WORDS = ["", "not", "a", "the", "film", "plot", "and", "was"] + ["good", "fine", "bright", "warm"] + ["bad", "dull", "cold", "weak"]


def texts():
    random = np.random.RandomState(1)
    x, y = np.zeros((1500, 12)), []
    while len(y) < len(x):
        words = random.randint(1, len(WORDS), random.randint(4, 13))
        total = sum((1 if w < 12 else -1) * (-1 if i and words[i - 1] == 1 else 1) for i, w in enumerate(words) if w >= 8)
        if total:
            x[len(y), :len(words)] = words
            y.append(total > 0)
    return split(x, np.array(y)[:, None])


def bilstm():
    model = keras.models.Sequential(first(12) + [
        L.Embedding(len(WORDS), 16, mask_zero=True), L.Bidirectional(L.LSTM(16)), L.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def split(x, y, part=0.8):
    order = np.random.RandomState(0).permutation(len(x))
    cut = int(part * len(x))
    return [a[o].astype(recording.floatx()) for o in (order[:cut], order[cut:]) for a in (x, y)]


# ---- letters

def letters(system):
    recording.seed(alphabet.SEED)
    x, y = system.training_arrays()
    return [x, y, x, y]


def tasks():
    yield Task("digits, CNN", digits, cnn, 12, score="sparse_categorical_accuracy")
    yield Task("diabetes, MLP", diabetes, mlp, 40, score="mae")
    yield Task("texts, Embedding and BiLSTM", texts, bilstm, 12)
    for name, system in alphabet.SYSTEMS.items():
        yield Task("alphabet, " + name, lambda system=system: letters(system), system.build,
                   40 if name == "variable-length" else 200, 1 if system.stateful else 32, system.shuffle,
                   reset=system.stateful)


# ---- the two sides: (score, seconds of processor time when the fit began and after each epoch)

class Clock(keras.callbacks.Callback):
    def __init__(self, reset):
        super(Clock, self).__init__()
        self.times, self.reset = [time.process_time()], reset

    def on_epoch_end(self, epoch, logs=None):
        if self.reset:
            recording.reset_states(self.model)
        self.times.append(time.process_time())


def python(task, data, seed):
    keras.utils.set_random_seed(seed)
    model = task.build()
    model.save(FOLDER + "/model.h5" if not THIRD else FOLDER + "/model.keras")
    clock = Clock(task.reset)
    model.fit(data[0], data[1], batch_size=task.batch_size, epochs=task.epochs, shuffle=task.shuffle, verbose=0,
              callbacks=[clock])
    result = model.evaluate(data[2], data[3], batch_size=task.batch_size, verbose=0, return_dict=True)
    return result[task.score], clock.times


def java(task, seed):
    command = shlex.split(os.environ.get("KERAS4J", "bin/keras4j"))
    model, trained = (FOLDER + "/" + part + (".keras" if THIRD else ".h5") for part in ("model", "trained"))
    arguments = ["--batch-size", str(task.batch_size)]
    fit = ["fit", model, "--x", FOLDER + "/data.npz#x", "--y", FOLDER + "/data.npz#y", "--epochs", str(task.epochs),
           "--from-scratch", "--seed", str(seed), "--save", trained, "--overwrite"]
    fit += ([] if task.shuffle else ["--no-shuffle"]) + (["--reset-states", "epoch"] if task.reset else [])
    process = subprocess.Popen(command + fit + arguments, stdout=subprocess.PIPE, universal_newlines=True)
    used = (~process.pid << 3) | 2  # Linux's clock of another process's processor time
    times = [0] + [time.clock_gettime(used) for line in process.stdout if re.match(r"\d+/\d+ - ", line)]
    if process.wait():
        raise SystemExit("keras4j " + " ".join(fit))
    asked = subprocess.run(
        command + ["evaluate", trained, "--x", FOLDER + "/data.npz#tx", "--y", FOLDER + "/data.npz#ty", "--json"]
        + arguments, stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    return json.loads(asked)[task.score], times


def row(task, seeds):
    data = task.data()
    np.savez(FOLDER + "/data.npz", x=data[0], y=data[1], tx=data[2], ty=data[3])
    scores, epochs, whole = ([], []), ([], []), ([], [])
    for seed in range(seeds):
        for side, (score, times) in enumerate((python(task, data, seed), java(task, seed))):
            scores[side].append(score)
            half = (len(times) - 1) // 2
            epochs[side].append((times[-1] - times[half]) / (len(times) - 1 - half))
            whole[side].append(times[-1] - times[0])
    keras.backend.clear_session()
    mean, spread = [np.mean(s) for s in scores], [np.std(s, ddof=1) if seeds > 1 else 0 for s in scores]
    apart = abs(mean[0] - mean[1]) <= 4 * np.sqrt((spread[0] ** 2 + spread[1] ** 2) / seeds) + 1e-12
    epoch, fit = ([np.median(t) for t in side] for side in (epochs, whole))
    print("| %s | %s | %.4f ± %.4f | %.4f ± %.4f | %.2f ms | %.2f ms | %.2f | %.2f s | %.2f s |%s" % (
        task.name, task.score, mean[0], spread[0], mean[1], spread[1], 1e3 * epoch[0], 1e3 * epoch[1],
        epoch[1] / epoch[0], fit[0], fit[1], "" if apart else " APART"))
    sys.stdout.flush()
    return apart


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("task", nargs="*")
    chosen = parser.parse_args()
    print("| %s | score | Keras | keras4j | epoch in Keras | in keras4j | ratio | fit in Keras | in keras4j |"
          % recording.generation())
    print("| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    right = [row(task, chosen.seeds) for task in tasks()
             if not chosen.task or any(word in task.name for word in chosen.task)]
    sys.exit(0 if all(right) else 1)


if __name__ == "__main__":
    main()
