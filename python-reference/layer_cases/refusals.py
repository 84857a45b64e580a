"""Models that must be refused by the name of the layer: Lambda, custom layers, custom activations."""
import numpy as np

from .base import Case


def cases(g):
    L, keras = g.layers, g.keras
    yield Case("refuse-lambda", lambda: g.seq((5,), L.Dense(4), L.Lambda(lambda x: x * 2, name="doubling")),
               reject="doubling")
    yield Case("refuse-lambda-among-others", lambda: g.seq(
        (5,), L.Dense(4), L.Lambda(lambda x: x + 1, name="plus_one", **({"output_shape": (4,)})), L.Dense(2)),
        reject="plus_one")
    yield Case("refuse-two-lambdas", lambda: g.seq(
        (5,), L.Lambda(lambda x: x + 1, name="first_lambda", output_shape=(5,)), L.Dense(4),
        L.Lambda(lambda x: x + 2, name="second_lambda", output_shape=(4,))), reject="second_lambda")

    class Doubled(L.Layer):
        def call(self, inputs):
            return inputs * 2

        def compute_output_shape(self, input_shape):
            return input_shape

    class Gated(L.Dense):
        """A child of Dense that answers otherwise: its name is all that tells."""

        def call(self, inputs):
            return super(Gated, self).call(inputs) * 0.5

    class Slower(L.LSTM):
        pass

    yield Case("refuse-custom-layer", lambda: g.seq((5,), L.Dense(4), Doubled(name="my_doubled")), reject="my_doubled")
    yield Case("refuse-custom-dense", lambda: g.seq((5,), Gated(4, name="my_gated")), reject="my_gated")
    yield Case("refuse-custom-lstm", lambda: g.seq((4, 5), Slower(4, name="my_slower")), reject="my_slower")
    yield Case("refuse-custom-layer-in-time-distributed", lambda: g.seq(
        (4, 5), L.TimeDistributed(Doubled(name="my_inner"), name="my_outer")), reject="my_outer")

    def nested():
        inner = g.seq((5,), L.Dense(4), Doubled(name="my_deep"), name="inner")
        x = g.input((5,))
        return g.model(x, inner(x))
    yield Case("refuse-custom-layer-in-nested-model", nested, reject="my_deep")

    def my_activation(x):
        return x * keras.backend.sigmoid(x) if not g.three else x * keras.ops.sigmoid(x)

    yield Case("refuse-custom-activation", lambda: g.seq((5,), L.Dense(4, activation=my_activation, name="my_dense")),
               reject="my_dense")
    yield Case("refuse-custom-activation-layer", lambda: g.seq(
        (5,), L.Dense(4), L.Activation(my_activation, name="my_act")), reject="my_act")
    yield Case("refuse-custom-activation-in-lstm", lambda: g.seq(
        (4, 5), L.LSTM(3, activation=my_activation, name="my_lstm")), reject="my_lstm")

    if not g.two:
        @keras.saving.register_keras_serializable(package="shop")
        class Registered(L.Layer):
            def call(self, inputs):
                return inputs + 1

        @keras.saving.register_keras_serializable(package="shop")
        def registered_activation(x):
            return x * 3

        yield Case("refuse-registered-layer", lambda: g.seq(
            (5,), L.Dense(4), Registered(name="my_registered")), reject="my_registered")
        yield Case("refuse-registered-activation", lambda: g.seq(
            (5,), L.Dense(4, activation=registered_activation, name="my_dense")), reject="my_dense")
        yield Case("refuse-registered-layer-as-keras", lambda: g.seq(
            (5,), L.Dense(4), Registered(name="my_registered")), reject="my_registered", file="keras")
        yield Case("refuse-lambda-as-keras", lambda: g.seq(
            (5,), L.Dense(4), L.Lambda(lambda x: x * 2, name="doubling")), reject="doubling", file="keras")
    if g.tf215:
        import tensorflow as tf
        yield Case("refuse-unknown-operation", lambda: g.model(*_chain(
            g.input((4,)), lambda x: tf.math.bessel_i1(x, name="my_bessel"))), reject="bessel_i1")

    class Cell(L.SimpleRNNCell):
        pass
    yield Case("refuse-custom-cell", lambda: g.seq((4, 5), L.RNN(Cell(3), name="my_rnn")), reject="my_rnn")
    yield Case("custom-initializer", lambda: g.seq((5,), L.Dense(
        4, kernel_initializer=my_initializer)))
    if g.three:
        for case in added_biases(g):
            yield case


def my_initializer(shape, dtype=None, **unused):
    from recording import keras
    return keras().backend.ones(shape) if not hasattr(keras(), "ops") else keras().ops.ones(shape)


def _chain(x, *layers):
    y = x
    for layer in layers:
        y = layer(y)
    return x, y


def added_biases(g):
    """Keras 3's add takes the second addend for a bias, of another axis by chance (backend/tensorflow/numpy.py, add)."""
    L = g.layers
    column = np.array([[1.0], [2.0]], "float32")

    def added():
        x = g.input((2, 2))
        return g.model(x, x + column)
    yield Case("refuse-added-column", added, reject="add")
    yield Case("refuse-added-column-merge", lambda: added_by(L.Add(name="my_add")), reject="my_add")

    def added_by(layer):
        x = g.input((2, 2))
        return g.model(x, layer([x, column[None]]))

    yield Case("refuse-added-bias-einsum", lambda: g.seq(
        (2, 3), L.EinsumDense("abc,cd->abd", output_shape=(2, 2), bias_axes="b", name="my_einsum")),
        reject="my_einsum")
    yield Case("refuse-added-bias-depthwise", lambda: g.seq(
        (4, 6, 6), L.DepthwiseConv2D(3, data_format="channels_first", name="my_depthwise")), reject="my_depthwise")
    yield Case("refuse-added-bias-dilated", lambda: g.seq(
        (3, 8, 8), L.Conv2D(4, 3, dilation_rate=2, data_format="channels_first", name="my_conv")), reject="my_conv")

    def heads():
        x = g.input((2, 3))
        return g.model(x, L.MultiHeadAttention(2, 1, name="my_heads")(x, x))
    yield Case("refuse-added-bias-heads", heads, reject="my_heads")

    def ordinary():
        x = g.input((3, 4))
        return g.model(x, x + np.array([[1.0], [2.0], [5.0]], "float32"))
    yield Case("constant-column-added", ordinary)

    def one_axis():
        x = g.input((4, 6, 6))
        return g.model(x, L.DepthwiseConv2D(2, data_format="channels_first")(x))
    yield Case("constant-bias-depthwise-channels-first", one_axis)
