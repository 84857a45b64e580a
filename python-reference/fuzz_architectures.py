"""Random architectures that real Keras accepts, each as a fixture: fuzz_architectures.py FOLDER [COUNT [SEED]]

    python-reference/run GENERATION python-reference/fuzz_architectures.py FOLDER 5000 1
    keras4j verify FOLDER

Layers, options, masks, branches and nested models are drawn; what Keras refuses is drawn again. A difference that `verify`
finds belongs into the layer cases. The same seed gives the same models. Runs under tf-keras-2.15 and keras-3.
"""
from __future__ import absolute_import, print_function

import os
import shutil
import sys
import time

import numpy as np

import recording
from layer_cases import base

ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign", "exponential",
               "hard_sigmoid", "gelu", "swish"]


class Maker(object):
    """Draws a model. A tensor is followed with its shape, so that the next layer can be one that takes it."""

    def __init__(self, keras, generation, random):
        self.keras, self.L, self.random = keras, keras.layers, random
        self.three = generation.three

    def one(self, values):
        return values[self.random.randint(len(values))]

    def chance(self, share):
        return self.random.uniform() < share

    def maybe(self, share, **options):
        return options if self.chance(share) else {}

    def units(self):
        return int(self.one([1, 2, 3, 4, 5, 7, 9]))

    def activation(self):
        return {"activation": self.one(ACTIVATIONS)} if self.chance(0.7) else {}

    def bias(self):
        return {"use_bias": False} if self.chance(0.2) else {"bias_initializer": "uniform"}

    def options(self, *parts):
        joined = {}
        for part in parts:
            joined.update(part)
        return joined

    def any_rank(self, rank):
        L = self.L
        axis = self.one([-1, int(self.random.randint(1, rank))])
        return self.one([
            lambda: L.Dense(self.units(), **self.options(self.activation(), self.bias())),
            lambda: L.Activation(self.one(ACTIVATIONS)),
            lambda: L.BatchNormalization(axis=axis, **self.options(
                self.maybe(0.3, scale=False), self.maybe(0.3, center=False), self.maybe(0.3, epsilon=0.01))),
            lambda: L.LayerNormalization(axis=axis, **self.options(
                self.maybe(0.2, scale=False), self.maybe(0.2, center=False))),
            lambda: L.LeakyReLU(),
            lambda: L.ReLU(**self.options(self.maybe(0.4, max_value=1.5), self.maybe(0.4, negative_slope=0.2),
                                          self.maybe(0.3, threshold=0.1))),
            lambda: L.ELU(alpha=float(self.one([0.5, 1.0, 2.0]))),
            lambda: L.PReLU(**self.maybe(0.4, shared_axes=[1])) if rank > 2 else L.PReLU(),
            lambda: L.Softmax(axis=axis),
            lambda: L.Dropout(0.3), lambda: L.GaussianNoise(0.1),
            lambda: L.UnitNormalization(axis=axis),
            lambda: L.Rescaling(float(self.one([0.5, 2.0])), offset=float(self.one([0.0, 0.25]))),
            lambda: L.Flatten(),
        ])

    def recurrent(self, sequences=None):
        L, kind = self.L, self.one(["LSTM", "GRU", "SimpleRNN"])
        options = self.options(
            self.bias(), {"return_sequences": self.chance(0.6) if sequences is None else sequences},
            self.maybe(0.3, activation=self.one(ACTIVATIONS)), self.maybe(0.25, go_backwards=True),
            self.maybe(0.15, unroll=True), self.maybe(0.2, recurrent_dropout=0.2))
        if kind != "SimpleRNN":
            options.update(self.maybe(0.3, recurrent_activation=self.one(["sigmoid", "hard_sigmoid", "tanh"])))
        if kind == "GRU":
            options.update(self.maybe(0.4, reset_after=False))
        if kind == "LSTM":
            options.update(self.maybe(0.2, unit_forget_bias=False))
        return getattr(L, kind)(self.units(), **options)

    def sequence(self, shape):
        L = self.L
        pool = {"pool_size": int(self.one([1, 2, 3])), "padding": self.one(["valid", "same"])}
        conv = self.options(self.activation(), self.bias(),
                            {"padding": self.one(["valid", "same", "causal"])},
                            {"strides": int(self.one([1, 1, 2]))} if self.chance(0.5)
                            else {"dilation_rate": int(self.one([1, 2]))})
        return self.one([
            lambda: self.recurrent(), lambda: self.recurrent(), lambda: self.recurrent(),
            lambda: L.Bidirectional(self.recurrent(), **self.maybe(
                0.6, merge_mode=self.one(["sum", "mul", "ave", "concat"]))),
            lambda: L.TimeDistributed(L.Dense(self.units(), **self.activation())),
            lambda: L.Conv1D(self.units(), int(self.one([1, 2, 3])), **conv),
            lambda: L.SeparableConv1D(self.units(), int(self.one([1, 2])), **self.options(
                self.activation(), self.bias(), {"padding": self.one(["valid", "same"])},
                self.maybe(0.4, depth_multiplier=2))),
            lambda: L.Conv1DTranspose(self.units(), int(self.one([1, 2, 3])), **self.options(
                self.activation(), self.bias(), {"padding": self.one(["valid", "same"])}, {"strides": int(self.one([1, 2]))})),
            lambda: L.MaxPooling1D(**pool), lambda: L.AveragePooling1D(**pool),
            lambda: L.GlobalMaxPooling1D(**self.maybe(0.3, keepdims=True)),
            lambda: L.GlobalAveragePooling1D(**self.maybe(0.3, keepdims=True)),
            lambda: L.UpSampling1D(2), lambda: L.ZeroPadding1D(int(self.one([1, 2]))),
            lambda: L.Cropping1D((1, 0)), lambda: L.SpatialDropout1D(0.3),
            lambda: L.Permute((2, 1)), lambda: L.Masking(mask_value=0.0),
        ])

    def image(self, shape):
        L = self.L
        pool = {"pool_size": int(self.one([1, 2, 3])), "padding": self.one(["valid", "same"])}
        kernel = (int(self.one([1, 2, 3])), int(self.one([1, 2, 3])))
        conv = self.options(self.activation(), self.bias(), {"padding": self.one(["valid", "same"])})
        return self.one([
            lambda: L.Conv2D(self.units(), kernel, **self.options(conv, self.one([
                {"strides": (int(self.one([1, 2])), int(self.one([1, 2])))}, {"dilation_rate": int(self.one([1, 2]))}]))),
            lambda: L.Conv2D(2 * int(shape[-1]), kernel, groups=int(shape[-1]), **conv),
            lambda: L.DepthwiseConv2D(kernel, **self.options(conv, self.maybe(0.4, depth_multiplier=2))),
            lambda: L.SeparableConv2D(self.units(), kernel, **conv),
            lambda: L.Conv2DTranspose(self.units(), kernel, strides=int(self.one([1, 2])), **conv),
            lambda: L.MaxPooling2D(**pool), lambda: L.AveragePooling2D(**pool),
            lambda: L.GlobalMaxPooling2D(**self.maybe(0.3, keepdims=True)),
            lambda: L.GlobalAveragePooling2D(**self.maybe(0.3, keepdims=True)),
            lambda: L.UpSampling2D(2, interpolation=self.one(["nearest", "bilinear"])),
            lambda: L.ZeroPadding2D(((1, 0), (0, 2))), lambda: L.Cropping2D(((1, 0), (0, 1))),
            lambda: L.SpatialDropout2D(0.3), lambda: L.Permute(self.one([(2, 1, 3), (3, 1, 2)])),
            lambda: L.TimeDistributed(self.sequence(shape[1:])),
            lambda: L.GroupNormalization(groups=self.one([1, -1])),
            lambda: L.ConvLSTM1D(self.units(), 2, **self.maybe(0.5, return_sequences=True)),
        ])

    def step(self, x):
        shape = tuple(x.shape)
        rank = len(shape)
        own = {3: self.sequence, 4: self.image}.get(rank)
        draw = own(shape) if own and self.chance(0.65) else self.any_rank(rank)
        choice = self.random.uniform()
        if choice < 0.12 and rank > 1:  # two ways that meet again
            a, b = x, self.L.Activation(self.one(ACTIVATIONS))(x)
            if self.chance(0.5):
                a = self.L.Dense(int(shape[-1]))(x)
            join = self.one([self.L.Add, self.L.Multiply, self.L.Average, self.L.Maximum, self.L.Subtract, self.L.Concatenate])
            return join()([a, b])
        if choice < 0.17 and rank == 3:
            heads = int(self.one([1, 2]))
            return self.L.MultiHeadAttention(num_heads=heads, key_dim=int(self.one([1, 2, 3])))(x, x)
        if choice < 0.22:  # a model inside
            inner = self.L.Input(shape=shape[1:])
            return self.keras.models.Model(inner, draw()(inner))(x)
        return draw()(x)

    def model(self):
        kind = self.one(["features", "sequence", "sequence", "tokens", "image"])
        masks = self.chance(0.5)
        if kind == "tokens":
            inputs = self.L.Input(shape=(int(self.one([4, 6])),))
            x = self.L.Embedding(9, self.units(), mask_zero=masks)(inputs)
        else:
            shape = {"features": (self.units(),), "sequence": (int(self.one([4, 6])), self.units()),
                     "image": (5, 6, int(self.one([1, 2, 3])))}[kind]
            inputs = x = self.L.Input(shape=shape)
            if kind == "sequence" and masks:
                x = self.L.Masking(mask_value=0.0)(x)
        for _ in range(self.random.randint(1, 6)):
            x = self.step(x)
            if int(np.prod([n for n in x.shape[1:]])) > 4000:
                raise ValueError("too large")
        return self.keras.models.Model(inputs, x), kind

    def inputs(self, model, kind, batch):
        shape = (batch,) + tuple(model.input_shape[1:])
        if kind == "tokens":
            tokens = self.random.randint(1, 9, size=shape)
            for row in range(batch):
                tokens[row, shape[1] - self.random.randint(0, shape[1]):] = 0
            return [tokens.astype("float32" if self.three else "int32")]
        x = self.random.normal(size=shape).astype("float32")
        if kind == "sequence":
            x[0, self.random.randint(1, shape[1]):] = 0
        return [x]


def called(model, inputs):
    """What predict_on_batch answers, without the second that it takes to trace each model."""
    answers = model(inputs[0], training=False)
    return [np.asarray(answer) for answer in (answers if isinstance(answers, (list, tuple)) else [answers])]


def main():
    folder = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    keras = recording.keras()
    generation = base.Generation(keras, recording.generation())
    recording.predict = called
    kept = refused = 0
    since = time.time()
    draw = 0
    while kept < wanted:
        draw += 1
        random = np.random.RandomState((seed * 1000003 + draw) % (2 ** 31))
        maker = Maker(keras, generation, random)
        keras.backend.clear_session()
        recording.seed(draw)
        target = os.path.join(folder, "%s-%d-%d" % (generation.name, seed, draw))
        if os.path.isfile(os.path.join(target, "fixture.json")):  # of a run that was ended early
            kept += 1
            continue
        try:
            model, kind = maker.model()
            base.randomise(model, random)
            calls = [{"inputs": maker.inputs(model, kind, batch), "reset_states": False} for batch in (3, 1)]
            answers = recording.predict(model, [recording.as_fed(array) for array in calls[0]["inputs"]])
            if not all(np.isfinite(answer).all() and np.abs(answer).max() < 1e4 for answer in answers):
                raise ValueError("numbers that say nothing")
            os.makedirs(target)
            file_format = "keras" if random.randint(2) else "h5"
            recording.record(target, model, calls, "drawn %d" % draw, file_format=file_format, layers=False)
            kept += 1
        except Exception:  # Keras says no, in one of many ways
            refused += 1
            if os.path.isdir(target):
                shutil.rmtree(target)
        if draw % 200 == 0:
            print("%d drawn, %d kept, %.0f s" % (draw, kept, time.time() - since))
            sys.stdout.flush()
    print("%s: %d kept, %d refused by Keras or saying nothing, %.0f s" % (generation.name, kept, refused, time.time() - since))


if __name__ == "__main__":
    main()
