"""Records the shape in which each Keras takes arrays of one axis more or less than a model's input.

python-reference/run GENERATION python-reference/input_axes.py writes src/test/resources/input-axes/GENERATION.txt: a
line for each kind of model, shape of its input, shape fed and shape of the answer, which is that of the input taken;
"refused" where Keras raises an error.
"""
from __future__ import absolute_import, print_function

import io
import os

import numpy as np

import recording

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "input-axes")
INPUTS = [(1,), (4,), (4, 1), (4, 3), (None, 1), (None, 4, 1), (1, 1), (4, 1, 1), (None,), (1, 3)]
FED = [(5,), (5, 1), (5, 4), (5, 4, 1), (5, 4, 3), (5, 1, 1), (5, 4, 1, 1), (5, 1, 3), (4,), (1,), (5, 4, 3, 1), (5, 3)]


def main():
    keras = recording.keras()
    lines = []
    for kind in ("functional", "sequential"):
        for shape in INPUTS:
            for fed in FED:
                if abs(len(fed) - len(shape) - 1) <= 1:
                    lines.append("%s %s %s %s" % (kind, text((None,) + shape), text(fed), answer(keras, kind, shape, fed)))
    if not os.path.isdir(FOLDER):
        os.makedirs(FOLDER)
    with io.open(os.path.join(FOLDER, recording.generation() + ".txt"), "w", newline="\n") as out:
        out.write(u"\n".join(lines) + u"\n")


def answer(keras, kind, shape, fed):
    if hasattr(keras.backend, "clear_session"):
        keras.backend.clear_session()  # a model for each question: a traced function keeps what it saw first
    model = functional(keras, shape) if kind == "functional" else sequential(keras, shape)
    try:
        return text(model.predict(np.zeros(fed, "float32"), verbose=0).shape)
    except Exception:  # each Keras has its own for it
        return "refused"


def functional(keras, shape):
    x = keras.layers.Input(shape=shape)
    y = keras.layers.Activation("tanh")(x)
    model = keras.models.Model
    return model(input=x, output=y) if recording.generation().startswith("keras-1") else model(inputs=x, outputs=y)


def sequential(keras, shape):
    model = keras.models.Sequential()
    if recording.generation() == "keras-3":
        model.add(keras.layers.Input(shape=shape))
        model.add(keras.layers.Activation("tanh"))
    else:
        model.add(keras.layers.Activation("tanh", input_shape=shape))
    return model


def text(shape):
    return "x".join("?" if size is None else str(size) for size in shape)


if __name__ == "__main__":
    main()
