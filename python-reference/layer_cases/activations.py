"""Activation with every activation function of the generation, and the activation layers."""
import numpy as np

from .base import Case, variants

# Names of keras.activations that are no activation.
NOT_ACTIVATIONS = {"get", "serialize", "deserialize", "deserialize_keras_object", "Layer", "K", "six", "warnings",
                   "absolute_import", "division", "print_function",
                   "threshold"}  # threshold takes two more arguments, so no name can stand for it


def wide(rng, batch):
    """Numbers on both sides of every kink: -9 to 9, with 0 and the usual kinks themselves."""
    x = rng.uniform(-9, 9, size=(batch, 4, 6)).astype("float32")
    x[0, 0] = [0, 1, -1, 2.5, -2.5, 3]
    x[0, 1] = [-3, 6, -6, 0.5, -0.5, 0.1]
    return [x]


def cases(g):
    L = g.layers
    for name in sorted(n for n in dir(g.keras.activations) if n[0] != "_" and n not in NOT_ACTIVATIONS):
        yield Case("activation-" + name, lambda name=name: g.seq((4, 6), L.Activation(name)), inputs=wide)
    if not g.two:
        for name in ["relu6", "silu", "swish", "leaky_relu", "log_softmax"]:
            try:
                g.keras.activations.get(name)
            except ValueError:
                continue
            if not hasattr(g.keras.activations, name):
                yield Case("activation-" + name, lambda name=name: g.seq((4, 6), L.Activation(name)), inputs=wide)
    yield Case("activation-softmax-2d", lambda: g.seq((6,), L.Activation("softmax")),
               inputs=lambda rng, batch: [rng.normal(size=(batch, 6)).astype("float32") * 5])
    yield Case("activation-softmax-4d", lambda: g.seq((2, 3, 5), L.Activation("softmax")))
    yield Case("activation-of-large-numbers", lambda: g.seq((6,), L.Activation("softmax")),
               inputs=lambda rng, batch: [rng.normal(size=(batch, 6)).astype("float32") * 200])
    yield Case("activation-function-object", lambda: g.seq((6,), L.Activation(g.keras.activations.tanh)))

    layer = {
        "elu-layer": (L.ELU, {"": {}, "alpha": {"alpha": 0.3}}),
        "softmax-layer": (L.Softmax, {"": {}, "axis-1": {"axis": 1}, "axis-2": {"axis": 2}}),
        "relu-layer": (L.ReLU, {
            "": {}, "max-value": {"max_value": 2.0}, "negative-slope": {"negative_slope": 0.25},
            "threshold": {"threshold": 1.5},
            "all": {"max_value": 4.0, "negative_slope": 0.25, "threshold": 1.0},
            "max-and-slope": {"max_value": 6, "negative_slope": 0.1}}),
    }
    slope = "negative_slope" if g.three else "alpha"
    layer["leaky-relu-layer"] = (L.LeakyReLU, {"": {}, "slope": {slope: 0.1}})
    if g.has("ThresholdedReLU"):
        layer["thresholded-relu-layer"] = (L.ThresholdedReLU, {"": {}, "theta": {"theta": 2.5}})
    for prefix, (kind, options) in layer.items():
        for case in variants(prefix, options, lambda kind=kind, **o: g.seq((4, 6), kind(**o)), inputs=wide):
            yield case
    if not g.two:
        def masked():
            x, mask = g.input((4, 6)), g.input((4, 6), dtype="bool")
            return g.model([x, mask], L.Softmax()(x, mask))
        yield Case("softmax-layer-with-mask", masked, inputs=lambda rng, batch: [
            rng.normal(size=(batch, 4, 6)).astype("float32"), rng.uniform(size=(batch, 4, 6)) < 0.6])
        def masked_over_two(mask_type):
            x, mask = g.input((4, 6)), g.input((4, 6), dtype=mask_type, name="mask")
            return g.model([x, mask], L.Softmax(axis=[1, 2])(x, mask=mask))
        for mask_type in ("bool", "float32"):  # 1 - 1e-8 is not True for tf.keras: it adds -1e9 (1 - mask)
            yield Case("softmax-layer-two-axes-mask-" + mask_type, lambda mask_type=mask_type: masked_over_two(mask_type),
                       inputs=lambda rng, batch, mask_type=mask_type: [
                           rng.normal(size=(batch, 4, 6)).astype("float32"),
                           (rng.uniform(size=(batch, 4, 6)) < 0.6) * (np.float32(1 - 6e-8) if mask_type == "float32" else True)])
        yield Case("softmax-layer-two-axes", lambda: g.seq((4, 6), L.Softmax(axis=[1, 2])))
    for case in variants("prelu", {"": {}, "shared": {"shared_axes": [1]}, "shared-both": {"shared_axes": [1, 2]}},
                         lambda **o: g.seq((4, 6), L.PReLU(**o)), inputs=wide):
        yield case
    yield Case("prelu-on-image", lambda: g.seq((5, 5, 2), L.Conv2D(3, 2), L.PReLU(shared_axes=[1, 2])))
    yield Case("prelu-on-vector", lambda: g.seq((6,), L.Dense(5), L.PReLU()))

    if g.three:
        objects = {
            "leaky-relu-object": lambda: L.Activation(L.LeakyReLU(negative_slope=0.15)),
            "dense-with-layer-activation": lambda: L.Dense(5, activation=L.LeakyReLU(negative_slope=0.15)),
        }
        for name, make in objects.items():
            yield Case("activation-" + name, lambda make=make: g.seq((4, 6), make()), inputs=wide)
    elif g.tf215:
        yield Case("dense-with-layer-activation", lambda: g.seq(
            (6,), L.Dense(5, activation=L.LeakyReLU(alpha=0.15))))
    for name in (["gelu", "swish"] if not g.two else []):
        yield Case("dense-" + name, lambda name=name: g.seq((6,), L.Dense(5, activation=name)))
    if g.three:
        for name in ["silu", "mish", "relu6", "log_softmax", "hard_silu", "leaky_relu"]:
            yield Case("dense-" + name, lambda name=name: g.seq((6,), L.Dense(5, activation=name)))
