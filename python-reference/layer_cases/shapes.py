"""Layers that only move numbers: Flatten, Reshape, Permute, RepeatVector, cropping, padding, upsampling."""
from .base import Case, variants


def cases(g):
    L = g.layers
    moves = {
        "flatten": ((3, 4, 5), lambda: L.Flatten()),
        "flatten-channels-first": ((3, 4, 5), lambda: L.Flatten(data_format="channels_first")),
        "reshape": ((3, 4, 5), lambda: L.Reshape((5, 12))),
        "reshape-minus-one": ((3, 4, 5), lambda: L.Reshape((-1, 6))),
        "reshape-minus-one-last": ((3, 4, 5), lambda: L.Reshape((2, -1))),
        "reshape-to-vector": ((3, 4), lambda: L.Reshape((12,))),
        "reshape-add-axis": ((3, 4), lambda: L.Reshape((3, 4, 1))),
        "permute": ((3, 4), lambda: L.Permute((2, 1))),
        "permute-three": ((3, 4, 5), lambda: L.Permute((3, 1, 2))),
        "permute-four": ((2, 3, 4, 5), lambda: L.Permute((4, 2, 1, 3))),
        "repeat-vector": ((5,), lambda: L.RepeatVector(3)),
    }
    if not g.two:  # Keras 2 refuses to flatten what is flat
        moves["flatten-vector"] = ((5,), lambda: L.Flatten())
    for name, (shape, layer) in moves.items():
        yield Case(name, lambda shape=shape, layer=layer: g.seq(shape, layer()))
    yield Case("flatten-between-dense", lambda: g.seq((3, 4), L.Dense(5), L.Flatten(), L.Dense(2)))
    yield Case("flatten-conv-dense", lambda: g.seq((6, 5, 2), L.Conv2D(3, 3), L.Flatten(), L.Dense(4)))
    if not g.two:
        yield Case("flatten-open-axis", lambda: g.seq((None, 5), L.LSTM(3, return_sequences=True), L.Flatten()))
    yield Case("reshape-then-lstm", lambda: g.seq((12,), L.Reshape((4, 3)), L.LSTM(5)))
    yield Case("reshape-conv-lstm", lambda: g.seq((6, 5, 2), L.Conv2D(3, 3), L.Reshape((4, 9)), L.LSTM(5)))
    yield Case("permute-then-dense", lambda: g.seq((3, 4), L.Permute((2, 1)), L.Dense(5)))
    yield Case("repeat-vector-encoder-decoder", lambda: g.seq(
        (5, 2), L.LSTM(7), L.RepeatVector(3), L.LSTM(5, return_sequences=True), L.TimeDistributed(L.Dense(2))))

    crop1 = {"": {}, "int": {"cropping": 2}, "left": {"cropping": (2, 0)}}
    for case in variants("cropping-1d", crop1, lambda **o: g.seq((7, 3), L.Cropping1D(**o))):
        yield case
    crop2 = {"int": {"cropping": 1}, "pair": {"cropping": (1, 2)}, "pairs": {"cropping": ((1, 2), (0, 3))},
             "channels-first": {"cropping": ((1, 0), (0, 1)), "data_format": "channels_first"}}
    for case in variants("cropping-2d", crop2, lambda **o: g.seq((6, 7, 5), L.Cropping2D(**o))):
        yield case
    crop3 = {"": {}, "pairs": {"cropping": ((1, 0), (0, 1), (2, 1))},
             "channels-first": {"cropping": 1, "data_format": "channels_first"}}
    for case in variants("cropping-3d", crop3, lambda **o: g.seq((5, 4, 5, 4), L.Cropping3D(**o))):
        yield case

    pad1 = {"": {}, "left": {"padding": (2, 0)}, "int": {"padding": 3}}
    if g.three:
        pad1["pair"] = {"padding": (1, 2)}
    for case in variants("zero-padding-1d", pad1, lambda **o: g.seq((4, 3), L.ZeroPadding1D(**o))):
        yield case
    pad2 = {"": {}, "pair": {"padding": (1, 2)}, "pairs": {"padding": ((1, 2), (0, 3))},
            "channels-first": {"padding": ((1, 0), (0, 1)), "data_format": "channels_first"}}
    for case in variants("zero-padding-2d", pad2, lambda **o: g.seq((3, 4, 5), L.ZeroPadding2D(**o))):
        yield case
    pad3 = {"": {}, "pairs": {"padding": ((1, 0), (0, 1), (2, 1))},
            "channels-first": {"padding": 1, "data_format": "channels_first"}}
    for case in variants("zero-padding-3d", pad3, lambda **o: g.seq((2, 3, 2, 3), L.ZeroPadding3D(**o))):
        yield case

    for case in variants("up-sampling-1d", {"": {}, "three": {"size": 3}}, lambda **o: g.seq((4, 3), L.UpSampling1D(**o))):
        yield case
    up2 = {"": {}, "pair": {"size": (2, 3)}, "bilinear": {"interpolation": "bilinear"},
           "bilinear-pair": {"size": (3, 2), "interpolation": "bilinear"},
           "channels-first": {"data_format": "channels_first"}}
    if not g.two:
        for kind in ["bicubic", "lanczos3", "lanczos5", "gaussian", "mitchellcubic", "area"]:
            if g.three and kind in ("gaussian", "mitchellcubic", "area"):
                continue
            up2[kind] = {"interpolation": kind}
    for case in variants("up-sampling-2d", up2, lambda **o: g.seq((3, 4, 2), L.UpSampling2D(**o))):
        yield case
    up3 = {"": {}, "sizes": {"size": (1, 2, 3)}, "channels-first": {"data_format": "channels_first"}}
    for case in variants("up-sampling-3d", up3, lambda **o: g.seq((2, 3, 2, 2), L.UpSampling3D(**o))):
        yield case
