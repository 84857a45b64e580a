# -*- coding: utf-8 -*-
"""A recorded training again by the Keras that recorded it, compared with the record update by update.

    python-reference/run keras-1.2.2 python-reference/train_again.py fixtures/training/NAME-float32

On the machine that recorded, nothing differs. With OPENBLAS_CORETYPE (Nehalem, Haswell, ...) numpy's OpenBLAS, which
Theano calls here, adds up products in another order, as it does on another CPU: how far Keras then leaves its own
record tells what may be asked of anybody else in float32. Not for Keras 1.0.6, whose files hold weights only.
"""
from __future__ import absolute_import, division, print_function

import json
import os
import sys

import numpy as np

import recording
import train_record


def losses(folder):
    with open(os.path.join(folder, "training.json")) as f:
        run = json.load(f)
    return run, np.load(os.path.join(folder, "train.npz"))["loss"]


def allowed(folder, run, loss):
    """Ten times the distance so far of Keras's own two runs, at least 1e-6, up to where they are 1e-4 apart."""
    _, other = losses(os.path.dirname(os.path.join(folder, run["companion"])))
    own = np.maximum.accumulate(np.abs(loss - other))
    return np.maximum(1e-6, 10 * own)[:np.argmax(own > 1e-4) if own[-1] > 1e-4 else len(own)]


def train(folder, run):
    arrays = np.load(os.path.join(folder, "train.npz"))
    model = recording.keras().models.load_model(os.path.join(folder, run["initial"]))
    update, size = train_record.updater(model), run["batch_size"]
    for row in arrays["order"]:
        for batch in [row[i:i + size] for i in range(0, len(row), size)]:
            if run["reset_states"] == "batch":
                model.reset_states()
            yield update(arrays["x"][batch], arrays["y"][batch])[0]
        if run["reset_states"] == "epoch":
            model.reset_states()


def main(folder):
    run, loss = losses(folder)
    if run["dtype"] != recording.floatx():
        sys.exit("recorded in %s: set KERAS4J_FLOATX=%s" % (run["dtype"], run["dtype"]))
    limit = allowed(folder, run, loss)
    apart = np.abs(np.array(list(train(folder, run))) - loss)[:len(limit)]
    beyond = np.flatnonzero(apart > limit)
    print("%s, OPENBLAS_CORETYPE=%s" % (os.path.basename(os.path.normpath(folder)),
                                        os.environ.get("OPENBLAS_CORETYPE", "")))
    print("  greatest difference of %d losses %.2e at update %d" % (len(apart), apart.max(), apart.argmax() + 1))
    if len(beyond):
        at = beyond[0]
        print("  first one beyond ten times Keras's own distance: update %d, %.2e, allowed %.2e" % (
            at + 1, apart[at], limit[at]))


if __name__ == "__main__":
    main(sys.argv[1])
