# -*- coding: utf-8 -*-
"""The right models, of 3 to 30 layers, in which planted.py plants its faults."""
from __future__ import absolute_import, division, print_function

import recording

keras = recording.keras()
layers = keras.layers


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
