"""Every layer of Keras with options drawn for each of its parameters, as fixtures: option_models.py FOLDER [COUNT [SEED]]

    python-reference/run GENERATION python-reference/option_models.py FOLDER 500 1
    keras4j verify FOLDER

fuzz_architectures.py and hostile_models.py draw how layers stand together; here is what one layer is told. A parameter gets
one of the values that Keras takes for its name, a layer an input of each type and rank, now and then behind a mask, within a
wrapper, or called twice. What Keras refuses is drawn again. The same seed gives the same models.
KERAS4J_LAYERS names the layers to draw, divided by commas. Runs under keras-2.2.4, tf-keras-2.15 and keras-3.
"""
from __future__ import absolute_import, print_function

import inspect
import os

import numpy as np

import hostile_models
import recording
from hostile_models import L, TWO, keras

MERGING = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]
ATTENTION = ["Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"]
RECURRENT = ["LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "ConvLSTM2DCell"]
STRINGS = ["StringLookup", "TextVectorization", "Hashing", "HashedCrossing"]
WHOLE = ["Embedding", "IntegerLookup", "CategoryEncoding", "Hashing", "HashedCrossing", "ReversibleEmbedding"]
# What stands for no layer of its own, or runs code that no file holds.
LEFT_OUT = ["Input", "InputLayer", "InputSpec", "Layer", "Lambda", "Wrapper", "TFSMLayer", "FlaxLayer", "JaxLayer",
            "TorchModuleWrapper", "AbstractRNNCell", "StackedRNNCells", "DenseFeatures", "Highway", "MaxoutDense",
            "RandomNormal", "Pipeline", "CuDNNGRU", "CuDNNLSTM", "SpectralNormalization"]
WORDS = ["a", "b", "earth", "wind", "a b", "", "Fire!", "and,b"]
ACTIVATIONS = hostile_models.ACTIVATIONS + ["selu", "softsign", "exponential"]


def pairs(values, rank):
    """A number for all axes, or one for each."""
    def draw(random):
        axes = max(rank - 2, 1)
        one = lambda: int(values[random.randint(len(values))])
        if axes == 1 and random.uniform() < 0.8 or random.uniform() < 0.5:
            return one()
        return tuple(one() for _ in range(axes))
    return draw


def around(rank):
    """What padding and cropping take: a number, one for each axis, or two for each."""
    def draw(random):
        axes, one = rank - 2, lambda: int(random.randint(3))
        if random.uniform() < 0.3:
            return one()
        if axes == 1:
            return (one(), one())
        return tuple((one(), one()) for _ in range(axes)) if random.uniform() < 0.7 else tuple(one() for _ in range(axes))
    return draw


def values_of(name, rank, shape):
    """What a parameter of that name may be told: a list to draw from, or a function of the drawing."""
    axes = max(rank - 2, 1)
    last = shape[-1] or 2
    return {
        "units": [1, 2, 3, 5, 9], "filters": [1, 2, 3, 4, 6], "kernel_size": pairs([1, 2, 2, 3], rank),
        "strides": pairs([1, 1, 2], rank), "dilation_rate": pairs([1, 1, 2], rank), "padding": ["valid", "same", "causal"],
        "groups": [1, 2, 3, -1], "depth_multiplier": [1, 2, 3], "data_format": ["channels_last", "channels_last", "channels_first"],
        "output_padding": [None, 0, 1], "pool_size": pairs([1, 2, 3], rank), "keepdims": [True, False],
        "size": pairs([1, 2, 3], rank), "interpolation": ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area",
                                                         "gaussian", "mitchellcubic"],
        "cropping": around(rank), "output_size": pairs([1, 2, 3, 5], rank),
        "activation": ACTIVATIONS, "recurrent_activation": ["sigmoid", "hard_sigmoid", "tanh", "relu"],
        "use_bias": [True, False], "unit_forget_bias": [True, False], "reset_after": [True, False],
        "return_sequences": [True, False], "return_state": [False, False, True], "go_backwards": [True, False],
        "unroll": [True, False], "zero_output_for_mask": [True, False], "implementation": [1, 2, 3], "time_major": [False],
        "stateful": [False], "use_cudnn": ["auto", False], "dropout": [0.0, 0.3], "recurrent_dropout": [0.0, 0.3],
        "rate": [0.0, 0.3, 0.9], "noise_shape": [None], "seed": [None, 3], "stddev": [0.0, 0.5],
        "kernel_regularizer": ["l2", "l1"], "bias_regularizer": ["l2"], "activity_regularizer": ["l2", "l1"],
        "kernel_constraint": ["non_neg", "max_norm", "unit_norm"], "bias_constraint": ["non_neg"],
        "kernel_initializer": ["he_normal", "zeros", "orthogonal"], "bias_initializer": ["ones", "random_normal"],
        "axis": [-1, 1, 2, rank - 1, [1], [-1], [1, 2], [1, -1], (2, 1), None], "epsilon": [1e-3, 1e-5, 0.1, 1e-12],
        "momentum": [0.9], "center": [True, False], "scale": [True, False], "rms_scaling": [True, False],
        "synchronized": [False], "renorm": [False], "fused": [None, False], "virtual_batch_size": [None],
        "order": [1, 2, 3, "fro", "euclidean", np.inf], "alpha": [0.0, 0.1, 1.0, 3.0], "negative_slope": [0.0, 0.1, 2.0],
        "alpha_initializer": ["random_normal"], "shared_axes": [None, [1], [1, 2], [2], 1], "theta": [0.0, 0.5, 1.0],
        "max_value": [None, 6.0, 1.0, 0.5], "threshold": [0.0, 0.5, -0.5], "mask_value": [0.0, 1.0, 0.25, [0.0] * last],
        "n": [1, 2, 3], "dims": lambda random: tuple(int(a) for a in 1 + random.permutation(rank - 1)),
        "target_shape": [(-1,), (-1, 1), (1, -1), (2, -1), (-1, 2, 1), (-1, last)],
        "input_dim": [9, 20], "output_dim": [1, 2, 5], "mask_zero": [True, False], "input_length": [None, 4],
        "tie_weights": [True, False], "reverse_dtype": [None, "float16"], "logit_soft_cap": [None, 0.5],
        "num_heads": [1, 2, 3], "key_dim": [1, 2, 3], "value_dim": [None, 1, 4], "output_shape": [None, 3, (2, 2), (4,)],
        "attention_axes": [None, 1, (1, 2), [1], -2], "head_dim": [1, 2, 4], "num_query_heads": [2, 4], "num_key_value_heads": [1, 2],
        "use_gate": [True, False], "flash_attention": [None, False], "use_scale": [True, False], "score_mode": ["dot", "concat"],
        "equation": ["abc,cd->abd", "ab,bc->ac", "...x,xy->...y", "abc,cde->abde", "abc,bd->acd", "abc,cb->ab", "ab...,bc->ac..."],
        "bias_axes": [None, "d", "c", "y", "de", "e", "b", "cd"],
        "num_tokens": [3, 7, 12], "output_mode": ["int", "one_hot", "multi_hot", "count", "tf_idf", "binary"],
        "bin_boundaries": [[0.0], [-1.0, 0.0, 0.5], [-0.25, 1.0, 3.0, 9.0]], "num_bins": [3, 8, 100], "salt": [None, 3, [3, 5]],
        "mask_token": [None, "", "a", 0, 3], "oov_token": ["[UNK]", "wind", -1, 9], "num_oov_indices": [0, 1, 2, 3],
        "invert": [True, False], "pad_to_max_tokens": [True, False], "max_tokens": [None, 7, 20], "sparse": [False],
        "vocabulary": [["a", "b", "earth"], [3, 5, 7, 2], ["wind"], [1]], "idf_weights": [[0.5, 1.5, 2.0], [0.25]],
        "vocabulary_dtype": ["int64", "int32"], "vocab_dtype": ["int64"], "standardize": ["lower_and_strip_punctuation", None, "lower",
                                                                                        "strip_punctuation"],
        "split": ["whitespace", None, "character"], "ngrams": [None, 2, (1, 2), [2, 3]], "output_sequence_length": [None, 3, 6],
        "ragged": [False], "encoding": ["utf-8"], "strip": [None], "offset": [0.0, 0.25, -1, [0.5] * last],
        "mean": [0.5, [0.25] * last, np.float64(2.0)], "variance": [2.0, [0.5] * last], "height": [3, 8], "width": [2, 7],
        "crop_to_aspect_ratio": [True, False], "pad_to_aspect_ratio": [True, False], "fill_mode": ["constant", "reflect", "nearest"],
        "fill_value": [0.0, 1.0], "antialias": [True, False], "factor": [0.2, (0.1, 0.3)], "value_range": [(0, 255), (0.0, 1.0)],
        "sequence_length": [8], "height_factor": [0.2, (-0.1, 0.3)], "width_factor": [None, 0.2],
        "max_number": [3], "bounding_box_format": [None], "normalize": [True, False], "axes": [-1, 1, (1, 2), (2, 1), (2, 2)], "merge_mode": ["sum", "mul", "ave", "concat", None],
        "mode": ["log", "magnitude", "psd", "real", "imag", "angle", "stft"], "l1": [0.1], "l2": [0.1],
        "lora_rank": [None, 2], "lora_alpha": [None, 3], "frame_step": [2, 3], "frame_length": [4, 5], "fft_length": [None, 8],
        "sequence_stride": [2, 4], "window": ["hann", "hamming", None], "mel_bins": [3], "sampling_rate": [8000],
        "num_mel_bins": [4], "min_freq": [20.0], "max_freq": [3000.0], "power_to_db": [True, False], "top_db": [80.0],
        "mag_exp": [1.0, 2.0], "min_power": [1e-10], "ref_power": [1.0], "scaled": [True, False], "periodic": [True, False],
        "drop_rate": [0.0, 0.5],
        "depthwise_initializer": ["he_normal"], "pointwise_constraint": ["non_neg"], "num_groups": [1, 2, -1], "scale_initializer": ["ones"],
        "beta_initializer": ["ones"], "gamma_initializer": ["zeros"],
    }.get(name)


def parameters(layer):
    """The names of a layer's parameters, those of its bases among them, and which it must have."""
    names, needed = [], []
    for base in layer.__mro__:
        if base.__name__ in ("Layer", "Operation", "object") or not hasattr(base.__init__, "__code__"):
            continue
        made = getattr(base.__init__, "_original_function", base.__init__)  # Keras 2 wraps it for names of Keras 1
        code = inspect.getargspec(made) if not hasattr(inspect, "getfullargspec") else inspect.getfullargspec(made)
        more = list(code.args[1:]) + list(getattr(code, "kwonlyargs", None) or [])
        defaults = len(code.defaults or ())
        names += [name for name in more if name not in names]
        if base is layer:
            needed = code.args[1:len(code.args) - defaults]
        if not (code.varkw if hasattr(code, "varkw") else code.keywords):
            break
    return names, needed


class Options(hostile_models.Maker):
    """Draws a model of one layer, or of one within what stands around it."""

    def classes(self):
        wanted = [name for name in os.environ.get("KERAS4J_LAYERS", "").split(",") if name]
        return wanted or [name for name in sorted(dir(L)) if inspect.isclass(getattr(L, name)) and name not in LEFT_OUT
                          and issubclass(getattr(L, name), L.Layer) and (not name.endswith("Cell"))]

    def rank_of(self, name):
        if name.startswith("ConvLSTM"):
            return int(name[8]) + 3
        for axes in (1, 2, 3):
            if "%dD" % axes in name:
                return axes + 2
        if name in RECURRENT or name == "Bidirectional" or name == "TimeDistributed":
            return 3
        if name.startswith("Random") or name in ("Resizing", "CenterCrop", "AutoContrast", "Equalization"):
            return 4
        return int(self.one([2, 3, 3, 4, 5]))

    def told(self, name, rank, shape):
        names, needed = parameters(getattr(L, name))
        options = {}
        for parameter in names:
            if parameter in ("name", "trainable", "dtype", "weights", "batch_size", "cell", "layer", "backward_layer", "cells"):
                continue
            values = values_of(parameter, rank, shape)
            if values is None:
                if parameter in needed:
                    raise ValueError("no value for %s of %s" % (parameter, name))
                continue
            if parameter in needed or self.chance(0.3):
                options[parameter] = values(self.random) if callable(values) else values[self.random.randint(len(values))]
        return options

    def cell(self):
        name = self.one(["LSTMCell", "GRUCell", "SimpleRNNCell"])
        return getattr(L, name)(**self.told(name, 3, (4, 3)))

    def drawn(self, name, rank, shape):
        if name == "RNN":
            cells = [self.cell() for _ in range(1 + self.chance(0.4))]
            return self.layer(name, cells if len(cells) > 1 else cells[0], **self.told(name, rank, shape))
        if name == "Bidirectional":
            inner = self.drawn(self.one(["LSTM", "GRU", "SimpleRNN", "RNN"]), rank, shape)
            return self.layer(name, inner, **self.told(name, rank, shape))
        if name == "TimeDistributed":
            inner = self.one([c for c in self.classes() if c not in ("TimeDistributed", "Bidirectional")] or ["Dense"])
            return self.layer(name, self.drawn(inner, rank - 1, shape[1:]))
        return self.layer(name, **self.told(name, rank, shape))

    def model(self):
        name = self.one(self.classes())
        rank = self.rank_of(name)
        if name == "TimeDistributed":
            rank += int(self.random.randint(3))
        shape = {2: (4,), 3: (6, 3), 4: (5, 6, 2), 5: (4, 5, 3, 2), 6: (3, 4, 5, 3, 2)}[rank]
        if self.chance(0.3):
            shape = shape[:-1] + (int(self.one([1, 3, 4])),)
        dtype = None
        if name in STRINGS and self.chance(0.8):
            dtype, shape = "string", self.one([(1,), (3,), (2, 2)])
        elif name in WHOLE:
            dtype, shape = self.one(["int32", "int64", "int32", "float32", "uint8"]), self.one([(4,), (1,), (3, 2)])
        elif not TWO and self.chance(0.15):
            dtype = self.one(hostile_models.TYPES)
        kind = "words" if dtype == "string" else "ids" if name in WHOLE else "values"
        many = name in MERGING + ATTENTION or name == "HashedCrossing"
        inputs = [L.Input(shape, **({"dtype": dtype} if dtype else {})) for _ in range(int(self.one([2, 2, 3])) if many else 1)]
        x = list(inputs)
        if rank == 3 and dtype is None and self.chance(0.3):
            x = [L.Masking(0.0)(t) for t in x]
        layer = self.drawn(name, len(shape) + 1, shape)
        said = self.options(x[0])
        if name in ("MultiHeadAttention", "GroupQueryAttention"):
            for option in ("use_causal_mask", "return_attention_scores"):
                if self.chance(0.2):
                    said[option] = True
            answer = layer(*x, **said)
        else:
            answer = layer(x if many else x[0], **said)
        outputs = list(answer) if isinstance(answer, (list, tuple)) else [answer]
        if len(outputs) == 1 and self.chance(0.15) and not many:
            outputs = [layer(outputs[0])]
        elif len(outputs) == 1 and self.chance(0.15) and "float" in hostile_models.type_of(outputs[0]):
            outputs.append(L.Dense(2)(outputs[0]) if self.chance(0.5) else L.GlobalAveragePooling1D()(outputs[0]))
        return (keras.models.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0]),
                [(kind, shape, dtype or "float32") for _ in inputs])

    def arrays(self, kinds, batch):
        if kinds[0][0] == "words":
            return [np.asarray([self.one(WORDS) for _ in range(batch * int(np.prod(shape)))], dtype=object).reshape(
                (batch,) + shape) for _, shape, _ in kinds]
        return super(Options, self).arrays(kinds, batch)


if __name__ == "__main__":
    hostile_models.main(Options)
