"""Calls with training=True or training=False: whose word holds in inference differs between generations."""
import numpy as np

from .base import Case


def cases(g):
    L = g.layers

    def normalized():
        x = g.input((4,))
        always, never = L.BatchNormalization(name="always"), L.BatchNormalization(name="never")
        h = L.Dense(5)(always(x, training=True))
        return g.model(x, [h, L.Dropout(0.5)(never(h, training=False), training=False)])
    yield Case("training-batch-normalization", normalized, calls=[(3, False), (1, False)])

    def image():
        x = g.input((3, 4, 2))
        return g.model(x, L.Conv2D(3, 2)(L.BatchNormalization()(x, training=True)))
    yield Case("training-batch-normalization-image", image, calls=[(2, False)])

    def frozen():
        x, layer = g.input((4,)), L.BatchNormalization(name="frozen")
        layer.trainable = False
        return g.model(x, L.Dense(3)(layer(x, training=True)))
    yield Case("training-batch-normalization-frozen", frozen, calls=[(3, False)])

    def harmless():
        x = g.input((4, 3))
        return g.model(x, L.LSTM(5)(L.SimpleRNN(3, return_sequences=True)(x, training=True), training=True))
    yield Case("training-recurrent", harmless, calls=[(2, False)])

    def drops():
        x = g.input((4,))
        return g.model(x, L.Dense(3)(L.Dropout(0.5, name="my_dropout")(x, training=True)))
    yield Case("training-dropout", drops, calls=[(2, False)], reject=None if g.three else "my_dropout")

    def drops_steps():
        x = g.input((4, 3))
        return g.model(x, L.LSTM(5, dropout=0.5, name="my_lstm")(x, training=True))
    yield Case("training-lstm-dropout", drops_steps, calls=[(2, False)], reject=None if g.three else "my_lstm")

    def both():
        x, layer = g.input((4,)), L.BatchNormalization(name="my_normalization")
        return g.model(x, L.Add()([layer(x, training=True), layer(x, training=False)]))
    yield Case("training-both", both, calls=[(3, False)], reject=None if g.three else "my_normalization")

    if g.two:
        return

    def nested(training):
        inner = g.keras.models.Sequential([g.layers.InputLayer((4,)), L.Dense(3), L.BatchNormalization()], name="my_inner")
        x = g.input((4,))
        return g.model(x, inner(x, training=training))
    yield Case("training-nested", lambda: nested(False), calls=[(3, False)])
    yield Case("training-nested-true", lambda: nested(True), calls=[(3, False)], reject=None if g.three else "my_inner")

    def flips():
        x = g.input((3, 4, 2))
        return g.model(x, L.Conv2D(2, 2)(L.RandomFlip(name="my_flip")(x, training=True)))
    yield Case("training-random-flip", flips, calls=[(2, False)], reject=None if g.three else "my_flip")
