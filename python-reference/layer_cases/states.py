"""States: stateful layers over several calls, return_state, initial_state, encoders and decoders."""
from .base import Case

THREE_CALLS = [(2, False), (2, False), (2, True), (2, False)]


def cases(g):
    L = g.layers
    kinds = [("lstm", L.LSTM), ("gru", L.GRU), ("simple-rnn", L.SimpleRNN)]
    for prefix, kind in kinds:
        def stateful(kind=kind, **o):
            return g.seq((3, 2), kind(5, stateful=True, **o), batch=2)
        yield Case(prefix + "-stateful", stateful, calls=THREE_CALLS)
        yield Case(prefix + "-stateful-sequences", lambda b=stateful: b(return_sequences=True), calls=THREE_CALLS)
        yield Case(prefix + "-stateful-backwards", lambda b=stateful: b(go_backwards=True), calls=THREE_CALLS)
        yield Case(prefix + "-stateful-unroll", lambda b=stateful: b(unroll=True), calls=THREE_CALLS)
        yield Case(prefix + "-stateful-stack", lambda kind=kind: g.seq(
            (3, 2), kind(5, stateful=True, return_sequences=True), kind(3, stateful=True), L.Dense(2), batch=2),
            calls=THREE_CALLS)
        yield Case(prefix + "-stateful-one-step", lambda kind=kind: g.seq(
            (1, 2), kind(5, stateful=True), L.Dense(3, activation="softmax"), batch=1),
            calls=[(1, False)] * 4 + [(1, True), (1, False)])
        yield Case(prefix + "-stateful-masked", lambda kind=kind: g.seq(
            (4, 2), L.Masking(0.0), kind(5, stateful=True), batch=2), calls=THREE_CALLS, inputs=gaps)

        def returned(kind=kind, **o):
            x = g.input((4, 3), name="x")
            return g.model(x, list(kind(5, return_state=True, **o)(x)))
        yield Case(prefix + "-state", returned)
        yield Case(prefix + "-state-sequences", lambda b=returned: b(return_sequences=True))
        yield Case(prefix + "-state-backwards", lambda b=returned: b(return_sequences=True, go_backwards=True))

        def given(kind=kind, prefix=prefix, **o):
            x = g.input((4, 3), name="x")
            states = [g.input((5,), name="h")] + ([g.input((5,), name="c")] if prefix == "lstm" else [])
            y = kind(5, **o)(x, initial_state=states)
            return g.model([x] + states, y if not isinstance(y, (list, tuple)) else list(y))
        yield Case(prefix + "-initial-state", given)
        yield Case(prefix + "-initial-state-sequences", lambda b=given: b(return_sequences=True))
        yield Case(prefix + "-initial-state-backwards", lambda b=given: b(go_backwards=True, return_sequences=True))
        yield Case(prefix + "-initial-state-and-state", lambda b=given: b(return_sequences=True, return_state=True))
        yield Case(prefix + "-initial-state-unroll", lambda b=given: b(unroll=True))

        def encoder_decoder(kind=kind):
            source, target = g.input((4, 3), name="source"), g.input((5, 2), name="target")
            states = list(kind(7, return_state=True, name="encoder")(source))[1:]
            decoded = kind(7, return_sequences=True, name="decoder")(target, initial_state=states)
            return g.model([source, target], L.Dense(3, activation="softmax", name="scores")(decoded))
        yield Case(prefix + "-encoder-decoder", encoder_decoder)

        def state_into_dense(kind=kind):
            x = g.input((4, 3))
            last = kind(5, return_state=True)(x)[1]
            return g.model(x, L.Dense(3)(last))
        yield Case(prefix + "-state-into-dense", state_into_dense)

    def decoder_with_states():
        """The inference decoder of Keras's own sequence-to-sequence example."""
        target, h, c = g.input((None, 3)), g.input((5,)), g.input((5,))
        sequence, h2, c2 = L.LSTM(5, return_sequences=True, return_state=True)(target, initial_state=[h, c])
        return g.model([target, h, c], [L.Dense(4, activation="softmax")(sequence), h2, c2])
    yield Case("lstm-decoder-with-states", decoder_with_states, steps=1)

    def initial_state_from_dense():
        """The captioning pattern: a picture's features become the first state."""
        picture, words = g.input((6,)), g.input((4,), dtype="int32")
        h, c = L.Dense(5, activation="tanh")(picture), L.Dense(5)(picture)
        embedded = L.Embedding(11, 3, mask_zero=True)(words)
        return g.model([picture, words], L.LSTM(5, return_sequences=True)(embedded, initial_state=[h, c]))
    yield Case("lstm-initial-state-from-dense", initial_state_from_dense, inputs=lambda rng, batch: [
        rng.normal(size=(batch, 6)).astype("float32"), rng.randint(0, 11, size=(batch, 4)).astype("int32")])

    def bidirectional_encoder():
        source, target = g.input((4, 3)), g.input((5, 2))
        got = L.Bidirectional(L.LSTM(4, return_state=True))(source)
        h, c = L.Concatenate()([got[1], got[3]]), L.Concatenate()([got[2], got[4]])
        return g.model([source, target], L.LSTM(8, return_sequences=True)(target, initial_state=[h, c]))
    yield Case("bidirectional-encoder-decoder", bidirectional_encoder)

    def stateful_twice():
        return g.seq((2, 3), L.LSTM(4, stateful=True, return_sequences=True), L.GRU(5, stateful=True),
                     batch=1)
    yield Case("stateful-lstm-gru", stateful_twice, calls=[(1, False), (1, False), (1, True)])
    yield Case("bidirectional-stateful", lambda: g.seq(
        (3, 2), L.Bidirectional(L.LSTM(4, stateful=True)), batch=2), calls=THREE_CALLS)


def gaps(rng, batch):
    x = rng.normal(size=(batch, 4, 2)).astype("float32")
    x[0, 2:] = 0
    x[-1, 1] = 0
    return [x]
