"""Bidirectional and TimeDistributed."""
from .base import Case, variants


def cases(g):
    L = g.layers
    for kind, rnn in {"lstm": L.LSTM, "gru": L.GRU, "simple-rnn": L.SimpleRNN}.items():
        for mode in ("concat", "sum", "mul", "ave"):
            yield Case("bidirectional-%s-%s" % (kind, mode), lambda r=rnn, m=mode: g.seq(
                (4, 3), L.Bidirectional(r(5), merge_mode=m)))
            yield Case("bidirectional-%s-%s-sequences" % (kind, mode), lambda r=rnn, m=mode: g.seq(
                (4, 3), L.Bidirectional(r(5, return_sequences=True), merge_mode=m)))

        def unmerged(r=rnn, **o):
            x = g.input((4, 3))
            return g.model(x, list(L.Bidirectional(r(5, **o), merge_mode=None)(x)))
        yield Case("bidirectional-%s-none" % kind, unmerged)
        yield Case("bidirectional-%s-none-sequences" % kind, lambda b=unmerged: b(return_sequences=True))

        def states(r=rnn, **o):
            x = g.input((4, 3))
            return g.model(x, list(L.Bidirectional(r(5, return_state=True, **o))(x)))
        yield Case("bidirectional-%s-state" % kind, states)
        yield Case("bidirectional-%s-state-sequences" % kind, lambda b=states: b(return_sequences=True))
        yield Case("bidirectional-%s-go-backwards" % kind, lambda r=rnn: g.seq(
            (4, 3), L.Bidirectional(r(5, return_sequences=True, go_backwards=True))))
        yield Case("bidirectional-%s-unroll" % kind, lambda r=rnn: g.seq(
            (4, 3), L.Bidirectional(r(5, unroll=True))))
        yield Case("bidirectional-%s-no-bias" % kind, lambda r=rnn: g.seq(
            (4, 3), L.Bidirectional(r(5, use_bias=False))))

        def given(r=rnn, kind=kind):
            x = g.input((4, 3), name="x")
            given = [g.input((5,), name="s%d" % i) for i in range(4 if kind == "lstm" else 2)]
            return g.model([x] + given, L.Bidirectional(r(5, return_sequences=True))(x, initial_state=given))
        yield Case("bidirectional-%s-initial-state" % kind, given)
        if not g.two:
            yield Case("bidirectional-%s-backward-layer" % kind, lambda r=rnn: g.seq(
                (4, 3), L.Bidirectional(r(5, return_sequences=True), backward_layer=r(
                    7, activation="relu", return_sequences=True, go_backwards=True))))
            yield Case("bidirectional-%s-backward-layer-last" % kind, lambda r=rnn: g.seq(
                (4, 3), L.Bidirectional(r(5), merge_mode="sum", backward_layer=r(
                    5, use_bias=False, go_backwards=True))))
    yield Case("bidirectional-stack", lambda: g.seq(
        (4, 3), L.Bidirectional(L.LSTM(5, return_sequences=True)), L.Bidirectional(L.LSTM(4)),
        L.Dense(2, activation="softmax")))
    yield Case("bidirectional-gru-reset-after", lambda: g.seq(
        (4, 3), L.Bidirectional(L.GRU(5, reset_after=True, return_sequences=True))))
    yield Case("bidirectional-open-steps", lambda: g.seq((None, 3), L.Bidirectional(L.LSTM(5))), steps=6)
    if g.tf215:
        yield Case("bidirectional-lstm-gru", lambda: g.seq(
            (4, 3), L.Bidirectional(L.LSTM(5), backward_layer=L.GRU(5, go_backwards=True))))

    inner = {
        "dense": ((4, 5), lambda: L.Dense(3, activation="relu")),
        "dense-image": ((2, 3, 5), lambda: L.Dense(3)),
        "activation": ((4, 5), lambda: L.Activation("softmax")),
        "dropout": ((4, 5), lambda: L.Dropout(0.3)),
        "flatten": ((4, 2, 3), lambda: L.Flatten()),
        "reshape": ((4, 6), lambda: L.Reshape((3, 2))),
        "conv2d": ((3, 5, 6, 2), lambda: L.Conv2D(3, (2, 3), activation="relu")),
        "conv1d": ((3, 6, 2), lambda: L.Conv1D(4, 3, padding="same")),
        "max-pooling-2d": ((3, 4, 6, 2), lambda: L.MaxPooling2D((2, 3))),
        "global-average-pooling-2d": ((3, 4, 5, 2), lambda: L.GlobalAveragePooling2D()),
        "batch-normalization": ((3, 4, 5), lambda: L.BatchNormalization()),
        "lstm": ((3, 4, 2), lambda: L.LSTM(5)),
        "lstm-sequences": ((3, 4, 2), lambda: L.LSTM(5, return_sequences=True)),
        "bidirectional-gru": ((3, 4, 2), lambda: L.Bidirectional(L.GRU(5))),
        "time-distributed-dense": ((2, 3, 4), lambda: L.TimeDistributed(L.Dense(5))),
        "embedding": ((2, 3), lambda: L.Embedding(11, 5)),
        "repeat-vector": ((2, 3), lambda: L.RepeatVector(4)),
    }
    for name, (shape, layer) in inner.items():
        inputs = None
        if name == "embedding":
            def inputs(rng, batch):
                return [rng.randint(0, 11, size=(batch, 2, 3)).astype("int32")]
        yield Case("time-distributed-" + name, lambda s=shape, l=layer: g.seq(s, L.TimeDistributed(l())), inputs=inputs)
    yield Case("time-distributed-open-steps", lambda: g.seq((None, 5), L.TimeDistributed(L.Dense(3))), steps=6)
    yield Case("time-distributed-fixed-batch", lambda: g.seq((4, 5), L.TimeDistributed(L.Dense(3)), batch=2),
               calls=[(2, False)])

    def cnn_lstm():
        return g.seq((3, 6, 5, 1), L.TimeDistributed(L.Conv2D(3, 2, activation="relu")),
                     L.TimeDistributed(L.MaxPooling2D(2)), L.TimeDistributed(L.Flatten()), L.LSTM(5),
                     L.Dense(2, activation="softmax"))
    yield Case("time-distributed-cnn-lstm", cnn_lstm)

    def sequential_inside():
        inner = g.seq((5,), L.Dense(4, activation="tanh"), L.Dense(3), name="inner")
        return g.seq((4, 5), L.TimeDistributed(inner), L.LSTM(5))
    yield Case("time-distributed-sequential", sequential_inside)

    def model_inside():
        x = g.input((5,))
        a = L.Dense(4, activation="relu")(x)
        inner = g.model(x, L.Add()([a, L.Dense(4)(x)]), name="inner")
        y = g.input((3, 5))
        return g.model(y, L.TimeDistributed(inner, name="outer")(y))
    yield Case("time-distributed-model", model_inside)

    def hierarchical():
        words = g.input((5,), dtype="int32")
        sentence = g.model(words, L.GRU(4)(L.Embedding(11, 3)(words)), name="sentence")
        document = g.input((3, 5), dtype="int32")
        return g.model(document, L.Bidirectional(L.GRU(5))(L.TimeDistributed(sentence)(document)))
    yield Case("time-distributed-hierarchical", hierarchical,
               inputs=lambda rng, batch: [rng.randint(0, 11, size=(batch, 3, 5)).astype("int32")])
    for case in variants("time-distributed-bidirectional-lstm", {"": {}, "sum": {"merge_mode": "sum"}},
                         lambda **o: g.seq((3, 4, 2), L.TimeDistributed(L.Bidirectional(L.LSTM(5), **o)))):
        yield case
