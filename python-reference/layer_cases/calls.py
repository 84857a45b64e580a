"""Calls with arguments: constants among a layer's tensors, masks switched off or given, layers in two places."""
import numpy as np

from .base import Case

TOKENS = [[3, 4, 5, 0, 0, 0], [6, 7, 8, 9, 0, 0], [5, 6, 2, 4, 8, 1]]


def numbers(*shape):
    return np.random.RandomState(3).normal(size=shape).astype("float32")


def tokens(rng, batch):
    return [np.array(TOKENS[:batch], "int32")]


def cases(g):
    L = g.layers
    if g.two:
        return
    two = [(2, False)]

    def given(shape, build):
        """The model of one input of two samples, as many as the constants have."""
        x = g.input(batch_shape=(2,) + shape)
        return g.model(x, build(x))

    merges = {
        "add": lambda x: L.Add()([x, numbers(2, 3)]), "multiply": lambda x: L.Multiply()([x, numbers(2, 3)]),
        "maximum": lambda x: L.Maximum()([x, numbers(2, 3)]), "subtract-from": lambda x: L.Subtract()([numbers(2, 3), x]),
        "concatenate": lambda x: L.Concatenate()([x, numbers(2, 4)]), "dot": lambda x: L.Dot(axes=1)([x, numbers(2, 3)]),
    }
    for name, build in merges.items():
        if g.three and name == "subtract-from":
            continue  # Keras 3 takes no constant first
        yield Case("constant-" + name, lambda build=build: given((3,), build), calls=two)
    yield Case("constant-attention-value", lambda: given((4, 6), lambda x: L.Attention()([x, numbers(2, 5, 6)])), calls=two)
    mask = np.array([[True, True, False, False], [True, False, False, False]])
    yield Case("constant-lstm-mask", lambda: given((4, 3), lambda x: L.LSTM(5)(x, mask=mask)), calls=two)
    if g.tf215:
        yield Case("constant-lstm-states", lambda: given(
            (4, 3), lambda x: L.LSTM(5)(x, initial_state=[g.keras.backend.constant(numbers(2, 5)) for _ in "hc"])), calls=two)
        yield Case("constant-multi-head-value", lambda: given(
            (4, 6), lambda x: L.MultiHeadAttention(2, 3)(x, numbers(2, 5, 6))), calls=two)

    def embedded(build):
        x = g.input((6,), dtype="int32")
        return g.model(x, build(L.Embedding(11, 5, mask_zero=True)(x)))

    off = {
        "attention": lambda e: L.Attention()([e, e], mask=[None, None]),
        "additive-attention": lambda e: L.AdditiveAttention()([e, e], mask=[None, None]),
        "lstm": lambda e: L.LSTM(3)(e, mask=None), "bidirectional": lambda e: L.Bidirectional(L.GRU(3))(e, mask=None),
        "average": lambda e: L.GlobalAveragePooling1D()(e, mask=None),
    }
    for name, build in off.items():
        yield Case("mask-none-" + name, lambda build=build: embedded(build), inputs=tokens, calls=[(3, False)])

    def number_mask(layer, shape, mask_shape):
        x, m = g.input(shape), g.input(mask_shape)
        return g.model([x, m], layer(x, m))

    if g.tf215:  # tf.keras multiplies by such masks
        yield Case("refuse-number-mask-average", lambda: number_mask(
            lambda x, m: L.GlobalAveragePooling1D(name="averaging")(x, mask=m), (4, 3), (4,)), reject="averaging")

    if g.three:
        def residual(e):
            z = L.Add()([e, L.MultiHeadAttention(2, 4)(e, e)])
            return L.MultiHeadAttention(2, 4)(z, z)

        def transformer(e):
            x = L.Dropout(0.1)(e)
            for _ in range(2):
                a = L.MultiHeadAttention(2, 4)(x, x)
                x = L.LayerNormalization()(L.Add()([x, L.Dropout(0.1)(a)]))
                x = L.LayerNormalization()(L.Add()([x, L.Dense(5)(L.Dense(7, activation="relu")(x))]))
            return L.Dense(2)(L.GlobalAveragePooling1D()(x))

        def side_by_side(e):
            a, b = L.MultiHeadAttention(2, 4)(e, e), L.MultiHeadAttention(2, 3)(e, e)
            return L.LSTM(3)(L.Add()([L.Add()([a, b]), e]))
        for name, build in (("residual", residual), ("transformer", transformer), ("side-by-side", side_by_side)):
            yield Case("mask-taken-" + name, lambda build=build: embedded(build), inputs=tokens, calls=[(3, False)])
        yield Case("layer-normalization-rms-scaling", lambda: g.seq((4, 6), L.LayerNormalization(rms_scaling=True)))

    def integer(layer, dtype="uint8", shape=(3, 3, 2)):
        x = g.input(shape, dtype=dtype)
        return g.model(x, L.Dense(2)(L.Flatten()(layer(x))))

    yield Case("refuse-integer-average", lambda: integer(L.GlobalAveragePooling2D(name="averaging")), reject="averaging")
    yield Case("refuse-integer-bytes-added", lambda: integer(lambda x: L.Add(name="adding")([x, x])), reject="adding")
    yield Case("refuse-integer-layer", lambda: g.seq((4,), L.Activation("relu", dtype="int32", name="cutting")), reject="cutting")

    def shared_inside_and_outside():
        d, a = L.Dense(4, name="shared"), g.input((4,))
        inner = g.model(a, L.Dense(3)(d(a)), name="inner")
        x = g.input((4,))
        return g.model(x, L.Dense(2)(L.Concatenate()([inner(x), d(x)])))

    def shared_in_two_models():
        d = L.Dense(4, name="shared")
        a, b = g.input((4,)), g.input((4,))
        one, other = g.model(a, L.Dense(3)(d(a)), name="one"), g.model(b, L.Dense(3, activation="tanh")(d(b)), name="other")
        x = g.input((4,))
        return g.model(x, L.Concatenate()([one(x), other(x)]))

    def shared_in_wrapper():
        d, x, y = L.Dense(3), g.input((4,)), g.input((5, 4))
        return g.model([x, y], L.Concatenate()([L.GlobalAveragePooling1D()(L.TimeDistributed(d)(y)), d(x)]))
    for name, build in (("inside-and-outside", shared_inside_and_outside), ("in-two-models", shared_in_two_models), ("in-wrapper", shared_in_wrapper)):
        yield Case("shared-" + name, build, file="keras", weights="kept")
    if g.tf215:
        for rank, shape in ((1, (2, 6)), (2, (2, 5, 4))):
            yield Case("locally-connected-%dd-channels-first-bias" % rank, lambda rank=rank, s=shape: g.seq(
                s, getattr(L, "LocallyConnected%dD" % rank)(3, 2, data_format="channels_first")))
