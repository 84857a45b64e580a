# -*- coding: utf-8 -*-
"""Trains under real Keras one update at a time and writes down the loss of each, as a training fixture.

    python-reference/run GENERATION python-reference/train_record.py FOLDER [PATTERN ...]

`record-training` calls this twice and keeps only what came out the same, bit for bit.
The runs are the six alphabet systems (here) and the small models of training_zoo.py.
"""
from __future__ import absolute_import, division, print_function

import argparse
import fnmatch
import os
import shutil
import sys
import time
from collections import OrderedDict

import numpy as np

import alphabet
import recording


class Run(object):
    """One training to be written down.

    build() gives the compiled model; data() the samples (x, y), drawn before the weights are;
    noise says that the model draws random numbers while it trains, which are stored;
    reset_states is never, batch or epoch; warm_up updates are trained before the initial model is saved, so that
    its file carries optimizer slots; checkpoints are numbers of updates.
    """

    def __init__(self, name, description, build, data, epochs, batch_size=1, shuffle=True, reset_states="never",
                 warm_up=0, checkpoints=(), tolerance=None, weights_tolerance=None, recipe=None,
                 dtypes=("float64", "float32"), noise=False):
        self.noise = noise
        self.name, self.description, self.build, self.data = name, description, build, data
        self.epochs, self.batch_size, self.shuffle = epochs, batch_size, shuffle
        self.reset_states, self.warm_up, self.checkpoints = reset_states, warm_up, checkpoints
        self.tolerance, self.weights_tolerance = tolerance, weights_tolerance
        self.recipe, self.dtypes = recipe, dtypes

    def folder(self, dtype=None):
        name = "%s-%s-%s" % (self.name, recording.generation(), dtype or recording.floatx())
        return name if dtype else name + blas_kernel("-%s")

    def record(self, parent):
        folder = os.path.join(parent, self.folder())
        if os.path.isdir(folder):
            shutil.rmtree(folder)
        os.makedirs(folder)
        recording.forget_names()
        recording.seed(alphabet.SEED)
        x, y = self.data()
        if self.noise:
            import noise
            noise.recorder()  # cells take hold of their generators when they are made
        model = same_start(self.build)
        order = self._order(len(x))
        update = updater(model)
        recorder = None
        if self.noise:
            import noise
            recorder = noise.recorder()
            update = noisy(model, recorder)
        for _ in range(self.warm_up):
            update(x[:self.batch_size], y[:self.batch_size])
        initial, config = save(model, folder, "initial")
        recording.compact(os.path.join(folder, initial))
        losses, accuracies, checkpoints = self._train(model, update, x, y, order, folder)
        final = save_trained(model, folder, "final")
        arrays = OrderedDict([("x", x), ("y", y), ("order", order)])
        if racy():  # what does not come out the same twice is no reference
            accuracies = None
        else:
            arrays["loss"] = losses
        if accuracies is not None:
            arrays["acc"] = accuracies
        drawn = recorder.arrays() if recorder else {}
        for name in drawn:
            arrays[name.replace("/", ".")] = drawn[name]
        recording.write_npz(os.path.join(folder, "train.npz"), arrays)
        if self.recipe:
            recording.write_text(os.path.join(folder, "recipe.json"), recording.json_text(self.recipe) + "\n")
        training = OrderedDict([("dtype", recording.floatx()), ("initial", initial), ("final", final)])
        training.update([(key, "train.npz#" + key) for key in ("x", "y")])
        training.update([("batch_size", self.batch_size), ("epochs", self.epochs), ("order", "train.npz#order")])
        if "loss" in arrays:
            training["step_losses"] = "train.npz#loss"
        if accuracies is not None:
            training["epoch_metrics"] = "train.npz#acc"
        if drawn:
            training["noise"] = OrderedDict((name, "train.npz#" + name.replace("/", ".")) for name in drawn)
        if checkpoints:
            training["checkpoints"] = checkpoints
        training["reset_states"] = self.reset_states
        for key in ("tolerance", "weights_tolerance"):
            if getattr(self, key) is not None:
                training[key] = getattr(self, key)
        if len(self.dtypes) > 1:
            other = "float32" if recording.floatx() == "float64" else "float64"
            training["companion"] = "../%s/training.json" % self.folder(other)
        lines = ["  %s: %s" % (recording.json_text(k), recording.json_text(v)) for k, v in training.items()]
        recording.write_text(os.path.join(folder, "training.json"), "{\n" + ",\n".join(lines) + "\n}\n")
        recording.record(folder, model, [], "%s; %s, %d updates%s" % (
                             self.description, recording.floatx(), len(losses), blas_kernel(", BLAS as on a %s")),
                         recipe=self.recipe, training="training.json", saved=(initial, config))
        return losses, accuracies

    def _order(self, samples):
        """Keras 1 and 2 shuffle one index array in place, epoch after epoch, by numpy's generator; so does this."""
        order = np.empty((self.epochs, samples), dtype="uint8" if samples <= 256 else "uint16")
        index = np.arange(samples)
        for row in order:
            if self.shuffle:
                np.random.shuffle(index)
            row[:] = index
        return order

    def _train(self, model, update, x, y, order, folder):
        losses, accuracies, checkpoints = [], [], OrderedDict()
        for row in order:
            right = 0.0
            for start in range(0, len(row), self.batch_size):
                if self.reset_states == "batch":
                    recording.reset_states(model)
                batch = row[start:start + self.batch_size]
                answer = update(x[batch], y[batch])
                losses.append(answer[0])
                if len(answer) > 1:
                    right += answer[1] * len(batch)
                if len(losses) in self.checkpoints:
                    checkpoints[str(len(losses))] = save_trained(model, folder, "step%d" % len(losses))
            if len(answer) > 1:
                accuracies.append(right / len(row))
            if self.reset_states == "epoch":
                recording.reset_states(model)
        return (np.array(losses, dtype=recording.floatx()),
                np.array(accuracies) if accuracies else None, checkpoints)


def blas_kernel(text):
    """The text with the kernel that OpenBLAS is told to use; empty where it finds its own."""
    kernel = os.environ.get("OPENBLAS_CORETYPE")
    return text % kernel.lower() if kernel else ""


def same_start(build):
    """The model with initial weights that do not depend on floatx, or the two runs of a companion pair would part
    before they start: TensorFlow's generators draw another number for float64, so the float32 model's are taken.
    """
    if recording.generation() not in ("tf-keras-2.15", "keras-3"):
        return build()
    floatx = recording.floatx()
    recording.set_floatx("float32")
    drawn = build().get_weights()
    recording.set_floatx(floatx)
    model = build()
    model.set_weights(drawn)
    assert all(array.dtype == floatx for array in model.get_weights() if array.dtype.kind == "f")
    return model


def racy():
    """Keras 2.2 and 2.3 on TensorFlow 1.15: Adam reads its step count while another operation raises it."""
    return recording.generation().startswith("keras-2.")


def updater(model):
    """A function (x, y) that makes one update and gives [loss before it, metrics ...]."""
    if recording.generation() != "tf-keras-2.15":
        return lambda x, y: [float(value) for value in np.atleast_1d(model.train_on_batch(x, y))]
    import tensorflow as tf

    @tf.function
    def step(x, y):  # Keras's own train_step; its train_on_batch builds a tf.data pipeline for each call: 10 ms
        model.reset_metrics()
        logs = model.train_step((x, y))
        return [logs["loss"]] + [value for name, value in logs.items() if name != "loss"]

    return lambda x, y: [float(value) for value in step(tf.constant(x), tf.constant(y))]


def noisy(model, recorder):
    """The same of a model that runs eagerly and draws from the recorder."""
    def update(x, y):
        recorder.start_update()
        try:
            return [float(value) for value in np.atleast_1d(model.train_on_batch(x, y))]
        finally:
            recorder.on = False
    return update


def save(model, folder, stem):
    """The compiled model; for Keras 1.0.6 weights, with loss and optimizer in the JSON beside them."""
    return recording.save_model(model, folder, stem=stem)


def save_trained(model, folder, stem):
    """Weights after training and no more, in the layout of Keras's weights files."""
    name = stem + ".h5"
    path = os.path.join(folder, name)
    if recording.generation().startswith("keras-1."):
        model.save_weights(path, overwrite=True)
    else:
        model.save(path, include_optimizer=False)
        recording.compact(path, "model_weights")
    return name


def alphabet_runs():
    if racy():  # one example is enough to see that only its outcome is compared
        yield _alphabet_run(alphabet.SYSTEMS["three-char-time-steps"], "three-char-time-steps")
        return
    for system in alphabet.SYSTEMS.values():
        yield _alphabet_run(system, system.name)
    steps = alphabet.SYSTEMS["three-char-time-steps"]
    option = "inner_activation" if recording.generation().startswith("keras-1.") else "recurrent_activation"
    if recording.generation() in ("keras-1.0.6", "keras-1.2.2"):
        yield _alphabet_run(steps, steps.name + "-sigmoid", {option: "sigmoid"},
                            tolerance=OrderedDict([("rtol", 0), ("atol", 5e-8)]),
                            weights_tolerance=OrderedDict([("rtol", 0), ("atol", 3e-5)]))


def _alphabet_run(system, name, lstm_options=None, tolerance=None, weights_tolerance=None):
    epochs = 3 if system.name == "variable-length" else system.epochs
    in_double = recording.floatx() == "float64"
    return Run(name, alphabet.ABOUT[system.name].split("; asked")[0].split(" (30")[0] + (
        ", %s" % ", ".join("%s %s" % item for item in lstm_options.items()) if lstm_options else ""),
        build=lambda: system.build(lstm_options), data=system.training_arrays, epochs=epochs,
        batch_size=system.batch_size, shuffle=system.shuffle,
        reset_states="epoch" if system.stateful else "never",
        checkpoints=(1, 1000) if in_double and system.name == "three-char-time-steps" else (), dtypes=("float32",) if racy() else ("float64", "float32"),
        tolerance=tolerance if in_double else None,
        weights_tolerance=weights_tolerance if in_double else None, recipe=system.recipe())


def all_runs(triples=False):
    runs = list(alphabet_runs())
    if racy():
        return [run for run in runs if recording.floatx() in run.dtypes]
    import training_zoo  # which imports Run from here
    runs += training_zoo.triples() if triples else training_zoo.runs()
    return [run for run in runs if recording.floatx() in run.dtypes]


def main():
    parser = argparse.ArgumentParser(description="Records training runs, update by update.")
    parser.add_argument("folder", help="where the runs go, one folder per run")
    parser.add_argument("patterns", nargs="*", default=["*"], help="names of runs, with * (default: all)")
    parser.add_argument("--triples", action="store_true", help="of the small models those not in the repository")
    parser.add_argument("--list", action="store_true", help="name the runs and stop")
    arguments = parser.parse_args()
    runs = [run for run in all_runs(arguments.triples) if any(fnmatch.fnmatch(run.name, p) for p in arguments.patterns)]
    if not runs:
        parser.error("no run is called %s" % " ".join(arguments.patterns))
    failed = []
    for run in runs:
        if arguments.list:
            print(run.name)
            continue
        started = time.time()
        try:
            losses, accuracies = run.record(arguments.folder)
        except Exception as problem:  # the other runs are worth having
            failed.append(run.name)
            shutil.rmtree(os.path.join(arguments.folder, run.folder()))
            print("FAILED %s: %s: %s" % (run.name, type(problem).__name__, problem))
            continue
        print("%-50s %6d updates %6.1f s  loss %.6g -> %.6g%s" % (
            run.name, len(losses), time.time() - started, losses[0], losses[-1],
            "  accuracy %.4f" % accuracies[-1] if accuracies is not None else ""))
        sys.stdout.flush()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
