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
import train_record

EPOCHS = 100  # of 23 updates each
SYSTEM = alphabet.SYSTEMS["three-char-time-steps"]


def old():
    return recording.generation().startswith("keras-1.")


def start():
    recording.keras()
    recording.seed(alphabet.SEED)
    x, y = SYSTEM.training_arrays()
    model = SYSTEM.build({"inner_activation" if old() else "recurrent_activation": "sigmoid"})
    order, index = [], np.arange(len(x))
    for _ in range(EPOCHS):
        np.random.shuffle(index)
        order.append(index.copy())
    return model, x, y, np.array(order, dtype="int32")


def train(model, x, y, order):
    update = train_record.updater(model)
    return np.array([update(x[i:i + 1], y[i:i + 1])[0] for i in order.ravel()])


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
        train_record.save_trained(model, folder, "final")
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
    model, x, y, order = start()
    model = taken_up_by_gates(model, saved) if old() else taken_up(model, saved)
    train(model, x, y, order[EPOCHS // 2:])
    worst = max(np.abs(a - b).max() for a, b in zip(model.get_weights(), whole(model, parent)))
    print("Java's half, then Python's, beside Python's whole: greatest difference of a weight %.2e" % worst)
    return 0 if worst <= 1e-9 else 1


def whole(model, parent):
    """The weights after both halves in Python."""
    trained = model.get_weights()
    model.load_weights(os.path.join(parent, "second", "final.h5"))
    weights = model.get_weights()
    model.set_weights(trained)
    return weights


def taken_up(model, saved):
    """What Java saved, as Keras loads it."""
    if recording.generation() == "tf-keras-2.15":
        return recording.keras().models.load_model(saved)
    # Keras 3 builds the optimizer of a loaded .h5 on no variables at all (legacy_h5_format.py takes the Sequential's own
    # _trainable_variables), its own files' too, and then fails to train; so keras4j keeps them in a group of its own, and
    # here they are put in one by one
    import h5py
    model.set_weights(recording.keras().models.load_model(saved, compile=False).get_weights())
    model.optimizer.build(model.trainable_variables)
    with h5py.File(saved, "r") as f:
        group = f["keras4j_optimizer_weights"]
        model.optimizer.set_weights([np.array(group[name]) for name in group.attrs["weight_names"]])
    return model


def taken_up_by_gates(model, saved):
    """Keras 1 loads no Keras 2 file: its arrays are cut up by gates."""
    import h5py
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
    return model


if __name__ == "__main__":
    sys.exit(record(sys.argv[2]) if sys.argv[1] == "record" else finish(sys.argv[2], sys.argv[3]))
