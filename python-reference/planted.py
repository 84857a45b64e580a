# -*- coding: utf-8 -*-
"""Plants faults: what the right model answers, as real Keras says it, beside the file of a model with one fault.

    python-reference/run GENERATION python-reference/planted.py [--out FOLDER] [FAULT...]

Each fault is a folder under src/test/resources/planted/GENERATION: a fixture that must fail, and fault.json with the
layer that must be named as the first to differ and the cause that must be found, or null where none may be named
("never a wrong one"). PlantedByKerasTest reads them. Keras 2.2.4 to Keras 3.
"""
from __future__ import absolute_import, division, print_function

import argparse
import fnmatch
import os

import numpy as np

import recording
from planted_models import (
    Chain, both_ways, convolutions, dense, gru, grus, lstm, masked, mlp, of, recurrent, square, stateful, thirty, words)
from planting import (
    FAULTS, Plant, built_otherwise, edited, fault, gates, never_reset, one_weight, weights_changed)

keras = recording.keras()
layers = keras.layers
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "planted")
AS_IN_TRAINING = ("dropout-left-on", "statistics-of-the-batch")  # Keras 3's predict runs no layer so, whatever it was told


@fault
def weight_of_dense(p):
    chain = mlp()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "dense_2", one_weight(0, (2, 3), 0.4)),
            [{"inputs": [p.inputs(8, 4)]}], "dense_2", "WEIGHT")


@fault
def weight_of_lstm(p):
    """docs/debug-a-mismatch.md shows it."""
    chain = Chain((6, 3), ("lstm_1", lstm(4, return_sequences=True)), ("lstm_2", lstm(5, return_sequences=True)),
                  ("dropout", of(layers.Dropout, 0.5)), ("lstm_3", lstm(4)), ("dense", dense(3, "linear")))
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "lstm_2", one_weight(1, (3, 12), 0.5)),
            [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2", "WEIGHT")


@fault
def bias_of_the_twentieth(p):
    chain = thirty()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "dense_20", one_weight(1, (2,), -0.3)),
            [{"inputs": [p.inputs(6, 5)]}], "dense_20", "WEIGHT")


@fault
def gates_of_lstm(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "lstm_3", gates([0, 2, 1, 3])),
            [{"inputs": [p.inputs(3, 6, 3)]}], "lstm_3", "GATE_ORDER")


@fault
def gates_of_gru(p):
    chain = grus(False)
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "gru_2", gates([1, 0, 2])),
            [{"inputs": [p.inputs(4, 5, 2)]}], "gru_2", "GATE_ORDER")


@fault
def hard_sigmoid_for_sigmoid(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    faulty = built_otherwise(chain, right, lstm_1=lstm(4, return_sequences=True, recurrent_activation="hard_sigmoid"))
    p.write(right, faulty, [{"inputs": [p.inputs(3, 6, 3)]}], "lstm_1", "ACTIVATION")


@fault
def activation_of_convolution(p):
    chain = convolutions()
    right = p.drawn(chain.model())
    faulty = built_otherwise(chain, right, conv_3=of(layers.Conv1D, 3, 3, padding="same", activation="elu"))
    p.write(right, faulty, [{"inputs": [p.inputs(3, 12, 2)]}], "conv_3", "ACTIVATION")


@fault
def mask_of_embedding(p):
    chain = words()
    right = p.drawn(chain.model())
    faulty = built_otherwise(chain, right, embedding=of(layers.Embedding, 9, 4, mask_zero=False))
    texts = np.array([[1, 2, 3, 0, 0, 0], [4, 5, 6, 7, 8, 0], [0, 0, 3, 2, 1, 1]])
    p.write(right, faulty, [{"inputs": [texts]}], "lstm", "MASK")


@fault
def mask_dropped(p):
    chain = masked()
    right = p.drawn(chain.model())
    inputs = p.inputs(3, 5, 2)
    inputs[0, 3:] = 0
    inputs[1, :2] = 0
    p.write(right, built_otherwise(chain, right, masking=of(layers.Dropout, 0.0)), [{"inputs": [inputs]}],
            "lstm_1", "MASK")


@fault
def transposed_kernel(p):
    chain = square()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "dense_3", lambda arrays: [arrays[0].T, arrays[1]]),
            [{"inputs": [p.inputs(5, 4)]}], "dense_3", "KERNEL_LAYOUT")


@fault
def flipped_kernel(p):
    chain = convolutions()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "conv_2", lambda arrays: [arrays[0][::-1], arrays[1]]),
            [{"inputs": [p.inputs(3, 12, 2)]}], "conv_2", "KERNEL_LAYOUT")


@fault
def inputs_normalised_twice(p):
    """A layer that hands its inputs on was recorded, so that they are told from the kernel after it."""
    chain = Chain((5, 2), ("masking", of(layers.Masking, -1.0)), ("lstm_1", lstm(4, return_sequences=True)),
                  ("lstm_2", lstm(3)), ("dense", dense(2, "linear")))
    right = p.drawn(chain.model())
    once = p.inputs(3, 5, 2)
    inputs = recording.json_text(once)
    p.write(right, right, [{"inputs": [once]}], "masking", "INPUTS",
            edited(lambda text: text.replace(inputs, recording.json_text((once / 26).astype("float32")), 1)))


@fault
def dropout_left_on(p):
    chain = recurrent()
    noisy = p.drawn(chain.applied(["dropout"]))
    quiet = chain.model()
    quiet.set_weights(noisy.get_weights())
    at_once = keras.Model(noisy.inputs, [noisy.get_layer(name).output for name, _ in chain.named])
    inputs = p.inputs(4, 6, 3)
    drawn = at_once.predict_on_batch(inputs)  # one draw for the layers and the output
    probe, ask = recording._LayerProbe, recording.predict

    class Drawn(object):
        def __init__(self, model):
            pass

        def __call__(self, given):
            return list(zip([name for name, _ in chain.named], drawn))

    recording._LayerProbe, recording.predict = Drawn, lambda model, given: [np.asarray(drawn[-1])]
    try:
        p.write(noisy, quiet, [{"inputs": [inputs]}], "dropout", "DROPOUT")
    finally:
        recording._LayerProbe, recording.predict = probe, ask


@fault
def statistics_of_the_batch(p):
    chain = recurrent()
    training = p.drawn(chain.applied(["norm"]))
    faulty = chain.model()
    faulty.set_weights(training.get_weights())
    p.write(training, faulty, [{"inputs": [p.inputs(4, 6, 3)]}], "norm", "NORMALIZATION")


@fault
def epsilon(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    faulty = built_otherwise(chain, right, norm=of(layers.BatchNormalization, epsilon=1e-5))
    p.write(right, faulty, [{"inputs": [p.inputs(4, 6, 3)]}], "norm", "EPSILON")


@fault
def go_backwards_ignored(p):
    chain = Chain((6, 3), ("lstm_1", lstm(4, return_sequences=True)), ("lstm_2", lstm(4, go_backwards=True)),
                  ("dense", dense(3, "linear")))
    right = p.drawn(chain.model())
    p.write(right, built_otherwise(chain, right, lstm_2=lstm(4)), [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2",
            "GO_BACKWARDS")


@fault
def state_not_reset(p):
    chain = stateful()
    right = p.drawn(chain.model())
    calls = [{"inputs": [p.inputs(2, 3, 2)], "reset_states": True} for _ in range(3)]
    p.write(right, right, calls, "lstm", "STATE", edited(never_reset))


@fault
def reset_after_ignored(p):
    chain = grus(True)
    right = p.drawn(chain.model())
    first = right.get_layer("gru_1")
    kernel, recurrent_kernel, bias = first.get_weights()
    bias[1] = 0  # what Keras before 2.3 saved has one bias
    first.set_weights([kernel, recurrent_kernel, bias])
    faulty = chain.model(gru_1=gru(4, return_sequences=True))
    for layer in right.layers:
        if layer.name != "gru_1":
            faulty.get_layer(layer.name).set_weights(layer.get_weights())
    faulty.get_layer("gru_1").set_weights([kernel, recurrent_kernel, bias[0]])
    p.write(right, faulty, [{"inputs": [p.inputs(4, 5, 2)]}], "gru_1", "RESET_AFTER")


@fault
def variance_for_deviation(p):
    chain = convolutions()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "norm", lambda arrays: arrays[:3] + [np.sqrt(arrays[3])]),
            [{"inputs": [p.inputs(4, 12, 2)]}], "norm", "NORMALIZATION")


@fault
def padding_of_convolution(p):
    chain = convolutions()
    right = p.drawn(chain.model())
    faulty = built_otherwise(chain, right, conv_2=of(layers.Conv1D, 4, 3, padding="causal", activation="tanh"))
    p.write(right, faulty, [{"inputs": [p.inputs(3, 12, 2)]}], "conv_2", "PADDING")


@fault
def average_for_maximum(p):
    chain = convolutions()
    right = p.drawn(chain.model())
    p.write(right, built_otherwise(chain, right, pool=of(layers.AveragePooling1D, 2)),
            [{"inputs": [p.inputs(3, 12, 2)]}], "pool", "PADDING")


@fault
def directions_exchanged(p):
    chain = both_ways()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "both", lambda arrays: arrays[3:] + arrays[:3]),
            [{"inputs": [p.inputs(4, 5, 2)]}], "both", "MERGE")


def main():
    import planted_traps  # noqa: F401: they add themselves, after the faults
    parser = argparse.ArgumentParser(description="Records planted faults.")
    parser.add_argument("--out", default=os.path.join(FOLDER, recording.generation()))
    parser.add_argument("faults", nargs="*", metavar="FAULT")
    wanted = parser.parse_args()
    for name, plant in FAULTS:
        if recording.generation() == "keras-3" and name in AS_IN_TRAINING:
            continue
        if not wanted.faults or any(fnmatch.fnmatch(name, one) for one in wanted.faults):
            plant(Plant(name, wanted.out))
            print("planted " + name)


if __name__ == "__main__":
    main()
