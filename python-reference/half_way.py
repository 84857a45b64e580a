# -*- coding: utf-8 -*-
"""Half of a training here, half in Java, and the other way round. Called by `half-way`; see there.

    half_way.py record FOLDER          the whole training, and its two halves as training fixtures
    half_way.py finish FOLDER SAVED    goes on from what Java saved after the first half, and compares
"""
from __future__ import absolute_import, division, print_function

import os
import sys

import numpy as np

import alphabet
import recording

EPOCHS = 100  # of 23 updates each
SYSTEM = alphabet.SYSTEMS["three-char-time-steps"]


def start():
    recording.keras()
    recording.seed(alphabet.SEED)
    x, y = SYSTEM.training_arrays()
    model = SYSTEM.build({"inner_activation": "sigmoid"})
    order, index = [], np.arange(len(x))
    for _ in range(EPOCHS):
        np.random.shuffle(index)
        order.append(index.copy())
    return model, x, y, np.array(order, dtype="int32")


def train(model, x, y, order):
    return np.array([model.train_on_batch(x[i:i + 1], y[i:i + 1])[0] for i in order.ravel()])


def fixture(folder, x, y, order, loss):
    """What `train` wants to know; the models are there already."""
    recording.write_npz(os.path.join(folder, "train.npz"), {"x": x, "y": y, "order": order, "loss": loss})
    recording.write_text(os.path.join(folder, "training.json"), recording.json_text({
        "dtype": "float64", "initial": "initial.h5", "final": "final.h5", "x": "train.npz#x", "y": "train.npz#y",
        "batch_size": 1, "epochs": len(order), "order": "train.npz#order", "step_losses": "train.npz#loss",
        "tolerance": {"rtol": 0, "atol": 1e-9}, "weights_tolerance": {"rtol": 0, "atol": 1e-9}}))
    recording.write_text(os.path.join(folder, "fixture.json"), recording.json_text({
        "format": 1, "model": "initial.h5", "expect": "match", "calls": [], "training": "training.json"}))


def record(parent):
    model, x, y, order = start()
    halves = {"first": order[:EPOCHS // 2], "second": order[EPOCHS // 2:]}
    for name in ("first", "second"):
        folder = os.path.join(parent, name)
        os.makedirs(folder)
        model.save(os.path.join(folder, "initial.h5"))
        loss = train(model, x, y, halves[name])
        model.save_weights(os.path.join(folder, "final.h5"))
        fixture(folder, x, y, halves[name], loss)


GATES = ("i", "f", "c", "o")


def split(kernel, recurrent, bias, dense_kernel, dense_bias):
    """Keras 2's five arrays as Keras 1's fourteen, by name."""
    arrays = {"dense_1_W": dense_kernel, "dense_1_b": dense_bias}
    for n, gate in enumerate(GATES):
        for letter, array in (("W", kernel), ("U", recurrent), ("b", bias)):
            arrays["lstm_1_%s_%s" % (letter, gate)] = np.split(array, 4, axis=-1)[n]
    return arrays


def finish(parent, saved):
    import h5py
    model, x, y, order = start()
    with h5py.File(saved, "r") as f:
        weights = split(*[np.array(f["model_weights/%s/%s" % (layer, name)])
                          for layer in ("lstm_1", "dense_1")
                          for name in [n.decode() for n in f["model_weights/" + layer].attrs["weight_names"]]])
        slots = [np.array(f["optimizer_weights/" + name.decode()])
                 for name in f["optimizer_weights"].attrs["weight_names"]]
    model.set_weights([weights["lstm_1_%s_%s" % (letter, gate)] for gate in "icfo" for letter in "WUb"]
                      + [weights["dense_1_W"], weights["dense_1_b"]])
    model.model._make_train_function()
    state = [slots[0]]
    for moments in (split(*slots[1:6]), split(*slots[6:11])):
        state += [moments[name] for name in sorted(moments)]
    model.optimizer.set_weights(state)
    train(model, x, y, order[EPOCHS // 2:])
    ours = model.get_weights()
    model.load_weights(os.path.join(parent, "second", "final.h5"))
    worst = max(np.abs(a - b).max() for a, b in zip(ours, model.get_weights()))
    print("Java's half, then Python's, beside Python's whole: greatest difference of a weight %.2e" % worst)
    return 0 if worst <= 1e-9 else 1


if __name__ == "__main__":
    sys.exit(record(sys.argv[2]) if sys.argv[1] == "record" else finish(sys.argv[2], sys.argv[3]))
