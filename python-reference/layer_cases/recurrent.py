"""LSTM, GRU and SimpleRNN with each of their options, one at a time and some together."""
from .base import Case, variants


def options_of_all(g):
    """Options that LSTM, GRU and SimpleRNN share."""
    options = {
        "": {},
        "sequences": {"return_sequences": True},
        "backwards": {"go_backwards": True},
        "backwards-sequences": {"go_backwards": True, "return_sequences": True},
        "unroll": {"unroll": True},
        "unroll-sequences": {"unroll": True, "return_sequences": True},
        "unroll-backwards": {"unroll": True, "go_backwards": True, "return_sequences": True},
        "no-bias": {"use_bias": False},
        "relu": {"activation": "relu"},
        "linear": {"activation": "linear"},
        "sigmoid": {"activation": "sigmoid", "return_sequences": True},
        "softsign": {"activation": "softsign"},
        "softmax": {"activation": "softmax"},
        "dropouts": {"dropout": 0.3, "recurrent_dropout": 0.2},
        "regularised": {"kernel_regularizer": "l2", "recurrent_regularizer": "l1", "bias_regularizer": "l2",
                        "kernel_constraint": "max_norm", "recurrent_constraint": "unit_norm",
                        "bias_constraint": "non_neg", "activity_regularizer": "l2"},
        "initialised": {"kernel_initializer": "he_uniform", "recurrent_initializer": "glorot_uniform",
                        "bias_initializer": "ones"},
    }
    if g.tf215:
        options["time-major"] = {"time_major": True, "return_sequences": True}
        options["time-major-last"] = {"time_major": True}
    return options


def options_of_gated(g):
    """Options that only LSTM and GRU have."""
    options = {
        "recurrent-hard-sigmoid": {"recurrent_activation": "hard_sigmoid", "return_sequences": True},
        "recurrent-sigmoid": {"recurrent_activation": "sigmoid", "return_sequences": True},
        "recurrent-relu": {"recurrent_activation": "relu", "activation": "tanh"},
        "recurrent-tanh": {"recurrent_activation": "tanh", "activation": "softsign"},
        "hard-sigmoid-everywhere": {"recurrent_activation": "hard_sigmoid", "activation": "hard_sigmoid"},
    }
    if not g.three:
        options["implementation-1"] = {"implementation": 1, "return_sequences": True}
        options["implementation-2"] = {"implementation": 2, "return_sequences": True}
        options["implementation-1-no-bias"] = {"implementation": 1, "use_bias": False}
        options["implementation-2-no-bias"] = {"implementation": 2, "use_bias": False}
    return options


def cases(g):
    L = g.layers

    def one(kind, shape=(4, 3), units=7):
        def build(**o):
            if o.get("time_major"):
                return g.seq((4, 3), kind(units, **o), batch=3)
            return g.seq(shape, kind(units, **o))
        return build

    shared, gated = options_of_all(g), options_of_gated(g)
    lstm = dict(shared, **gated)
    if g.three:
        lstm["use-cudnn-off"] = {"use_cudnn": False}
    lstm["forget-bias-off"] = {"unit_forget_bias": False}
    gru = dict(shared, **gated)
    gru.update({
        "reset-before": {"reset_after": False, "return_sequences": True},
        "reset-after": {"reset_after": True, "return_sequences": True},
        "reset-before-no-bias": {"reset_after": False, "use_bias": False},
        "reset-after-no-bias": {"reset_after": True, "use_bias": False},
        "reset-before-hard-sigmoid": {"reset_after": False, "recurrent_activation": "hard_sigmoid"},
        "reset-after-sigmoid": {"reset_after": True, "recurrent_activation": "sigmoid"},
        "reset-after-backwards": {"reset_after": True, "go_backwards": True, "return_sequences": True},
        "reset-after-relu": {"reset_after": True, "activation": "relu"},
        "reset-before-unroll": {"reset_after": False, "unroll": True},
    })
    if not g.three:
        gru["reset-after-implementation-1"] = {"reset_after": True, "implementation": 1}
        gru["reset-after-implementation-2"] = {"reset_after": True, "implementation": 2}
        gru["reset-before-implementation-2"] = {"reset_after": False, "implementation": 2}
    for prefix, kind, options in (("lstm", L.LSTM, lstm), ("gru", L.GRU, gru), ("simple-rnn", L.SimpleRNN, shared)):
        time_major = {k: v for k, v in options.items() if "time_major" in v}
        rest = {k: v for k, v in options.items() if k not in time_major}
        for case in variants(prefix, rest, one(kind)):
            yield case
        for case in variants(prefix, time_major, one(kind), calls=[(3, False)]):
            yield case
        yield Case(prefix + "-one-unit", lambda kind=kind: g.seq((5, 2), kind(1)))
        yield Case(prefix + "-one-step", lambda kind=kind: g.seq((1, 3), kind(5)))
        yield Case(prefix + "-one-feature", lambda kind=kind: g.seq((6, 1), kind(5), L.Dense(3, activation="softmax")))
        yield Case(prefix + "-sixteen", lambda kind=kind: g.seq((4, 3), kind(16)))
        yield Case(prefix + "-nineteen", lambda kind=kind: g.seq((9, 11), kind(19, return_sequences=True)),
                   calls=[(5, False)])
        yield Case(prefix + "-open-steps", lambda kind=kind: g.seq((None, 3), kind(5)), steps=6)
        yield Case(prefix + "-fixed-batch", lambda kind=kind: g.seq((4, 3), kind(5), batch=2), calls=[(2, False)])
        yield Case(prefix + "-two", lambda kind=kind: g.seq((4, 3), kind(7, return_sequences=True), kind(5)))
        yield Case(prefix + "-three-and-dense", lambda kind=kind: g.seq(
            (4, 3), kind(5, return_sequences=True), L.Dropout(0.2), kind(7, return_sequences=True), kind(3),
            L.Dense(2, activation="softmax")))
        yield Case(prefix + "-saturated", lambda kind=kind: g.seq((6, 3), kind(5, return_sequences=True)), scale=6.0)
    yield Case("lstm-gru-simple-rnn", lambda: g.seq(
        (5, 2), L.LSTM(7, return_sequences=True), L.GRU(5, return_sequences=True), L.SimpleRNN(3)))
    yield Case("lstm-long", lambda: g.seq((60, 3), L.LSTM(5)), calls=[(2, False)])
