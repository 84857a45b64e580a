"""Layers of keras.applications' own, LoRA, and options of image and masking layers that came later."""
import numpy as np

from . import base
from .base import Case, integers


def cases(g):
    L = g.layers

    def inception():
        """A block of InceptionResNetV2: two of its residual sums."""
        module = inception_module(g)
        x = g.input((4, 4, 3))
        h = module.inception_resnet_block(x, 0.17, "block35", 0)
        return g.model(x, module.inception_resnet_block(h, 1.0, "block8", 10, activation=None))
    if g.name in ("keras-2.2.4", "tf-keras-2.15"):
        yield Case("applications-inception", inception, calls=[(2, False)])
    if g.two:
        return
    from keras.src.applications import convnext, inception_resnet_v2

    def own():
        x = g.input((4, 3))
        scaled = convnext.LayerScale(0.1, 3, name="scaled")(L.Dense(3)(x))
        h = L.Add()([x, convnext.StochasticDepth(0.3, name="dropped")(scaled)])
        if g.three:
            h = inception_resnet_v2.CustomScaleLayer(0.17, name="summed")([h, L.Dense(3)(h)])
        return g.model(x, h)
    yield Case("applications-layers", own, file="keras")
    # an .h5 tells no module: the name may be anybody's
    yield Case("applications-layers-h5", own, reject="scaled")

    def named():
        x = g.input((4, 3))
        scaled = convnext.LayerScale(0.1, 3, name="convnext_tiny_stage_0_block_0_layer_scale")(L.Dense(3)(x))
        dropped = convnext.StochasticDepth(0.3, name="convnext_tiny_stage_0_block_0_stochastic_depth")(scaled)
        return g.model(x, L.Add()([x, dropped]))
    # but these names are those of a ConvNeXt
    yield Case("applications-layers-named-h5", named)

    yield Case("masking-vector", lambda: g.seq((4, 3), L.Masking(mask_value=[1.0, 0.0, 2.0]), L.LSTM(5)), inputs=vectors)

    if not g.three:
        return

    def fitted():
        x = g.input((5, 8, 2))
        pads = [((4, 4), {"fill_value": 2.0}), ((7, 3), {"interpolation": "nearest"}), ((3, 9), {}), ((6, 7), {"interpolation": "bicubic"})]
        return g.model(x, [L.Resizing(*size, pad_to_aspect_ratio=True, **o)(x) for size, o in pads])
    yield Case("resizing-fits", fitted, calls=[(2, False)])

    def smooth():
        x = g.input((8, 7, 1))
        ways = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]
        return g.model(x, [L.Resizing(3, 9, antialias=True, interpolation=way)(x) for way in ways]
                       + [L.Resizing(4, 3, antialias=True, crop_to_aspect_ratio=True)(x)])
    yield Case("resizing-antialias", smooth, calls=[(2, False)])

    def adapted():
        x = g.input((5,), dtype="int32")
        layers = [L.Embedding(7, 4), L.Conv1D(3, 2), L.Dense(4, activation="tanh"),
                  L.EinsumDense("abc,cd->abd", output_shape=(None, 2), bias_axes="d")]
        y = x
        for layer in layers:
            y = layer(y)
        for layer in layers:
            layer.enable_lora(2, lora_alpha=3)
        return g.model(x, y)
    yield Case("lora-stack", adapted, inputs=integers(7, 5), file="keras")
    yield Case("lora-stack-h5", adapted, inputs=integers(7, 5), reject="embedding")

    def quantized(mode="int8", **more):
        def build():
            x = g.input((5,), dtype="int32")
            y = L.Embedding(7, 6, mask_zero=True)(x)
            for layer in (L.Dense(9, activation="silu"), L.Dense(4, use_bias=False), L.Flatten(), L.Dense(3)):
                y = layer(y)
            model = g.model(x, y)
            base.randomise(model, np.random.RandomState(3))
            model.quantize(mode, **more)
            return model
        return build

    def numbers(rng, batch):
        x = (rng.normal(size=(batch, 4, 6)) * [[1], [100], [1e-4], [0]]).astype("float32")
        return [x]

    def weights_only():
        model = g.seq((6,), L.Dense(5, name="only_weights"))
        model.quantize(config=g.keras.quantizers.Int8QuantizationConfig(activation_quantizer=None))
        return model

    def einsum(mode, shape, *layers):
        def build():
            model = g.seq(shape, *[L.EinsumDense(*one, **more) for one, more in layers])
            base.randomise(model, np.random.RandomState(5))
            model.quantize(**mode)
            return model
        return build

    int8 = {"mode": "int8"}
    q = g.keras.quantizers
    one = [(("abc,cd->abd", (None, 3)), {"bias_axes": "d", "activation": "relu"})]
    heads = [(("abc,cde->abde", (None, 4, 5)), {"bias_axes": "de"}), (("abde,dec->abc", (None, 7)), {"bias_axes": "c"}),
             (("abc,dc->abd", (None, 3)), {}), (("abc,ce->aeb", (5, None)), {"bias_axes": "e"})]

    def rows():
        model = g.seq((4, 6), L.Dense(5), L.Dense(3, activation="relu"))
        base.randomise(model, np.random.RandomState(4))
        model.quantize("int8")
        return model
    yield Case("int8-stack", quantized(), inputs=integers(7, 5), weights="kept", file="keras")
    yield Case("int8-rows", rows, inputs=numbers, weights="kept", file="keras")
    yield Case("int8-stack-h5", quantized(), inputs=integers(7, 5), weights="kept", reject="embedding")
    yield Case("int8-weights-only", weights_only, weights="kept", file="keras", reject="only_weights")
    for name, mode in (("int8", int8), ("int4", {"mode": "int4"}), (
            "int4-whole", {"mode": "int4", "config": q.Int4QuantizationConfig(block_size=-1)}), (
            "int4-blocks", {"mode": "int4", "config": q.Int4QuantizationConfig(block_size=2)})):
        yield Case(name + "-einsum", einsum(mode, (4, 6), *one), weights="kept", file="keras")
        yield Case(name + "-einsum-heads", einsum(mode, (6, 8), *heads), weights="kept", file="keras")
        if name != "int8":
            yield Case(name + "-stack", quantized(**mode), inputs=integers(7, 5), weights="kept", file="keras")
    yield Case("int8-einsum-shared", einsum(int8, (4, 6), (("abc,bcd->abd", (4, 3)), {})), weights="kept", file="keras",
               reject="in whole numbers an axis")
    # its bias is added along another axis than numpy's
    yield Case("int8-einsum-misplaced", einsum(int8, (6, 4), (("abc,ce->aeb", (6, None)), {"bias_axes": "e"})), weights="kept",
               file="keras", reject="adds its bias")
    yield Case("int4-stack-h5", quantized("int4"), inputs=integers(7, 5), weights="kept", reject="embedding")


def vectors(rng, batch):
    x = rng.normal(size=(batch, 4, 3)).astype("float32")
    x[0, 2] = [1.0, 0.0, 2.0]
    x[0, 1] = [1.0, 0.0, 3.0]
    return [x]


def inception_module(g):
    """keras.applications.inception_resnet_v2 with what Keras sets in it when it builds the model."""
    if g.two:  # compiled anew, since a Lambda stores the path of its file
        import inspect
        import types
        import keras
        from keras_applications import inception_resnet_v2
        module = types.ModuleType("inception_resnet_v2")
        module.__package__ = "keras_applications"
        source = inspect.getsource(inception_resnet_v2)
        exec(compile(source, "/site-packages/keras_applications/inception_resnet_v2.py", "exec"), module.__dict__)
        module.backend, module.layers = keras.backend, keras.layers
    else:
        from keras.src import backend, layers
        from keras.src.applications import inception_resnet_v2 as module
        module.backend, module.layers = backend, layers.VersionAwareLayers()
    if not hasattr(module, "whole"):
        module.whole = module.conv2d_bn
        # a sixteenth of the filters: the fixture is about how the blocks are put together
        module.conv2d_bn = lambda x, filters, *args, **options: module.whole(
            x, filters // 16 if filters > 16 else filters, *args, **options)
    return module
