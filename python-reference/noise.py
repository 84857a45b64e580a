# -*- coding: utf-8 -*-
"""What dropout and noise layers draw, from numpy and written down: so that the same numbers can be given to Java.

Each draw has a name: the layer's path, for a recurrent layer with /dropout/0 or /recurrent_dropout/0 behind it (or the
gate's number for 0), for a MultiHeadAttention with /dropout. Masks are ones and zeros, normal numbers have mean 0 and standard deviation 1.
"""
from __future__ import absolute_import, division, print_function

from collections import OrderedDict

import numpy as np

import recording


class Recorder(object):
    """Takes the place of Keras's generators from `install` on."""

    def __init__(self):
        self.random = np.random.RandomState(5)
        self.layers, self.tags, self.counts = [], [], {}
        self.draws = OrderedDict()
        self.on = False

    def start_update(self):
        self.counts, self.on = {}, True

    def arrays(self):
        return OrderedDict((name, np.array(drawn)) for name, drawn in self.draws.items())

    def _note(self, values):
        if not self.on:
            return values
        if self.tags:
            tag, cell = self.tags[-1]  # tf.keras's LSTM and GRU ask their cell for masks without calling it
            path = [self._direction(i) for i in range(1, len(self.layers))]
            path = path[:-1] if self.layers[-1] == cell else path
            key = "/".join(path) + "/" + tag
            count = self.counts.get(key, 0)
            self.counts[key] = count + 1
            key += "/%d" % count
        else:
            key = "/".join(self.layers[1:])  # the first is the model
        self.draws.setdefault(key, []).append(values)
        return values

    def _direction(self, i):
        """A layer's name, but forward or backward within a Bidirectional."""
        for direction in ("forward", "backward"):
            if i > 1 and self.layers[i].startswith(direction + "_"):
                return direction
        return self.layers[i]

    def keep(self, shape, rate):
        return self._note((self.random.uniform(size=shape) >= rate).astype("uint8"))

    def normal(self, shape):
        return self._note(self.random.normal(size=shape))

    def _while_training(self, own, drawn):
        """Initial weights come from Keras's own generator."""
        return lambda *arguments, **options: (drawn if self.on else own)(*arguments, **options)

    def _within_layers(self, base):
        call, recorder = base.__call__, self

        def named(layer, *arguments, **options):
            recorder.layers.append(layer.name)
            try:
                return call(layer, *arguments, **options)
            finally:
                recorder.layers.pop()
        base.__call__ = named

    def _within_cells(self, cell):
        recorder = self
        for method, tag in ((("get_dropout_mask", "dropout"), ("get_recurrent_dropout_mask", "recurrent_dropout"))
                            if recording.generation() == "keras-3" else
                            (("_create_dropout_mask", "dropout"),
                             ("_create_recurrent_dropout_mask", "recurrent_dropout"))):
            def tagged(self, *arguments, **options):
                # tf.keras's LSTM and GRU ask for themselves where they drop of their whole input
                recorder.tags.append((options.pop("_tag"), None if hasattr(self, "cell") else self.name))
                try:
                    return options.pop("_inner")(self, *arguments, **options)
                finally:
                    recorder.tags.pop()

            def make(inner, tag):
                return lambda self, *arguments, **options: tagged(self, *arguments,
                                                                  **dict(options, _tag=tag, _inner=inner))
            setattr(cell, method, make(getattr(cell, method), tag))

    def install(self):
        import tensorflow as tf

        def dropout(inputs, rate, noise_shape=None, seed=None):
            shape = [int(size) if size is not None else int(inputs.shape[i])
                     for i, size in enumerate(noise_shape if noise_shape is not None else inputs.shape)]
            mask = tf.constant(self.keep(shape, rate).astype(recording.floatx()))
            return inputs * (1.0 / (1.0 - rate)) * mask

        def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
            drawn = self.normal([int(size) for size in shape]) * stddev + mean
            return tf.constant(drawn.astype(dtype or recording.floatx()))

        def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
            keep = self.keep([int(size) for size in shape], self.alpha)
            return tf.constant(keep.astype(dtype or recording.floatx()))  # 1 is at least any rate, 0 below

        if recording.generation() == "keras-3":
            from keras.src import backend
            from keras.src.layers.layer import Layer
            from keras.src.layers.rnn.dropout_rnn_cell import DropoutRNNCell
            for name, drawn in (("dropout", dropout), ("normal", normal), ("uniform", uniform)):
                setattr(backend.random, name, self._while_training(getattr(backend.random, name), drawn))
        else:
            from keras.src import backend
            from keras.src.engine.base_layer import Layer
            from keras.src.layers.rnn.dropout_rnn_cell_mixin import DropoutRNNCellMixin as DropoutRNNCell
            generator = backend.RandomGenerator
            for name, drawn in (
                    ("dropout", lambda _, inputs, rate, noise_shape=None, **more: dropout(inputs, rate, noise_shape)),
                    ("random_normal", lambda _, shape, mean=0.0, stddev=1.0, **more: normal(shape, mean, stddev)),
                    ("random_uniform", lambda _, shape, *more, **options: uniform(shape))):
                setattr(generator, name, self._while_training(getattr(generator, name), drawn))
        self._within_layers(Layer)
        self._within_cells(DropoutRNNCell)
        return self

    alpha = 0.2  # the rate of every AlphaDropout: its layers draw uniform numbers, and only Keras compares them


_installed = []


def recorder():
    if not _installed:
        _installed.append(Recorder().install())
    found = _installed[0]
    found.random, found.draws, found.on = np.random.RandomState(5), OrderedDict(), False
    return found
