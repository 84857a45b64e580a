"""Rescaling, Normalization, CategoryEncoding, Discretization, IntegerLookup, Resizing, CenterCrop, augmentation."""
import numpy as np

from .base import Case, variants


def cases(g):
    L = g.layers
    if not g.has("Rescaling"):
        return
    for case in variants("rescaling", {"": {"scale": 1 / 255.0}, "offset": {"scale": 2.0, "offset": -1.0},
                                       "per-feature": {"scale": [1.0, 2.0, 0.5, -1.0, 3.0], "offset": [0.0, 1.0, 2.0, 3.0, 4.0]}},
                         lambda **o: g.seq((4, 5), L.Rescaling(**o))):
        yield case
    yield Case("rescaling-conv2d", lambda: g.seq(
        (5, 4, 3), L.Rescaling(1 / 127.5, offset=-1), L.Conv2D(4, 2, activation="relu"), L.Flatten(), L.Dense(3)),
        inputs=lambda rng, batch: [rng.randint(0, 256, size=(batch, 5, 4, 3)).astype("float32")])

    given = {
        "numbers": {"axis": None, "mean": 1.5, "variance": 2.5},
        "per-feature": {"mean": [1.0, 2.0, -3.0], "variance": [0.5, 1.5, 4.0]},
        "zero-variance": {"mean": [1.0, 2.0, -3.0], "variance": [0.5, 0.0, 4.0]},
        "axis-1": {"axis": 1, "mean": [1.0, 2.0, -3.0, 0.5], "variance": [0.5, 1.5, 4.0, 9.0]},
        "invert": {"mean": [1.0, 2.0, -3.0], "variance": [0.5, 1.5, 4.0], "invert": True},
    }
    for case in variants("normalization", given, lambda **o: g.seq((4, 3), L.Normalization(**o)), weights="kept"):
        yield case

    def adapted(shape=(4, 3), **o):
        layer = L.Normalization(**o)
        layer.adapt(np.random.RandomState(5).normal(2, 3, size=(20,) + shape).astype("float32"))
        return g.seq(shape, layer, L.Dense(4))
    named = {"": {}, "axis-1": {"axis": 1}, "two-axes": {"axis": (1, 2)}, "axes-turned": {"axis": (2, 1)}, "no-axis": {"axis": None},
             "vector": {"shape": (5,)}}
    for case in variants("normalization-adapted", named, adapted, weights="kept"):
        yield case

    def whole(shape, high):
        return lambda rng, batch: [rng.randint(0, high, size=(batch,) + shape).astype("int32")]

    def integers(layer, shape):
        x = g.input(shape, dtype="int32" if g.tf215 else "int64")
        return g.model(x, layer(x))
    encode = {
        "multi-hot": ({"output_mode": "multi_hot"}, (4,)), "count": ({"output_mode": "count"}, (4,)),
        "one-hot": ({"output_mode": "one_hot"}, (1,)), "default": ({}, (6,)),
    }
    for suffix, (o, shape) in encode.items():
        yield Case("category-encoding-" + suffix, lambda o=o, s=shape: integers(
            L.CategoryEncoding(num_tokens=7, **o), s), inputs=whole(shape, 7))

    def weighted():
        x, w = g.input((4,), dtype="int32"), g.input((4,))
        return g.model([x, w], L.CategoryEncoding(num_tokens=7, output_mode="count")(x, count_weights=w))
    yield Case("category-encoding-count-weights", weighted, inputs=lambda rng, batch: [
        rng.randint(0, 7, size=(batch, 4)).astype("int32"), rng.uniform(size=(batch, 4)).astype("float32")])
    yield Case("category-encoding-dense", lambda: g.model(*_chain(
        g.input((4,), dtype="int32"), L.CategoryEncoding(num_tokens=7, output_mode="multi_hot"), L.Dense(3))),
        inputs=whole((4,), 7))

    bins = {"": {}, "one-hot": {"output_mode": "one_hot"}, "multi-hot": {"output_mode": "multi_hot"},
            "count": {"output_mode": "count"}}
    for suffix, o in bins.items():
        shape = (1,) if suffix == "one-hot" else (4,)
        yield Case("discretization" + ("-" + suffix if suffix else ""), lambda o=o, s=shape: g.seq(
            s, L.Discretization(bin_boundaries=[-1.0, 0.0, 0.5, 2.0], **o)),
            inputs=lambda rng, batch, s=shape: [edges(rng, (batch,) + s)])

    def binned(bins=4, shape=(4,), rows=200, **o):
        layer = L.Discretization(num_bins=bins, epsilon=0.01, **o)
        layer.adapt(np.random.RandomState(5).normal(size=(rows,)).astype("float32"))
        return g.seq(shape, layer)
    yield Case("discretization-adapted", binned, weights="kept")
    yield Case("discretization-adapted-one-hot", lambda: binned(7, (1,), output_mode="one_hot"), weights="kept")
    if not g.three:  # two samples less than bins
        yield Case("discretization-adapted-to-few", lambda: binned(9, rows=5), weights="kept")
    # from a .keras tf.keras itself loads other boundaries
    yield Case("discretization-adapted-in-keras", binned, weights="kept", file="keras",
               reject=None if g.three else "bin_boundaries")

    looked = {"": {}, "oov-two": {"num_oov_indices": 2}, "no-oov": {"num_oov_indices": 0},
              "multi-hot": {"output_mode": "multi_hot"}, "mask-token": {"mask_token": 0},
              "count": {"output_mode": "count"}}
    for suffix, o in looked.items():
        high = [10, 20, 30] if suffix == "no-oov" else [10, 20, 30, 7, 0]
        yield Case("integer-lookup" + ("-" + suffix if suffix else ""), lambda o=o: g.model(*_chain(
            g.input((4,), dtype="int64"), L.IntegerLookup(vocabulary=[10, 20, 30], **o))), weights="kept",
            inputs=lambda rng, batch, v=high: [rng.choice(v, size=(batch, 4)).astype("int64")])

    sized = {
        "": {}, "nearest": {"interpolation": "nearest"}, "bicubic": {"interpolation": "bicubic"},
        "crop": {"crop_to_aspect_ratio": True},
    }
    if g.three:
        sized["pad"] = {"pad_to_aspect_ratio": True}
    for case in variants("resizing", sized, lambda **o: g.seq((5, 7, 2), L.Resizing(4, 9, **o))):
        yield case
    yield Case("resizing-smaller", lambda: g.seq((8, 7, 2), L.Resizing(3, 4)))
    yield Case("center-crop", lambda: g.seq((7, 6, 2), L.CenterCrop(4, 3)))
    yield Case("center-crop-larger", lambda: g.seq((4, 5, 2), L.CenterCrop(6, 8)))
    augment = {
        "random-flip": lambda: L.RandomFlip("horizontal"), "random-rotation": lambda: L.RandomRotation(0.2),
        "random-zoom": lambda: L.RandomZoom(0.2), "random-translation": lambda: L.RandomTranslation(0.1, 0.2),
        "random-contrast": lambda: L.RandomContrast(0.3),
    }
    for name, layer in augment.items():
        yield Case(name, lambda layer=layer: g.seq((5, 6, 3), layer(), L.Conv2D(2, 2)))
    yield Case("augmentation-in-a-sequential", lambda: g.seq(
        (6, 5, 3), g.keras.models.Sequential([L.RandomFlip("horizontal"), L.RandomRotation(0.1)], name="augment"),
        L.Rescaling(1 / 255.0), L.Conv2D(3, 2), L.GlobalAveragePooling2D()) if g.three else _augmented(g))


def _augmented(g):
    L, x = g.layers, g.input((6, 5, 3))
    augment = g.keras.models.Sequential([L.RandomFlip("horizontal"), L.RandomRotation(0.1)], name="augment")
    h = L.Rescaling(1 / 255.0)(augment(x))
    return g.model(x, L.GlobalAveragePooling2D()(L.Conv2D(3, 2)(h)))


def _chain(x, *layers):
    y = x
    for layer in layers:
        y = layer(y)
    return x, y


def edges(rng, shape):
    """Normal numbers, the boundaries themselves among them."""
    x = rng.normal(size=shape).astype("float32")
    x.flat[0] = 0.5
    x.flat[-1] = 2.0 if x.size > 1 else 0.0
    return x
