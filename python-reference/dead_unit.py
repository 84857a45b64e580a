# -*- coding: utf-8 -*-
"""Records src/test/resources/coverage/dead-unit: a model in which unit 5 of 'hidden' is dead for the recorded inputs."""
import os

import numpy as np

import recording

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "coverage", "dead-unit")


def main():
    keras = recording.keras()
    recording.seed(5)
    model = keras.Sequential([
        keras.Input((6,)),
        keras.layers.Dense(16, activation="relu", name="hidden"),
        keras.layers.Dense(12, activation="relu", name="second"),
        keras.layers.Dense(3, activation="softmax", name="scores")])
    kernel, bias = model.get_layer("hidden").get_weights()
    bias[:] = 0.3
    bias[5] = -9  # below what any recorded input brings
    model.get_layer("hidden").set_weights([kernel, bias])
    for name in ("second", "scores"):
        kernel, bias = model.get_layer(name).get_weights()
        model.get_layer(name).set_weights([kernel, 0.01 * np.arange(1, 1 + len(bias))])
    x = np.random.RandomState(7).normal(size=(4, 6))
    recording.record(FOLDER, model, [{"inputs": [x]}], "unit 5 of 'hidden' is dead for these inputs")


if __name__ == "__main__":
    main()
