"""ConvLSTM of every rank."""
from .base import Case, variants


def cases(g):
    L = g.layers
    options = {
        "": {}, "sequences": {"return_sequences": True}, "same": {"padding": "same", "return_sequences": True},
        "strides": {"strides": 2}, "dilated": {"dilation_rate": 2}, "backwards": {"go_backwards": True},
        "backwards-sequences": {"go_backwards": True, "return_sequences": True},
        "no-bias": {"use_bias": False}, "relu": {"activation": "relu"},
        "sigmoid-gates": {"recurrent_activation": "sigmoid"}, "hard-sigmoid-gates": {"recurrent_activation": "hard_sigmoid"},
        "forget-bias-off": {"unit_forget_bias": False},
        "dropouts": {"dropout": 0.2, "recurrent_dropout": 0.3},
    }
    options["channels-first"] = {"data_format": "channels_first", "padding": "same"}
    ranks = [("2d", (3, 5, 6, 2), (2, 3))]
    if g.has("ConvLSTM1D"):
        ranks += [("1d", (3, 7, 2), 3), ("3d", (2, 4, 3, 4, 2), 2)]
    for rank, shape, kernel in ranks:
        named = dict(options)
        if rank == "3d":
            named = {k: options[k] for k in ("", "sequences", "same", "no-bias")}
        kind = getattr(L, "ConvLSTM" + rank.upper())
        for case in variants("conv-lstm-" + rank, named, lambda kind=kind, s=shape, n=kernel, **o: g.seq(
                s, kind(3, n if o.get("strides", 1) == 1 else 3 if rank != "3d" else 2, **o))):
            yield case

        def states(kind=kind, s=shape, n=kernel):
            x = g.input(s)
            return g.model(x, list(kind(3, n, padding="same", return_state=True)(x)))
        yield Case("conv-lstm-%s-state" % rank, states)
    two = L.ConvLSTM2D
    yield Case("conv-lstm-2d-stateful", lambda: g.seq((2, 4, 5, 2), two(3, 3, padding="same", stateful=True), batch=2),
               calls=[(2, False), (2, False), (2, True)])
    yield Case("bidirectional-conv-lstm-2d-stateful", lambda: g.seq(
        (2, 4, 5, 2), L.Bidirectional(two(2, 3, padding="same", stateful=True)), batch=2),
        calls=[(2, False), (2, False), (2, True)])
    yield Case("conv-lstm-2d-stack", lambda: g.seq(
        (3, 4, 5, 1), two(3, 3, padding="same", return_sequences=True), L.BatchNormalization(), two(2, 2),
        L.Flatten(), L.Dense(3)))
    yield Case("conv-lstm-2d-then-conv3d", lambda: g.seq(
        (3, 4, 5, 1), two(3, 3, padding="same", return_sequences=True), L.Conv3D(1, 3, padding="same")))
    yield Case("bidirectional-conv-lstm-2d", lambda: g.seq(
        (3, 4, 5, 2), L.Bidirectional(two(3, 2, return_sequences=True))))
    yield Case("time-distributed-conv2d-conv-lstm", lambda: g.seq(
        (3, 5, 6, 1), L.TimeDistributed(L.Conv2D(2, 2)), two(3, 2), L.GlobalAveragePooling2D()))

    def masked():
        return g.seq((3, 4, 5, 2), L.TimeDistributed(L.Flatten()), L.Masking(0.0), L.LSTM(3))
    yield Case("masking-of-flattened-frames", masked)
