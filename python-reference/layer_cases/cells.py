"""RNN over cells, and StackedRNNCells."""
from .base import Case, variants


def cases(g):
    L = g.layers
    for prefix, kind in (("lstm-cell", L.LSTMCell), ("gru-cell", L.GRUCell), ("simple-rnn-cell", L.SimpleRNNCell)):
        options = {"": {}, "sequences": {"return_sequences": True}, "backwards": {"go_backwards": True},
                   "backwards-sequences": {"go_backwards": True, "return_sequences": True},
                   "unroll": {"unroll": True, "return_sequences": True}}
        for case in variants("rnn-" + prefix, options, lambda kind=kind, **o: g.seq((4, 3), L.RNN(kind(5), **o))):
            yield case
        yield Case("rnn-" + prefix + "-no-bias", lambda kind=kind: g.seq((4, 3), L.RNN(kind(5, use_bias=False))))
        yield Case("rnn-" + prefix + "-relu", lambda kind=kind: g.seq((4, 3), L.RNN(kind(5, activation="relu"))))
        yield Case("rnn-" + prefix + "-stateful", lambda kind=kind: g.seq(
            (3, 2), L.RNN(kind(5), stateful=True), batch=2), calls=[(2, False), (2, False), (2, True)])
        yield Case("rnn-" + prefix + "-masked", lambda kind=kind: g.seq(
            (4, 2), L.Masking(0.0), L.RNN(kind(5), return_sequences=True)), inputs=gaps)

        def with_states(kind=kind):
            x = g.input((4, 3))
            return g.model(x, list(L.RNN(kind(5), return_state=True)(x)))
        yield Case("rnn-" + prefix + "-state", with_states)
        yield Case("rnn-" + prefix + "-bidirectional", lambda kind=kind: g.seq(
            (4, 3), L.Bidirectional(L.RNN(kind(5), return_sequences=True))))
        yield Case("stacked-" + prefix + "s", lambda kind=kind: g.seq(
            (4, 3), L.RNN([kind(5), kind(7)], return_sequences=True)))
    for reset_after in (False, True):
        yield Case("rnn-gru-cell-reset-" + ("after" if reset_after else "before"), lambda r=reset_after: g.seq(
            (4, 3), L.RNN(L.GRUCell(5, reset_after=r, recurrent_activation="sigmoid"))))
    yield Case("rnn-lstm-cell-hard-sigmoid", lambda: g.seq(
        (4, 3), L.RNN(L.LSTMCell(5, recurrent_activation="hard_sigmoid"))))
    yield Case("stacked-cells-object", lambda: g.seq(
        (4, 3), L.RNN(L.StackedRNNCells([L.LSTMCell(5), L.LSTMCell(4)]))))
    yield Case("stacked-cells-mixed", lambda: g.seq(
        (4, 3), L.RNN([L.LSTMCell(5), L.GRUCell(7), L.SimpleRNNCell(3)])))
    if not g.two:  # Keras 2 selects all states by the first cell's size
        yield Case("stacked-cells-mixed-masked", lambda: g.seq(
        (4, 2), L.Masking(0.0), L.RNN([L.LSTMCell(5), L.GRUCell(7)], return_sequences=True)), inputs=gaps)
    yield Case("stacked-cells-equal-masked", lambda: g.seq(
        (4, 2), L.Masking(0.0), L.RNN([L.LSTMCell(4), L.LSTMCell(4)], return_sequences=True)), inputs=gaps)
    yield Case("stacked-cells-backwards", lambda: g.seq(
        (4, 3), L.RNN([L.LSTMCell(5), L.LSTMCell(4)], go_backwards=True, return_sequences=True)))
    yield Case("stacked-cells-stateful", lambda: g.seq(
        (3, 2), L.RNN([L.LSTMCell(5), L.GRUCell(4)], stateful=True), batch=2),
        # Keras 3's reset_state knows no nested states
        calls=[(2, False), (2, False)] + ([] if g.three else [(2, True)]))

    def stacked_states():
        x = g.input((4, 3))
        got = L.RNN([L.LSTMCell(5), L.LSTMCell(4)], return_state=True)(x)
        flat = []
        for part in got:
            flat.extend(part if isinstance(part, (list, tuple)) else [part])
        return g.model(x, flat)
    yield Case("stacked-cells-state", stacked_states)
    if not g.three:
        def constants(states=False):  # its cells take none, so it passes over them
            x, c = g.input((4, 3)), g.input((2,))
            more = [g.input((n,)) for n in (5, 5, 4)] if states else None
            y = L.RNN([L.LSTMCell(5), L.GRUCell(4)])(x, constants=c, initial_state=more)
            return g.model([x, c] + (more or []), y)
        yield Case("stacked-cells-constants", constants)
        yield Case("stacked-cells-constants-and-states", lambda: constants(True))
    if not g.two and not g.three:
        from tensorflow import nn
        wrap = {"residual": nn.RNNCellResidualWrapper, "dropout-of-nothing": nn.RNNCellDropoutWrapper,
                "device": lambda cell: nn.RNNCellDeviceWrapper(cell, "/cpu:0")}
        for name in wrap:
            yield Case("cell-wrapper-" + name, lambda name=name: g.seq(
                (4, 2), L.Masking(0.0), L.RNN(wrap[name](L.GRUCell(2)), return_sequences=True)), inputs=gaps)
        yield Case("cell-wrapper-residual-backwards", lambda: g.seq(
            (4, 3), L.RNN(wrap["residual"](L.LSTMCell(3)), go_backwards=True, unroll=True)))
        yield Case("cell-wrapper-residual-in-stack", lambda: g.seq((4, 3), L.Bidirectional(L.RNN(
            [L.LSTMCell(3), wrap["residual"](L.LSTMCell(3)), wrap["device"](L.SimpleRNNCell(3)),
             wrap["residual"](wrap["residual"](L.GRUCell(3)))], return_sequences=True))))
        yield Case("cell-wrapper-dropout", lambda: g.seq(
            (4, 3), L.RNN(nn.RNNCellDropoutWrapper(L.GRUCell(3), output_keep_prob=0.5))), reject="drops in inference too")
    if g.three:
        yield Case("stacked-cells-object-last", lambda: g.seq(
            (4, 3), L.RNN(L.StackedRNNCells([L.LSTMCell(5), L.LSTMCell(4)]))))


def gaps(rng, batch):
    x = rng.normal(size=(batch, 4, 2)).astype("float32")
    x[0, 2:] = 0
    x[-1, 1] = 0
    return [x]
