"""Records models with Lambdas and custom layers, for which the tests have Java code: custom_layers.py

    python-reference/run GENERATION python-reference/custom_layers.py

The fixtures go into src/test/resources/custom-layers/GENERATION; `verify fixtures` has no code for them.
"""
from __future__ import absolute_import

import os
import sys

import layers
import recording
from layer_cases import base
from layer_cases.base import Case, integers

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "custom-layers")


def cases(g):
    L, keras = g.layers, g.keras
    global backend  # a Lambda's closure is copied, and modules can't be
    backend = keras.ops if g.three else keras.backend

    class Scale(L.Layer):
        """x * kernel * factor + offset, where the offset is not trained."""

        def __init__(self, factor=2.0, **kwargs):
            super(Scale, self).__init__(**kwargs)
            self.factor = factor
            self.supports_masking = True

        def build(self, input_shape):
            size = (int(input_shape[-1]),)
            self.offset = self.add_weight(name="offset", shape=size, initializer="zeros", trainable=False)
            self.kernel = self.add_weight(name="kernel", shape=size, initializer="ones")
            self.built = True

        def call(self, inputs):
            return inputs * self.kernel * self.factor + self.offset

        def compute_output_shape(self, input_shape):
            return input_shape

        def get_config(self):
            return dict(super(Scale, self).get_config(), factor=self.factor)

    def masked_sum(g):
        x = g.input((6,))
        y = L.Embedding(11, 5, mask_zero=True)(x)
        return g.model(x, L.Dense(2)(L.Lambda(
            lambda x, mask=None: backend.sum(x * backend.expand_dims(backend.cast(mask, "float32"), -1), axis=1),
            name="masked_sum", output_shape=(5,))(y)))

    class Mix(L.Layer):
        """The difference of two tensors, given by position."""

        def call(self, first, second):
            return first - second

        def compute_output_shape(self, first_shape, second_shape=None):
            return first_shape

    class Block(L.Layer):
        """A residual block with layers of its own."""

        def __init__(self, units=3, **kwargs):
            super(Block, self).__init__(**kwargs)
            self.units = units
            self.wide = L.Dense(units, name="wide")
            self.back = L.Dense(5, name="back")

        def build(self, input_shape):
            if g.three:  # tf.keras builds them when they are called, under their names
                self.wide.build(input_shape)
                self.back.build(tuple(input_shape[:-1]) + (self.units,))
            self.built = True

        def call(self, inputs):
            return inputs + self.back(self.wide(inputs))

        def compute_output_shape(self, input_shape):
            return input_shape

        def get_config(self):
            return dict(super(Block, self).get_config(), units=self.units)

    files = ["h5"] if g.two else ["h5", "keras"]
    for file in files:
        def name(short):
            return short if file == "h5" else short + "-as-keras"

        def two(join):
            a, b = g.input((5,)), g.input((5,))
            return g.model([a, b], L.Dense(2)(join(L.Dense(4)(a), L.Dense(4)(b))))

        def tokens(last):
            x = g.input((6,))
            y = L.Embedding(11, 5, mask_zero=True)(x)
            return g.model(x, L.LSTM(3)(last(y)))

        yield Case(name("lambda"), lambda: g.seq(
            (5,), L.Dense(4), L.Lambda(lambda x: x * 2, name="twice_of_it", output_shape=(4,)), L.Dense(3)), file=file)
        yield Case(name("lambda-of-two"), lambda: two(
            lambda a, b: L.Lambda(lambda pair: pair[0] - pair[1], name="minus", output_shape=(4,))([a, b])), file=file)
        yield Case(name("lambda-ends-mask"), lambda: tokens(
            L.Lambda(lambda x: x * 2, name="twice_of_it", output_shape=(6, 5))), inputs=integers(11, 6), file=file)
        if not g.two:  # Keras 2.2.4 can't save it
            yield Case(name("lambda-reads-mask"), lambda: masked_sum(g), inputs=integers(11, 6), file=file)
        yield Case(name("scale"), lambda: g.seq((5,), L.Dense(4), Scale(factor=1.5), L.Dense(3)), file=file)
        yield Case(name("scale-passes-mask"), lambda: tokens(Scale(factor=0.5)), inputs=integers(11, 6), file=file)
        yield Case(name("scale-in-time-distributed"), lambda: g.seq(
            (4, 5), L.TimeDistributed(Scale(factor=3.0)), L.LSTM(3)), file=file)

        def nested():
            inner = g.seq((5,), L.Dense(4), Scale(factor=0.25), name="inner")
            x = g.input((5,))
            return g.model(x, L.Dense(2)(inner(x)))
        yield Case(name("scale-in-nested-model"), nested, file=file)
        if not g.two:
            yield Case(name("mix"), lambda: two(lambda a, b: Mix()(a, b)), file=file)
            yield Case(name("block"), lambda: g.seq((5,), L.Dense(5), Block(units=3), L.Dense(2)), file=file)
    if not g.two:
        registered = keras.saving.register_keras_serializable(package="shop")(
            type("Offset", (L.Layer,), {"call": lambda self, inputs: inputs + 1,
                                        "compute_output_shape": lambda self, shape: shape}))
        for file in files:
            yield Case("registered" + ("" if file == "h5" else "-as-keras"),
                       lambda: g.seq((5,), L.Dense(4), registered(), L.Dense(3)), file=file)


def main():
    keras = recording.keras()
    generation = base.Generation(keras, recording.generation())
    for case in cases(generation):
        layers.record(keras, case, os.path.join(OUT, generation.name, case.name))
        print(generation.name, case.name)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
