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
import shutil
import zlib

import numpy as np

import recording

keras = recording.keras()
layers = keras.layers
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "planted")


class Chain(object):
    """A Sequential model by layer names, so that one layer can be made otherwise."""

    def __init__(self, shape, *named, **options):
        self.shape, self.named, self.options = shape, named, options

    def model(self, **others):
        """The model; others: makers of layers by name in place of its own."""
        model = keras.Sequential()
        for name, make in self.named:
            layer = others.get(name, make)(name)
            if not model.layers and self.options.get("batch"):
                model.add(layers.InputLayer(batch_input_shape=(self.options["batch"],) + self.shape)
                          if recording.generation() != "keras-3"
                          else layers.InputLayer(batch_shape=(self.options["batch"],) + self.shape))
            elif not model.layers:
                model.add(layers.InputLayer(self.shape, dtype=self.options.get("dtype", "float32")))
            model.add(layer)
        return model

    def applied(self, training):
        """A functional model in which the named layers run as in training."""
        given = keras.Input(self.shape)
        tensor = given
        for name, make in self.named:
            layer = make(name)
            tensor = layer(tensor, training=True) if name in training else layer(tensor)
        return keras.Model(given, tensor)


def of(maker, *arguments, **options):
    return lambda name: maker(*arguments, name=name, **options)


def dense(units, activation="tanh", **more):
    return of(layers.Dense, units, activation=activation, **more)


def lstm(units, **more):
    more.setdefault("recurrent_activation", "sigmoid")
    return of(layers.LSTM, units, **more)


def gru(units, **more):
    more.setdefault("recurrent_activation", "sigmoid")
    more.setdefault("reset_after", False)
    return of(layers.GRU, units, **more)


# ---------------------------------------------------------------- the right models

def mlp():
    return Chain((4,), ("dense_1", dense(6)), ("dense_2", dense(5, "sigmoid")), ("dense_3", dense(3, "softmax")))


def thirty():
    return Chain((5,), *[("dense_%d" % i, dense(5)) for i in range(1, 31)])


def recurrent(**first):
    return Chain((6, 3), ("lstm_1", lstm(4, return_sequences=True, **first)),
                 ("norm", of(layers.BatchNormalization, epsilon=1e-3)), ("lstm_2", lstm(5, return_sequences=True)),
                 ("dropout", of(layers.Dropout, 0.5)), ("lstm_3", lstm(4)), ("dense", dense(3, "linear")))


def grus(reset_after):
    return Chain((5, 2), ("gru_1", gru(4, return_sequences=True, reset_after=reset_after)),
                 ("tanh", of(layers.Activation, "tanh")), ("gru_2", gru(4, reset_after=reset_after)),
                 ("dense", dense(2, "linear")))


def words():
    return Chain((6,), ("embedding", of(layers.Embedding, 9, 4, mask_zero=True)), ("dropout", of(layers.Dropout, 0.5)),
                 ("lstm", lstm(5)), ("dense", dense(2, "linear")), dtype="int32")


def masked():
    return Chain((5, 2), ("masking", of(layers.Masking, 0.0)), ("lstm_1", lstm(4, return_sequences=True)),
                 ("lstm_2", lstm(3)), ("dense", dense(2, "linear")))


def square():
    return Chain((4,), ("dense_1", dense(6)), ("dense_2", dense(6)), ("norm", of(layers.BatchNormalization)),
                 ("dense_3", dense(6)), ("dense_4", dense(2, "linear")))


def convolutions():
    return Chain((12, 2), ("conv_1", of(layers.Conv1D, 3, 3, padding="same", activation="tanh")),
                 ("conv_2", of(layers.Conv1D, 4, 3, padding="same", activation="tanh")),
                 ("norm", of(layers.BatchNormalization)), ("pool", of(layers.MaxPooling1D, 2)),
                 ("conv_3", of(layers.Conv1D, 3, 3, padding="same", activation="relu")), ("lstm", lstm(4)),
                 ("dense", dense(2, "linear")))


def stateful():
    return Chain((3, 2), ("dense_1", dense(3)), ("lstm", lstm(4, stateful=True)), ("dense_2", dense(2, "linear")),
                 batch=2)


def both_ways(merge="concat"):
    return Chain((5, 2), ("dense_1", dense(3)),
                 ("both", lambda name: layers.Bidirectional(layers.LSTM(3, recurrent_activation="sigmoid"),
                                                            merge_mode=merge, name=name)),
                 ("dense_2", dense(2, "linear")))


# ---------------------------------------------------------------- planting

class Plant(object):
    """What is known of one fault: it has a folder and a random generator of its own."""

    def __init__(self, name, folder):
        self.folder = os.path.join(folder, name)
        self.name = name
        self.random = np.random.RandomState(zlib.crc32(name.encode("utf-8")) % (2 ** 31))

    def drawn(self, model):
        """Random weights; variances stay positive."""
        drawn = []
        for variable, value in zip(model.weights, model.get_weights()):
            weight = self.random.normal(size=value.shape) * 0.6
            drawn.append(0.05 + np.abs(weight) if "variance" in getattr(variable, "path", variable.name) else weight)
        model.set_weights(drawn)
        return model

    def inputs(self, *shape):
        return self.random.normal(size=shape).astype("float32")

    def write(self, right, faulty, calls, layer, cause, change=None, trap=False):
        """Records the right model beside the faulty one's file. change: of the calls, after Keras answered them."""
        if os.path.isdir(self.folder):
            shutil.rmtree(self.folder)
        os.makedirs(self.folder)
        faulty.save(os.path.join(self.folder, "model.h5"))
        recording.record(self.folder, right, calls, self.name.replace("-", " "), saved=("model.h5", None))
        if change:
            change(os.path.join(self.folder, "fixture.json"))
        text = recording.json_text(recording.OrderedDict([("layer", layer), ("cause", cause), ("trap", trap)]))
        recording.write_text(os.path.join(self.folder, "fault.json"), text + "\n")


def weights_changed(chain, right, layer, change):
    """The right model but for one layer's weights; change takes and gives the list of its arrays."""
    faulty = chain.model()
    faulty.set_weights(right.get_weights())
    found = faulty.get_layer(layer)
    found.set_weights(change([np.array(array) for array in found.get_weights()]))
    return faulty


def one_weight(array, index, by):
    def change(arrays):
        arrays[array][index] += by
        return arrays
    return change


def gates(order):
    def change(arrays):
        return [np.concatenate([np.split(array, len(order), axis=-1)[i] for i in order], axis=-1) for array in arrays]
    return change


def built_otherwise(chain, right, **others):
    faulty = chain.model(**others)
    faulty.set_weights(right.get_weights())
    return faulty


def never_reset(text):
    return text.replace('"reset_states": true', '"reset_states": false')


def edited(change):
    def edit(path):
        with open(path) as stream:
            text = stream.read()
        assert change(text) != text
        recording.write_text(path, change(text))
    return edit


FAULTS = []
AS_IN_TRAINING = ("dropout-left-on", "statistics-of-the-batch")  # Keras 3's predict runs no layer so, whatever it was told


def fault(planted):
    FAULTS.append((planted.__name__.replace("_", "-"), planted))
    return planted


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


# ---------------------------------------------------------------- several causes look right, or none is known

def trap(planted):
    return fault(planted)


@trap
def every_weight_greater(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "lstm_2", lambda arrays: [arrays[0] * 1.05] + arrays[1:]),
            [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2", None, trap=True)


@trap
def two_weights(p):
    chain = mlp()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "dense_2", one_weight(0, (2, 3), 0.4))
    p.write(right, weights_changed(chain, once, "dense_2", one_weight(0, (0, 1), -0.5)),
            [{"inputs": [p.inputs(8, 4)]}], "dense_2", None, trap=True)


@trap
def two_weights_of_a_unit_and_one_sample(p):
    """Any one of the unit's weights could explain the only number that there is."""
    chain = mlp()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "dense_2", one_weight(0, (2, 3), 0.4))
    p.write(right, weights_changed(chain, once, "dense_2", one_weight(0, (0, 3), -0.5)),
            [{"inputs": [p.inputs(1, 4)]}], "dense_2", None, trap=True)


@trap
def two_faults_in_two_layers(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "lstm_2", gates([0, 2, 1, 3]))
    p.write(right, weights_changed(chain, once, "lstm_3", one_weight(1, (1, 2), 0.5)),
            [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2", None, trap=True)


@trap
def trained_on(p):
    """A later checkpoint of the same model: everything moved a little."""
    chain = recurrent()
    right = p.drawn(chain.model())
    faulty = chain.model()
    faulty.set_weights([w + 0.01 * p.random.normal(size=w.shape) for w in right.get_weights()])
    p.write(right, faulty, [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_1", None, trap=True)


@trap
def samples_in_another_order(p):
    chain = mlp()
    right = p.drawn(chain.model())
    given = p.inputs(6, 4)
    inputs = recording.json_text(given)
    p.write(right, right, [{"inputs": [given]}], "dense_1", None,
            edited(lambda text: text.replace(inputs, recording.json_text(given[[1, 2, 3, 4, 5, 0]]), 1)), trap=True)


@trap
def inputs_normalised_twice_before_a_kernel(p):
    """A kernel twenty-six times as great would give the same."""
    chain = recurrent()
    right = p.drawn(chain.model())
    once = p.inputs(2, 6, 3)
    inputs = recording.json_text(once)
    p.write(right, right, [{"inputs": [once]}], "lstm_1", None,
            edited(lambda text: text.replace(inputs, recording.json_text((once / 26).astype("float32")), 1)), trap=True)


@trap
def first_kernel_tenfold(p):
    """Inputs ten times as great would give the same."""
    chain = Chain((4,), ("dense_1", dense(6)), ("dense_2", dense(5)), ("dense_3", dense(3)))
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "dense_1", lambda arrays: [arrays[0] / 10] + arrays[1:]),
            [{"inputs": [p.inputs(6, 4)]}], "dense_1", None, trap=True)


@trap
def sum_of_exchanged_directions(p):
    """Directions exchanged in a sum are directions run the other way."""
    chain = both_ways("sum")
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "both", lambda arrays: arrays[3:] + arrays[:3]),
            [{"inputs": [p.inputs(4, 5, 2)]}], "both", None, trap=True)


@trap
def column_of_an_embedding(p):
    """The whole column is shifted, as no one number is."""
    chain = Chain((6,), ("embedding", of(layers.Embedding, 9, 4)), ("lstm", lstm(5)), ("dense", dense(2, "linear")),
                  dtype="int32")
    right = p.drawn(chain.model())

    def change(arrays):
        arrays[0][:, 1] += 0.3
        return arrays

    p.write(right, weights_changed(chain, right, "embedding", change),
            [{"inputs": [np.array([[1, 2, 3, 4, 5, 6], [7, 8, 1, 2, 3, 4]])]}], "embedding", None, trap=True)


@trap
def gamma_of_a_single_feature(p):
    """Of one feature gamma and the variance scale alike."""
    chain = Chain((4, 1), ("norm", of(layers.BatchNormalization)), ("lstm", lstm(3)), ("dense", dense(2, "linear")))
    right = p.drawn(chain.model())
    right.get_layer("norm").set_weights([np.array([number]) for number in (0.5, 0.1, -0.2, 0.8)])
    p.write(right, weights_changed(chain, right, "norm", one_weight(0, (0,), 0.2)), [{"inputs": [p.inputs(5, 4, 1)]}],
            "norm", None, trap=True)


@trap
def saturated_gates(p):
    """Gates that are all open or shut are so by every sigmoid."""
    chain = Chain((4, 2), ("dense_1", dense(2)), ("lstm", lstm(3, return_sequences=True,
                                                               recurrent_activation="hard_sigmoid")),
                  ("dense_2", dense(2, "linear")))
    right = p.drawn(chain.model())
    lstm_layer = right.get_layer("lstm")
    kernel, recurrent_kernel, bias = lstm_layer.get_weights()
    bias[:6] = [9, 9, -9, 9, -9, 9]  # i and f
    bias[9:] = [9, 9, 9]             # o
    lstm_layer.set_weights([kernel, recurrent_kernel, bias])
    faulty = built_otherwise(chain, right, lstm=lstm(3, return_sequences=True, recurrent_activation="relu"))
    p.write(right, faulty, [{"inputs": [p.inputs(5, 4, 2)]}], "lstm", None, trap=True)


@trap
def masked_by_another_layer(p):
    """A step is wrong in the data: the mask would hide it, and is not what is wrong."""
    chain = masked()
    right = p.drawn(chain.model())
    given = p.inputs(1, 5, 2)
    wrong = given.copy()
    wrong[0, 4] += 1
    inputs = recording.json_text(given)
    p.write(right, right, [{"inputs": [given]}], "masking", None,
            edited(lambda text: text.replace(inputs, recording.json_text(wrong), 1)), trap=True)


def main():
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
