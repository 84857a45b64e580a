# -*- coding: utf-8 -*-
"""How layers are put together: several inputs and outputs, shared layers, nesting, names."""
from __future__ import unicode_literals

from .base import Case, padded


def cases(g):
    L = g.layers

    def residual():
        x = g.input((6,))
        h = L.Dense(6, activation="relu")(x)
        h = L.Add()([x, L.Dense(6)(h)])
        return g.model(x, L.Dense(3, activation="softmax")(L.Activation("relu")(h)))
    yield Case("functional-residual", residual)

    if g.has("LayerNormalization"):
        yield Case("masked-gru-normalized-lstm", lambda: g.seq(  # examples/dl4j-program
            (4, 3), L.Masking(mask_value=0.0), L.GRU(5, return_sequences=True), L.LayerNormalization(), L.LSTM(4),
            L.Dense(3, activation="softmax")), inputs=padded(0.0, 4, 3))

    def residual_convolution():
        x = g.input((5, 6, 2))
        h = L.Conv2D(3, 3, padding="same", use_bias=False)(x)
        h = L.Activation("relu")(L.BatchNormalization()(h))
        short = L.Conv2D(3, 1)(x)
        return g.model(x, L.Dense(4)(L.GlobalAveragePooling2D()(L.Add()([h, short]))))
    yield Case("functional-residual-convolution", residual_convolution)

    def several():
        a, b = g.input((5,), name="first"), g.input((4, 3), name="second")
        h = L.Concatenate()([L.Dense(4, activation="tanh")(a), L.LSTM(3)(b)])
        return g.model([a, b], [L.Dense(2, activation="softmax", name="class")(h), L.Dense(1, name="value")(h)])
    yield Case("functional-two-inputs-two-outputs", several)

    def crossed():
        """Inputs and outputs in another order than they were made."""
        a, b, c = (g.input((n,), name=name) for n, name in ((3, "zeta"), (4, "alpha"), (5, "middle")))
        x, y = L.Dense(2, name="out_z")(L.Concatenate()([a, c])), L.Dense(3, name="out_a")(b)
        return g.model([c, a, b], [y, x])
    yield Case("functional-inputs-in-another-order", crossed)

    def mixed():
        tokens, numbers = g.input((4,), dtype="int32", name="tokens"), g.input((3,), name="numbers")
        h = L.Flatten()(L.Embedding(9, 2)(tokens))
        return g.model([tokens, numbers], L.Dense(3)(L.Concatenate()([h, numbers])))
    yield Case("functional-integer-and-float-inputs", mixed, inputs=lambda rng, batch: [
        rng.randint(0, 9, size=(batch, 4)).astype("int32"), rng.normal(size=(batch, 3)).astype("float32")])

    def shared_in_bidirectional():  # of which Keras 2.2.4 lists the copy's arrays with the layer's own
        both, x = L.LSTM(3, name="shared"), g.input((5, 4))
        return g.model(x, L.Concatenate()([both(x), L.Bidirectional(both)(x)]))
    if g.two:
        yield Case("shared-in-bidirectional", shared_in_bidirectional)

    def shared():
        a, b = g.input((5,)), g.input((5,))
        layer = L.Dense(4, activation="tanh", name="shared")
        return g.model([a, b], L.Dense(2)(L.Subtract()([layer(a), layer(b)])))
    yield Case("functional-shared-dense", shared)

    def shared_twice():
        x = g.input((5,))
        layer = L.Dense(5, activation="tanh")
        return g.model(x, layer(layer(layer(x))))
    yield Case("functional-layer-called-three-times", shared_twice)

    def both_calls_are_outputs():
        a, b = g.input((5,)), g.input((5,))
        layer = L.Dense(4, activation="tanh", name="shared")
        return g.model([a, b], [layer(a), layer(b)])
    yield Case("functional-shared-layer-two-outputs", both_calls_are_outputs)

    def input_is_output():
        x = g.input((5,))
        return g.model(x, [x, L.Dense(3)(x)])
    if not g.two:  # TF 1.15: "is both fed and fetched"
        yield Case("functional-input-as-output", input_is_output)

    def hidden_is_output():
        x = g.input((4, 3))
        h = L.LSTM(5, return_sequences=True, name="hidden")(x)
        return g.model(x, [L.Dense(2, name="top")(L.GRU(4)(h)), h])
    yield Case("functional-hidden-layer-as-output", hidden_is_output)

    def same_output_twice():
        x = g.input((5,))
        y = L.Dense(3)(x)
        return g.model(x, [y, y])
    yield Case("functional-same-output-twice", same_output_twice)

    def unused_branch():
        x = g.input((5,))
        L.Dense(7, name="unused")(x)
        return g.model(x, L.Dense(3)(x))
    yield Case("functional-branch-left-out", unused_branch)

    def inception():
        x = g.input((7, 3))
        towers = [L.Conv1D(4, n, padding="same", activation="relu")(x) for n in (1, 3, 5)]
        towers.append(L.MaxPooling1D(3, strides=1, padding="same")(x))
        return g.model(x, L.Dense(3)(L.GlobalMaxPooling1D()(L.Concatenate()(towers))))
    yield Case("functional-towers", inception)

    def outputs_as_list():
        x = g.input((5,))
        return g.model([x], [L.Dense(3)(x)])
    yield Case("functional-lists-of-one", outputs_as_list)

    def attention_by_hand():
        x = g.input((4, 3))
        h = L.LSTM(5, return_sequences=True)(x)
        weight = L.Softmax(axis=1)(L.Dense(1)(h))
        return g.model(x, L.Flatten()(L.Dot(axes=1)([weight, h])))
    yield Case("functional-attention-by-hand", attention_by_hand)

    def squeeze_and_excite():
        x = g.input((4, 5, 6))
        s = L.Reshape((1, 1, 6))(L.GlobalAveragePooling2D()(x))
        s = L.Dense(6, activation="sigmoid")(L.Dense(2, activation="relu")(s))
        return g.model(x, L.Multiply()([x, s]))
    yield Case("functional-squeeze-and-excite", squeeze_and_excite)

    def u_net():
        x = g.input((6, 4, 1))
        a = L.Conv2D(3, 3, padding="same", activation="relu")(x)
        b = L.Conv2D(4, 3, padding="same", activation="relu")(L.MaxPooling2D(2)(a))
        up = L.Concatenate(axis=3)([L.Conv2DTranspose(3, 2, strides=2)(b), a])
        return g.model(x, L.Conv2D(1, 1, activation="sigmoid")(up))
    yield Case("functional-u-net", u_net)

    # ---- Sequential in its spellings
    def deferred():
        model = g.keras.models.Sequential([L.Dense(4, activation="relu"), L.Dense(3)])
        model.build((None, 5))
        return model
    if not g.two:
        yield Case("sequential-built-later", deferred)
    yield Case("sequential-explicit-input-layer", lambda: g.keras.models.Sequential(
        [L.InputLayer(**{"shape" if g.three else "input_shape": (5,)}), L.Dense(3)]))
    yield Case("sequential-named-input-layer", lambda: g.keras.models.Sequential(
        [L.InputLayer(name="the_input", **{"shape" if g.three else "input_shape": (5,)}), L.Dense(3, name="the_output")]))
    if not g.three:
        yield Case("sequential-input-shape", lambda: g.keras.models.Sequential(
            [L.Dense(4, input_shape=(5,), activation="tanh"), L.Dense(3)]))
        yield Case("sequential-input-dim", lambda: g.keras.models.Sequential([L.Dense(4, input_dim=5), L.Dense(3)]))
        yield Case("sequential-batch-input-shape", lambda: g.keras.models.Sequential(
            [L.LSTM(4, batch_input_shape=(2, 3, 5)), L.Dense(3)]), calls=[(2, False)])
        yield Case("sequential-first-layer-wrapper", lambda: g.keras.models.Sequential(
            [L.TimeDistributed(L.Dense(4), input_shape=(3, 5)), L.GRU(2)]))
        yield Case("sequential-first-layer-bidirectional", lambda: g.keras.models.Sequential(
            [L.Bidirectional(L.LSTM(4), input_shape=(3, 5)), L.Dense(2)]))
        yield Case("sequential-first-layer-flatten", lambda: g.keras.models.Sequential(
            [L.Flatten(input_shape=(3, 5)), L.Dense(4), L.Dense(2)]))
        if g.two:
            yield Case("sequential-rnn-input-dim-and-length", lambda: g.keras.models.Sequential(
                [L.LSTM(4, input_dim=3, input_length=5), L.Dense(2)]))
            yield Case("sequential-rnn-input-dim", lambda: g.keras.models.Sequential(
                [L.GRU(4, input_dim=3), L.Dense(2)]), steps=6)
    else:
        yield Case("sequential-input-shape", lambda: g.keras.models.Sequential(
            [L.Dense(4, input_shape=(5,), activation="tanh"), L.Dense(3)]))
        yield Case("sequential-batch-shape", lambda: g.keras.models.Sequential(
            [L.Input(batch_shape=(2, 3, 5)), L.LSTM(4)]), calls=[(2, False)])

    # ---- nesting
    def inner(name="inner"):
        return g.seq((5,), L.Dense(4, activation="relu", name=name + "_a"), L.Dense(3, name=name + "_b"), name=name)

    def around(*layers):
        return g.seq((5,), *layers) if g.three else g.keras.models.Sequential(list(layers))
    yield Case("nested-sequential", lambda: around(inner(), L.Dense(2)))
    yield Case("nested-sequential-last", lambda: g.seq((6,), L.Dense(5), inner()))
    yield Case("nested-sequential-three-deep", lambda: around(
        g.keras.models.Sequential([inner("innermost")], name="middle") if not g.three else
        g.seq((5,), inner("innermost"), name="middle"), L.Dense(2)))

    def functional_inner():
        x = g.input((5,), name="inner_in")
        return g.model(x, L.Add()([L.Dense(4, activation="tanh")(x), L.Dense(4)(x)]), name="encoder")

    def functional_twice():
        a, b = g.input((5,), name="a"), g.input((5,), name="b")
        encoder = functional_inner()
        return g.model([a, b], L.Dense(2)(L.Concatenate()([encoder(a), encoder(b)])))
    yield Case("nested-functional-used-twice", functional_twice)

    def functional_in_sequential():
        return around(functional_inner(), L.Dense(2))
    yield Case("nested-functional-in-sequential", functional_in_sequential)

    def sequential_in_functional():
        x = g.input((5,))
        return g.model(x, L.Dense(2)(inner()(x)))
    yield Case("nested-sequential-in-functional", sequential_in_functional)

    def two_outputs_inside():
        x = g.input((5,))
        two = g.model(x, [L.Dense(3, name="left")(x), L.Dense(4, name="right")(x)], name="two")
        y = g.input((5,))
        left, right = two(y)
        return g.model(y, [L.Dense(2)(right), left])
    yield Case("nested-with-two-outputs", two_outputs_inside)

    def two_inputs_inside():
        a, b = g.input((5,)), g.input((3,))
        two = g.model([a, b], L.Dense(4)(L.Concatenate()([a, b])), name="two")
        x = g.input((5,))
        return g.model(x, two([x, L.Dense(3)(x)]))
    yield Case("nested-with-two-inputs", two_inputs_inside)

    def autoencoder():
        encoder = g.seq((6,), L.Dense(4, activation="relu"), L.Dense(2), name="encoder")
        decoder = g.seq((2,), L.Dense(4, activation="relu"), L.Dense(6, activation="sigmoid"), name="decoder")
        x = g.input((6,))
        return g.model(x, decoder(encoder(x)), name="autoencoder")
    yield Case("nested-autoencoder", autoencoder)

    def sub_model():
        x = g.input((6,))
        h = L.Dense(4, activation="relu", name="h")(x)
        g.model(x, L.Dense(3, name="whole")(h))
        return g.model(x, h)
    yield Case("functional-part-of-a-model", sub_model)

    def nested_stateful():
        cell = g.seq((3, 2), L.LSTM(4, stateful=True), name="cell", batch=2)
        x = g.input(batch_shape=(2, 3, 2))
        return g.model(x, L.Dense(2)(cell(x)))
    if not g.two:  # Keras 2 asks to feed the inner model's own placeholder for the state update
        yield Case("nested-stateful", nested_stateful, calls=[(2, False), (2, False), (2, True)])

    def nested_batch_normalization():
        block = g.seq((5,), L.Dense(4), L.BatchNormalization(), L.Activation("relu"), name="block")
        return around(block, L.Dense(4), L.BatchNormalization(), L.Dense(2))
    yield Case("nested-batch-normalization", nested_batch_normalization)

    def frozen():
        base = inner("base")
        base.trainable = False
        return around(base, L.Dense(2))
    yield Case("nested-frozen", frozen)

    def partly_frozen():
        layers = [L.Dense(4), L.BatchNormalization(), L.Dense(3)]
        layers[0].trainable = False
        return g.seq((5,), *layers)
    yield Case("sequential-partly-frozen", partly_frozen)

    # ---- several outputs of one layer, lists and dicts
    def several_from_layer():
        x = g.input((4, 3))
        y, h, c = L.LSTM(5, return_sequences=True, return_state=True, name="rnn")(x)
        return g.model(x, [c, L.Dense(2)(y), L.Add()([h, c])])
    yield Case("functional-layer-with-three-outputs", several_from_layer)
    if not g.two:
        def dictionary_inputs():
            a, b = g.input((5,), name="a"), g.input((3,), name="b")
            return g.model({"a": a, "b": b}, L.Dense(4)(L.Concatenate()([a, b])))
        yield Case("functional-inputs-as-dict", dictionary_inputs, inputs=lambda rng, batch: [
            rng.normal(size=(batch, 5)).astype("float32"), rng.normal(size=(batch, 3)).astype("float32")])

    # ---- names
    names = {"slash": "block/dense", "unicode": "schicht_ä", "dots": "dense.1-x",
             "like-a-weight": "kernel", "digits": "lstm_cell_17", "colon": "lstm_1_kernel_0"}
    for suffix, name in names.items():
        if suffix == "slash" and g.three or suffix == "unicode":  # TF: "is not a valid scope name"
            continue
        yield Case("names-" + suffix, lambda n=name: g.seq(
            (4, 3), L.LSTM(5, name=n), L.Dense(2, name=n + "2")))
    yield Case("names-similar", lambda: g.seq(
        (5,), L.Dense(5, name="dense"), L.Dense(5, name="dense_1"), L.Dense(5, name="dense_11"),
        L.Dense(5, name="dense_10"), L.Dense(5, name="dense_2")))
    yield Case("names-order-not-alphabetical", lambda: g.seq(
        (5,), L.Dense(5, name="z"), L.Dense(5, name="b"), L.Dense(5, name="a"), L.Dense(5, name="Q")))
    yield Case("names-twelve-layers", lambda: g.seq((5,), *[L.Dense(5, activation="tanh") for _ in range(12)]))
    if not g.two:
        yield Case("input-named-by-user", lambda: g.keras.models.Sequential(
            [L.Input(shape=(5,), name="the input" if g.three else "the_input"), L.Dense(3)]))

    def fixed_batch():
        x = g.input(batch_shape=(4, 3, 2))
        return g.model(x, L.Dense(3)(L.Flatten()(L.LSTM(5, return_sequences=True)(x))))
    if not g.two:  # Keras 2's LSTM takes no other batch
        other = [(3, False), (1, False), (4, False), (9, False)]
        yield Case("fixed-batch-other-sizes", fixed_batch, calls=other)
        yield Case("fixed-batch-other-sizes-sequential",
                   lambda: g.seq((3, 2), L.GRU(3), L.Dense(2), batch=4), calls=other, file="keras")
