"""Models that must be refused by the name of the layer: Lambda, custom layers, custom activations."""
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


def my_initializer(shape, dtype=None, **unused):
    from recording import keras
    return keras().backend.ones(shape) if not hasattr(keras(), "ops") else keras().ops.ones(shape)


def _chain(x, *layers):
    y = x
    for layer in layers:
        y = layer(y)
    return x, y
