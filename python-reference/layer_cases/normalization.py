"""BatchNormalization, LayerNormalization, GroupNormalization, UnitNormalization, RMSNormalization."""
from .base import Case, variants


def cases(g):
    L = g.layers
    batch = {"": {}, "no-scale": {"scale": False}, "no-center": {"center": False},
             "neither": {"scale": False, "center": False}, "epsilon": {"epsilon": 0.2}, "momentum": {"momentum": 0.7}}
    if not g.two:
        batch["synchronized"] = {"synchronized": True}
    for case in variants("batch-normalization", batch, lambda **o: g.seq((6,), L.BatchNormalization(**o))):
        yield case
    for case in variants("batch-normalization-image", {"": {}, "axis-1": {"axis": 1}, "axis-2": {"axis": 2},
                                                       "axis-last": {"axis": 3}},
                         lambda **o: g.seq((4, 5, 3), L.BatchNormalization(**o))):
        yield case
    for case in variants("batch-normalization-sequence", {"": {}, "axis-1": {"axis": 1}},
                         lambda **o: g.seq((4, 5), L.BatchNormalization(**o))):
        yield case
    yield Case("batch-normalization-volume", lambda: g.seq((2, 3, 4, 5), L.BatchNormalization()))
    yield Case("batch-normalization-regularised", lambda: g.seq((6,), L.BatchNormalization(
        beta_regularizer="l2", gamma_regularizer="l1", gamma_constraint="non_neg")))
    yield Case("batch-normalization-dense-relu", lambda: g.seq(
        (6,), L.Dense(5, use_bias=False), L.BatchNormalization(), L.Activation("relu"), L.Dense(3)))
    yield Case("batch-normalization-frozen", lambda: g.seq(
        (6,), L.Dense(5), L.BatchNormalization(trainable=False), L.Dense(3)))
    if g.has("LayerNormalization"):
        layer = {"": {}, "epsilon": {"epsilon": 0.1}, "no-scale": {"scale": False}, "no-center": {"center": False},
                 "neither": {"scale": False, "center": False}}
        for case in variants("layer-normalization", layer, lambda **o: g.seq((6,), L.LayerNormalization(**o))):
            yield case
        axes = {"": {}, "axis-1": {"axis": 1}, "axes": {"axis": [1, 2]}, "all-axes": {"axis": [1, 2, 3]}}
        for case in variants("layer-normalization-image", axes, lambda **o: g.seq(
                (4, 5, 3), L.LayerNormalization(**o))):
            yield case
        yield Case("layer-normalization-lstm", lambda: g.seq(
            (4, 3), L.LSTM(5, return_sequences=True), L.LayerNormalization(), L.GRU(4)))
    if g.has("RMSNormalization"):
        for case in variants("rms-normalization", {"": {}, "epsilon": {"epsilon": 0.1}},
                             lambda **o: g.seq((4, 6), L.RMSNormalization(**o))):
            yield case
        yield Case("rms-normalization-axes", lambda: g.seq((3, 4, 5), L.RMSNormalization(axis=[2, 3])))
    if g.has("GroupNormalization"):
        group = {"": {"groups": 2}, "three": {"groups": 3}, "instance": {"groups": -1}, "one": {"groups": 1},
                 "epsilon": {"groups": 2, "epsilon": 0.1}, "no-scale": {"groups": 2, "scale": False},
                 "no-center": {"groups": 2, "center": False}}
        for case in variants("group-normalization", group, lambda **o: g.seq((4, 5, 6), L.GroupNormalization(**o))):
            yield case
        yield Case("group-normalization-sequence", lambda: g.seq((5, 6), L.GroupNormalization(groups=3)))
        yield Case("group-normalization-vector", lambda: g.seq((6,), L.GroupNormalization(groups=3)))
        yield Case("group-normalization-axis-1", lambda: g.seq((6, 4, 5), L.GroupNormalization(groups=3, axis=1)))
    if g.has("UnitNormalization"):
        for case in variants("unit-normalization", {"": {}, "axis-1": {"axis": 1}, "axes": {"axis": [1, 2]}},
                             lambda **o: g.seq((4, 5), L.UnitNormalization(**o))):
            yield case
    if g.has("SpectralNormalization"):
        yield Case("spectral-normalization-dense", lambda: g.seq((6,), L.SpectralNormalization(L.Dense(5))))
        yield Case("spectral-normalization-conv2d", lambda: g.seq(
            (5, 6, 2), L.SpectralNormalization(L.Conv2D(3, 2), power_iterations=2)))
