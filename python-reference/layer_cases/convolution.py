"""Convolutions of every rank, transposed, depthwise, separable and locally connected."""
from .base import Case, positive, positives, variants


def cases(g):
    L = g.layers
    conv1 = {
        "": {}, "same": {"padding": "same"}, "strides": {"strides": 2}, "same-strides": {"padding": "same", "strides": 2},
        "strides-three-same": {"padding": "same", "strides": 3},
        "causal": {"padding": "causal"}, "causal-dilated": {"padding": "causal", "dilation_rate": 2},
        "causal-strides": {"padding": "causal", "strides": 2},
        "dilated": {"dilation_rate": 2}, "dilated-same": {"dilation_rate": 3, "padding": "same"},
        "no-bias": {"use_bias": False}, "relu": {"activation": "relu"}, "softmax": {"activation": "softmax"},
        "regularised": {"kernel_regularizer": "l2", "kernel_constraint": "max_norm", "activity_regularizer": "l1"},
    }
    first = {"data_format": "channels_first"}
    conv1["channels-first"] = first
    conv1["channels-first-same-strides"] = dict(first, padding="same", strides=2)
    for case in variants("conv1d", conv1, lambda **o: g.seq((9, 4), L.Conv1D(5, 3, **o))):
        yield case
    yield Case("conv1d-kernel-one", lambda: g.seq((7, 3), L.Conv1D(5, 1)))
    yield Case("conv1d-kernel-even-same", lambda: g.seq((7, 3), L.Conv1D(5, 4, padding="same")))
    yield Case("conv1d-open-steps", lambda: g.seq((None, 3), L.Conv1D(5, 3)), steps=8)
    yield Case("conv1d-wide", lambda: g.seq((30, 17), L.Conv1D(37, 5, activation="relu")), calls=[(3, False)])
    yield Case("conv1d-lstm", lambda: g.seq((9, 3), L.Conv1D(5, 3, activation="relu"), L.MaxPooling1D(2), L.LSTM(4)))

    conv2 = {
        "": {}, "same": {"padding": "same"}, "strides": {"strides": (2, 3)},
        "same-strides": {"padding": "same", "strides": 2}, "dilated": {"dilation_rate": (1, 2)},
        "dilated-same": {"dilation_rate": 2, "padding": "same"}, "no-bias": {"use_bias": False},
        "relu": {"activation": "relu"}, "softmax": {"activation": "softmax"},
        "sigmoid-same": {"activation": "sigmoid", "padding": "same"},
    }
    conv2["channels-first"] = first
    conv2["channels-first-same-strides"] = dict(first, padding="same", strides=2)
    conv2["channels-first-no-bias"] = dict(first, use_bias=False)
    for case in variants("conv2d", conv2, lambda **o: g.seq((7, 8, 3), L.Conv2D(5, (3, 2), **o))):
        yield case
    yield Case("conv2d-kernel-one", lambda: g.seq((3, 4, 2), L.Conv2D(5, 1)))
    yield Case("conv2d-even-same", lambda: g.seq((5, 6, 2), L.Conv2D(3, 4, padding="same", strides=(2, 3))))
    yield Case("conv2d-open-size", lambda: g.seq((None, None, 2), L.Conv2D(3, 3)), steps=6)
    yield Case("conv2d-one-channel", lambda: g.seq((6, 5, 1), L.Conv2D(3, 3, activation="relu"), L.Flatten(), L.Dense(4)))
    if g.tf215:
        yield Case("conv2d-long-sums", lambda: g.seq((5, 6, 512), L.Conv2D(2, 3, kernel_initializer=positive(g))),
                   inputs=positives(5, 6, 512), weights="kept", calls=[(3, False)])
    yield Case("conv2d-classifier", lambda: g.seq(
        (10, 9, 1), L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D(2), L.Dropout(0.2),
        L.Conv2D(5, 2, activation="relu", padding="same"), L.BatchNormalization(), L.Flatten(),
        L.Dense(7, activation="relu"), L.Dense(3, activation="softmax")))

    conv3 = {"": {}, "same": {"padding": "same"}, "strides": {"strides": (1, 2, 2)},
             "same-strides": {"padding": "same", "strides": 2}, "no-bias": {"use_bias": False},
             "dilated": {"dilation_rate": (1, 2, 1)}, "relu": {"activation": "relu"}}
    conv3["channels-first"] = first
    for case in variants("conv3d", conv3, lambda **o: g.seq((4, 5, 4, 2), L.Conv3D(3, (2, 3, 2), **o))):
        yield case
    if not g.two:
        for case in variants("conv1d-groups", {"": {}, "same": {"padding": "same", "strides": 2}},
                             lambda **o: g.seq((9, 6), L.Conv1D(9, 3, groups=3, **o))):
            yield case
        for case in variants("conv2d-groups", {"": {}, "same": {"padding": "same"}, "no-bias": {"use_bias": False}},
                             lambda **o: g.seq((6, 5, 4), L.Conv2D(6, 3, groups=2, **o))):
            yield case
        yield Case("conv2d-groups-depthwise", lambda: g.seq((6, 5, 3), L.Conv2D(6, 2, groups=3)))
        yield Case("conv3d-groups", lambda: g.seq((4, 3, 4, 4), L.Conv3D(6, 2, groups=2)))

    turned = {
        "": {}, "same": {"padding": "same"}, "strides": {"strides": 2}, "strides-same": {"strides": 2, "padding": "same"},
        "strides-three": {"strides": 3}, "no-bias": {"use_bias": False}, "relu": {"activation": "relu"},
    }
    if g.has("Conv1DTranspose"):
        one = dict(turned)
        one["output-padding"] = {"strides": 3, "output_padding": 1}
        one["output-padding-same"] = {"strides": 2, "padding": "same", "output_padding": 1}
        one["dilated"] = {"dilation_rate": 2}
        one["channels-first"] = first
        for case in variants("conv1d-transpose", one, lambda **o: g.seq((5, 3), L.Conv1DTranspose(4, 3, **o))):
            yield case
        yield Case("conv1d-transpose-kernel-below-strides", lambda: g.seq((4, 3), L.Conv1DTranspose(5, 2, strides=3)))
        yield Case("conv1d-transpose-even", lambda: g.seq((4, 3), L.Conv1DTranspose(5, 4, strides=2, padding="same")))
    two = dict(turned)
    two["strides-pair"] = {"strides": (1, 2), "padding": "same"}
    two["output-padding"] = {"strides": 2, "output_padding": 1}
    two["output-padding-same"] = {"strides": 2, "padding": "same", "output_padding": 1}
    two["dilated"] = {"dilation_rate": 2}
    two["dilated-same"] = {"dilation_rate": 2, "padding": "same"}
    two["channels-first"] = first
    two["channels-first-same"] = dict(first, strides=2, padding="same")
    for case in variants("conv2d-transpose", two, lambda **o: g.seq((3, 4, 2), L.Conv2DTranspose(5, (3, 2), **o))):
        yield case
    yield Case("conv2d-transpose-kernel-below-strides", lambda: g.seq(
        (3, 2, 2), L.Conv2DTranspose(3, 1, strides=2, padding="same")))
    yield Case("conv2d-transpose-even", lambda: g.seq(
        (3, 4, 2), L.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")))
    yield Case("conv2d-transpose-stack", lambda: g.seq(
        (3, 4, 2), L.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu"),
        L.Conv2DTranspose(1, 3, strides=2, padding="same")))
    three = {"": {}, "same": {"padding": "same"}, "strides": {"strides": (1, 2, 2)},
             "strides-same": {"strides": 2, "padding": "same"}, "no-bias": {"use_bias": False},
             "output-padding": {"strides": 2, "output_padding": 1}}
    three["channels-first"] = first
    for case in variants("conv3d-transpose", three, lambda **o: g.seq((2, 3, 2, 2), L.Conv3DTranspose(3, 2, **o))):
        yield case

    depth = {"": {}, "same": {"padding": "same"}, "strides": {"strides": 2}, "same-strides": {"padding": "same", "strides": 2},
             "multiplier": {"depth_multiplier": 2}, "no-bias": {"use_bias": False}, "relu": {"activation": "relu"},
             "channels-first": first}
    if g.has("DepthwiseConv1D"):
        for case in variants("depthwise-conv1d", dict(depth, dilated={"dilation_rate": 2}),
                             lambda **o: g.seq((9, 3), L.DepthwiseConv1D(3, **o))):
            yield case
    two = dict(depth)
    two["all"] = {"depth_multiplier": 3, "padding": "same", "strides": 2, "activation": "tanh"}
    if g.name != "keras-2.2.4":
        two["dilated"] = {"dilation_rate": 2}
        two["dilated-same"] = {"dilation_rate": (2, 2), "padding": "same"}
    for case in variants("depthwise-conv2d", two, lambda **o: g.seq((6, 7, 3), L.DepthwiseConv2D((3, 3), **o))):
        yield case
    yield Case("depthwise-conv2d-kernel-pair", lambda: g.seq((6, 7, 3), L.DepthwiseConv2D((3, 2))))
    apart = dict(depth, dilated={"dilation_rate": 2}, softmax={"activation": "softmax"})
    one = dict(apart)
    if g.tf215:
        one["causal"] = {"padding": "causal"}
    for case in variants("separable-conv1d", one, lambda **o: g.seq((9, 3), L.SeparableConv1D(5, 3, **o))):
        yield case
    for case in variants("separable-conv2d", apart, lambda **o: g.seq((6, 7, 3), L.SeparableConv2D(5, (3, 2) if o.get(
            "strides", 1) == 1 else 3, **o))):
        yield case

    if g.has("LocallyConnected1D"):
        local1 = {"": {}, "strides": {"strides": 2}, "no-bias": {"use_bias": False}, "relu": {"activation": "relu"}}
        local2 = {"": {}, "strides": {"strides": (2, 1)}, "no-bias": {"use_bias": False}}
        if g.tf215 or g.name == "keras-2.3.1":
            for n in ((2, 3) if g.tf215 else ()):
                local1["same-implementation-%d" % n] = {"padding": "same", "implementation": n}
                local2["implementation-%d" % n] = {"implementation": n}
                same = {"padding": "same", "implementation": n}
                local1["same-even-strides-implementation-%d" % n] = dict(same, kernel_size=4, strides=2)
                local1["same-wide-no-bias-implementation-%d" % n] = dict(same, kernel_size=5, strides=3, use_bias=False)
                local2["same-implementation-%d" % n] = dict(same, strides=(2, 1))
                local2["same-channels-first-implementation-%d" % n] = dict(same, data_format="channels_first", strides=(1, 2))
                local2["channels-first-implementation-%d" % n] = {
                    "implementation": n, "data_format": "channels_first", "strides": (1, 2)}
        for case in variants("locally-connected-1d", local1, lambda **o: g.seq(
                (7, 3), L.LocallyConnected1D(4, **dict({"kernel_size": 3}, **o)))):
            yield case
        for case in variants("locally-connected-2d", local2, lambda **o: g.seq(
                (2, 5, 4) if "data_format" in o else (5, 4, 2), L.LocallyConnected2D(3, (2, 3), **o))):
            yield case
