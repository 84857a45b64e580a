"""How a model is stored: file formats, optimizer state, dtypes, weights of a GPU's layers; copies of other cases."""
from fnmatch import fnmatch

import numpy as np

from . import cudnn
from .base import Case

# Cases that are recorded in every file format of the generation.
COPIES = [
    "dense", "dense-no-bias", "dense-stack", "embedding", "prelu-on-image", "einsum-dense", "lstm", "lstm-sequences", "lstm-no-bias",
    "gru", "gru-reset-before", "gru-reset-after", "simple-rnn", "lstm-stateful", "lstm-encoder-decoder", "rnn-lstm-cell",
    "rnn-gru-cell", "stacked-cells-mixed", "mask-embedding-lstm-mixed", "mask-bidirectional-gru-concat",
    "bidirectional-lstm-concat-sequences", "bidirectional-gru-backward-layer", "bidirectional-stack",
    "time-distributed-cnn-lstm", "time-distributed-model", "time-distributed-hierarchical", "conv1d", "conv2d",
    "conv2d-classifier", "conv2d-transpose", "depthwise-conv2d", "separable-conv2d", "separable-conv1d",
    "batch-normalization-image", "batch-normalization-no-scale", "layer-normalization", "group-normalization",
    "conv-lstm-2d", "attention-concat-scale", "multi-head-attention", "multi-head-attention-transformer-block",
    "group-query-attention", "normalization-adapted", "functional-two-inputs-two-outputs", "functional-shared-dense",
    "functional-layer-called-three-times", "functional-towers", "nested-sequential-three-deep",
    "nested-functional-used-twice", "nested-with-two-outputs", "nested-batch-normalization", "names-similar",
    "names-order-not-alphabetical", "names-twelve-layers", "sequential-partly-frozen", "operation-last-step",
    "operation-two-add",
]


# Keras 3 writes these as .h5 and cannot read them again (Unknown layer: 'GetItem', a score_mode taken for a function)
# or reads other axes than it wrote, so they are recorded as .keras; the ones below once more as .h5.
UNREADABLE_H5 = {"keras-3": [
    "operation-*", "attention*", "additive-attention*", "*-embedded*", "mask-add*", "mask-concatenate*",
    "mask-multiply*", "mask-average-*", "mask-maximum*", "mask-into-nested-model", "layer-normalization-image*",
    "unit-normalization*", "rms-normalization-axes", "normalization-adapted*", "softmax-layer-two-axes",
]}
AS_H5_TOO = ["operation-last-step", "operation-add-number", "operation-two-subtract", "operation-ops-concatenate",
             "operation-ops-matmul", "attention", "mask-add-lstm", "layer-normalization-image-axes"]


def readable(g, cases):
    """The cases, each in a format that its generation itself can read."""
    for case in cases:
        if case.file == "h5" and any(fnmatch(case.name, one) for one in UNREADABLE_H5.get(g.name, [])):
            if case.name in AS_H5_TOO:
                yield case.stored_as("h5")
            case.file = "keras"
        yield case


def copies(g, cases):
    """COPIES once more, in each format of this generation but h5."""
    formats = ["weights"] if g.two else ["keras", "weights", "weights.h5"] if g.tf215 else ["keras", "weights.h5"]
    by_name = {case.name: case for case in cases}
    for name in COPIES:
        if name in by_name:
            for file in formats:
                if file != by_name[name].file:
                    yield by_name[name].stored_as(file)


def cases(g):
    L, keras = g.layers, g.keras

    def trained(optimizer, loss="mse", metrics=None, layers=None, shape=(4, 3)):
        model = g.seq(shape, *(layers() if layers else [L.LSTM(5), L.Dense(2, activation="sigmoid")]))
        model.compile(optimizer=optimizer(), loss=loss, **({"metrics": metrics} if metrics else {}))
        rng = np.random.RandomState(3)
        for _ in range(2):
            model.train_on_batch(rng.normal(size=(4,) + shape).astype("float32"),
                                 rng.uniform(size=(4,) + tuple(model.output_shape[1:])).astype("float32"))
        return model
    o = keras.optimizers
    optimizers = {
        "sgd": lambda: o.SGD(0.01), "momentum": lambda: o.SGD(0.01, momentum=0.9, nesterov=True), "rmsprop": o.RMSprop,
        "adagrad": o.Adagrad, "adadelta": o.Adadelta, "adam": o.Adam, "amsgrad": lambda: o.Adam(amsgrad=True),
        "adamax": o.Adamax, "nadam": o.Nadam, "clipnorm": lambda: o.Adam(clipnorm=1.0),
    }
    if not g.two:
        optimizers["ftrl"] = o.Ftrl
        optimizers["adamw"] = o.AdamW
        optimizers["lion"] = o.Lion
    for name, optimizer in optimizers.items():
        yield Case("compiled-" + name, lambda f=optimizer: trained(f), calls=[(3, False)])
    if g.tf215:
        yield Case("compiled-legacy-adam", lambda: trained(keras.optimizers.legacy.Adam), calls=[(3, False)])
    for loss in ("binary_crossentropy", "mean_absolute_error", "kullback_leibler_divergence", "categorical_crossentropy"):
        yield Case("compiled-loss-" + loss.replace("_", "-"), lambda loss=loss: trained(
            o.Adam, loss, ["accuracy"]), calls=[(3, False)])
    yield Case("compiled-bidirectional-embedding", lambda: trained(o.Adam, layers=lambda: [
        L.Conv1D(4, 2), L.BatchNormalization(), L.Bidirectional(L.GRU(3)), L.Dense(2)]), calls=[(3, False)])
    if not g.two:
        yield Case("compiled-as-keras", lambda: trained(o.Adam), file="keras", calls=[(3, False)])

    # ---- dtypes
    stacks = {
        "dense": ((5,), lambda: [L.Dense(4, activation="tanh"), L.Dense(3)]),
        "lstm": ((4, 3), lambda: [L.LSTM(5, return_sequences=True), L.GRU(4)]),
        "conv2d": ((5, 6, 2), lambda: [L.Conv2D(3, 2), L.BatchNormalization(), L.Flatten(), L.Dense(2)]),
    }
    for name, (shape, layers) in stacks.items():
        yield Case("float64-" + name, lambda s=shape, l=layers: g.seq(s, *l()), around=lambda: _Floatx(g, "float64"))
    if not g.two:
        for name, (shape, layers) in stacks.items():
            yield Case("mixed-float16-" + name, lambda s=shape, l=layers: g.seq(s, *l()),
                       around=lambda: _Policy(g, "mixed_float16"), tolerance={"rtol": 5e-3, "atol": 5e-3})
        yield Case("mixed-bfloat16-dense", lambda: g.seq((5,), L.Dense(4, activation="tanh"), L.Dense(3)),
                   around=lambda: _Policy(g, "mixed_bfloat16"), tolerance={"rtol": 3e-2, "atol": 3e-2})
        yield Case("dtype-of-one-layer", lambda: g.seq((5,), L.Dense(4), L.Dense(3, dtype="float64")))
        yield Case("dtype-output-float32", lambda: g.seq(
            (5,), L.Dense(4, activation="relu"), L.Dense(3, dtype="float32", activation="softmax")),
            around=lambda: _Policy(g, "mixed_float16"), tolerance={"rtol": 5e-3, "atol": 5e-3})

    if g.two:
        for case in cudnn.cases(g):
            yield case


class _Floatx(object):
    """Keras computes in this type while it holds."""

    def __init__(self, g, name):
        self._backend, self._name = g.keras.backend, name

    def __enter__(self):
        self._before = self._backend.floatx()
        self._backend.set_floatx(self._name)

    def __exit__(self, *unused):
        self._backend.set_floatx(self._before)


class _Policy(object):
    """Layers are made under this dtype policy while it holds."""

    def __init__(self, g, name):
        self._set = g.keras.mixed_precision.set_global_policy
        self._name = name

    def __enter__(self):
        self._set(self._name)

    def __exit__(self, *unused):
        self._set("float32")
