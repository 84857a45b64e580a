# -*- coding: utf-8 -*-
"""The models of the benchmarks, each in Keras's format and as ONNX.

    python-reference/run tf-keras-2.15-onnx python-reference/bench_models.py [NAME...]

The small ones are fixtures, src/bench/models/NAME/. The large ones (bench_models_large.py) are not kept: name one to get
target/bench-models/NAME/, or say `large` for all of them.

Weights are drawn, not trained: speed does not depend on them. tf2onnx folds what it can (BatchNormalization into the
convolution before it, for one), so ONNX Runtime gets the graph that a user of tf2onnx would give it.
"""
import os
import sys

import numpy as np

import recording

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(os.path.dirname(HERE), "src/bench/models")
OPSET = 15


def models():
    layers = recording.keras().layers
    softmax = {"activation": "softmax"}
    return {
        "lstm-32x3x1": ((3, 1), [layers.LSTM(32), layers.Dense(26, **softmax)]),
        "lstm-256x100x64": ((100, 64), [layers.LSTM(256), layers.Dense(26, **softmax)]),
        "gru-128x50x32": ((50, 32), [layers.GRU(128), layers.Dense(10, **softmax)]),
        "mlp-128x256x256": ((128,), [layers.Dense(256, activation="relu"), layers.Dense(256, activation="relu"),
                                     layers.Dense(10, **softmax)]),
        "conv1d-128x16": ((128, 16), [layers.Conv1D(64, 5, padding="same", activation="relu"),
                                      layers.MaxPooling1D(2),
                                      layers.Conv1D(64, 5, padding="same", activation="relu"),
                                      layers.GlobalAveragePooling1D(), layers.Dense(10, **softmax)]),
        "cnn-28x28x1": ((28, 28, 1), [layers.Conv2D(32, 3, use_bias=False), layers.BatchNormalization(),
                                      layers.Activation("relu"), layers.MaxPooling2D(2),
                                      layers.Conv2D(64, 3, use_bias=False), layers.BatchNormalization(),
                                      layers.Activation("relu"), layers.MaxPooling2D(2), layers.Flatten(),
                                      layers.Dense(10, **softmax)]),
    }


def draw(model, random):
    """Small weights around what Keras starts from, so that no gate is shut and no variance is negative. Those of long
    sums have both signs: the inputs of a softmax would grow to 220, where float32 rounds by more than answers may differ.
    """
    def moved(w):
        drawn = random.uniform(0, 0.1, w.shape)
        return w + (drawn - 0.05 if np.prod(w.shape[:-1]) > 1000 else drawn).astype("float32")

    model.set_weights([moved(w) for w in model.get_weights()])


def main(names):
    import tensorflow as tf
    import tf2onnx
    import bench_models_large
    bench_models_large.make(names)
    if names and not set(names) & set(models()):
        return
    keras = recording.keras()
    for name, (shape, layers) in models().items():
        if names and name not in names:
            continue
        recording.seed(7)
        random = np.random.RandomState(11)
        model = keras.models.Sequential(layers)
        model.build((None,) + shape)
        draw(model, random)
        x = random.uniform(-1, 1, (3,) + shape).astype("float32")
        folder = os.path.join(TARGET, name)
        twin = os.path.join(folder, "model.onnx")
        if os.path.exists(twin):
            os.remove(twin)  # it is no part of the fixture
        recording.record(folder, model, calls=[{"inputs": [x]}], description="benchmark model, weights drawn",
                         layers=False)
        signature = [tf.TensorSpec((None,) + shape, tf.float32, name="input")]
        tf2onnx.convert.from_keras(model, signature, opset=OPSET, output_path=twin)
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
