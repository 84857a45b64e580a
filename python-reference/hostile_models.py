"""Random models as a hostile reader would build them, each as a fixture: hostile_models.py FOLDER [COUNT [SEED]]

    python-reference/run GENERATION python-reference/hostile_models.py FOLDER 500 1
    keras4j verify FOLDER

fuzz_architectures.py draws chains of layers; here is what stands between them: inputs of every type, layers of types of
their own, operations and their arguments, constants in calls, masks made, given, switched off and lost, layers and models
called several times and shared with wrappers and nested models, several inputs and outputs. What Keras refuses is drawn
again. The same seed gives the same models. Runs under keras-2.2.4, tf-keras-2.15 and keras-3.
"""
from __future__ import absolute_import, print_function

import os
import shutil
import sys
import time

import numpy as np

import recording
from layer_cases import base

keras = recording.keras()
L = keras.layers
GENERATION = recording.generation()
THREE, TWO = GENERATION == "keras-3", GENERATION.startswith("keras-2.")
if not TWO:
    import tensorflow as tf
ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid", "softmax", "elu", "softplus", "hard_sigmoid"] + (
    [] if TWO else ["gelu", "swish"]) + (["relu6", "log_softmax", "hard_tanh", "squareplus", "celu", "glu"] if THREE else [])
TYPES = ["int32", "uint8", "int8", "int64", "bool", "float16", "float64", "bfloat16", "int16", "uint16"]
POLICIES = ["mixed_float16", "mixed_bfloat16", "float64", "float16", "int32", "float32"]
LIMIT = 3000


def type_of(x):
    dtype = recording.dtype_of(x)
    return dtype if isinstance(dtype, str) else dtype.name


def is_whole(x):
    return "int" in type_of(x) or type_of(x) == "bool"


class Maker(object):
    def __init__(self, random, made=None, masks=None, deep=0):
        self.random, self.made, self.masks, self.deep = random, made if made is not None else [], masks or [], deep
        self.said = []

    def one(self, values):
        return values[self.random.randint(len(values))]

    def chance(self, share):
        return self.random.uniform() < share

    def units(self):
        return int(self.one([1, 2, 3, 4]))

    # ------------------------------------------------------------ layers

    def layer(self, name, *args, **options):
        """A new layer, sometimes of a type of its own; wrappers and later calls may take it again."""
        if not TWO and self.chance(0.1):
            options["dtype"] = self.one(POLICIES)
        layer = getattr(L, name)(*args, **options)
        self.made.append(layer)
        return layer

    def recurrent(self, **more):
        options = {"return_sequences": self.chance(0.6)}
        for option, share in (("go_backwards", 0.15), ("unroll", 0.1), ("return_state", 0.1)):
            if self.chance(share):
                options[option] = True
        if self.chance(0.1) and not TWO:
            options["zero_output_for_mask"] = True
        options.update(more)
        kind = self.one(["LSTM", "GRU", "SimpleRNN", "RNN", "RNN-stacked"])
        if kind.startswith("RNN"):
            cells = [getattr(L, self.one(["LSTMCell", "GRUCell", "SimpleRNNCell"]))(self.units())
                     for _ in range(1 if kind == "RNN" else 2)]
            return self.layer("RNN", cells if kind != "RNN" else cells[0], **options)
        if kind == "GRU" and self.chance(0.4):
            options["reset_after"] = bool(self.random.randint(2))
        return self.layer(kind, self.units(), **options)

    def plain(self, rank):
        """A layer for any input of that rank."""
        axis = int(self.one([-1] * 3 + list(range(1, rank)))) if rank > 1 else -1
        makers = [
            lambda: self.layer("Dense", self.units(), activation=self.one(ACTIVATIONS)),
            lambda: self.layer("Activation", self.one(ACTIVATIONS)),
            lambda: self.layer("BatchNormalization", axis=axis), lambda: self.layer("Softmax", axis=axis),
            lambda: self.layer("Flatten"), lambda: self.layer("ReLU"), lambda: self.layer("Dropout", 0.3),
            lambda: self.layer("Masking", float(self.one([0, 0, 1]))), lambda: self.layer("LeakyReLU"),
            lambda: self.layer("Reshape", self.one([(-1,), (-1, 1), (1, -1), (2, -1), (-1, 2)])),
            lambda: self.layer("GaussianNoise", 0.2), lambda: self.layer("ActivityRegularization", 0.1),
        ]
        if rank > 2:
            makers.append(lambda: self.layer("Permute", tuple(int(a) for a in 1 + self.random.permutation(rank - 1))))
        if not TWO:
            makers += [
                lambda: self.layer("LayerNormalization", axis=axis), lambda: self.layer("UnitNormalization", axis=axis),
                lambda: self.layer("Rescaling", self.one([0.5, 2, 1.0 / 255]), self.one([0, 0.25, -1])),
                lambda: self.layer("Normalization", axis=None, mean=self.one([0.5, 2.0]), variance=self.one([0.5, 2.0])),
                lambda: self.layer("Discretization", bin_boundaries=[-0.5, 0.0, 1.0],
                                   **({} if self.chance(0.6) else {"output_mode": self.one(["one_hot", "multi_hot", "count"])})),
                lambda: self.layer("CategoryEncoding", 5, output_mode=self.one(["one_hot", "multi_hot", "count"])),
            ]
        if THREE:
            makers += [lambda: self.layer("Identity"), lambda: self.layer("RMSNormalization", axis=axis)]
        return self.one(makers)()

    def on_steps(self):
        pool = {"pool_size": int(self.one([1, 2])), "padding": self.one(["valid", "same"])}
        return self.one([
            self.recurrent, self.recurrent, self.recurrent,
            lambda: self.layer("Bidirectional", self.recurrent(), **({} if self.chance(0.5) else {
                "merge_mode": self.one(["sum", "mul", "ave", "concat", None])})),
            lambda: self.layer("TimeDistributed", self.one(self.made + [None]) or self.plain(2)),
            lambda: self.layer("TimeDistributed", self.plain(2)),
            lambda: self.layer("Conv1D", self.units(), int(self.one([1, 2])), padding=self.one(["valid", "same", "causal"])),
            lambda: self.layer("MaxPooling1D", **pool), lambda: self.layer("AveragePooling1D", **pool),
            lambda: self.layer("GlobalMaxPooling1D"), lambda: self.layer("GlobalAveragePooling1D"),
            lambda: self.layer("GlobalAveragePooling1D"), lambda: self.layer("UpSampling1D", 2),
            lambda: self.layer("ZeroPadding1D", 1), lambda: self.layer("Cropping1D", (1, 0)),
            lambda: self.layer("SpatialDropout1D", 0.3),
        ])()

    def on_images(self):
        pool = {"pool_size": int(self.one([1, 2])), "padding": self.one(["valid", "same"])}
        return self.one([
            lambda: self.layer("Conv2D", self.units(), int(self.one([1, 2]))),
            lambda: self.layer("DepthwiseConv2D", 2), lambda: self.layer("MaxPooling2D", **pool),
            lambda: self.layer("AveragePooling2D", **pool), lambda: self.layer("GlobalMaxPooling2D"),
            lambda: self.layer("GlobalAveragePooling2D"), lambda: self.layer("UpSampling2D", 2),
            lambda: self.layer("ZeroPadding2D", 1), lambda: self.layer("Cropping2D", ((1, 0), (0, 1))),
            lambda: self.layer("ConvLSTM1D" if not TWO else "Flatten", *((2, 2) if not TWO else ())),
            lambda: self.layer("TimeDistributed", self.on_steps()),
            lambda: self.layer("Resizing", 3, 4, interpolation=self.one(["bilinear", "nearest"])),
            lambda: self.layer("CenterCrop", 3, 3), lambda: self.layer("RandomFlip"), lambda: self.layer("RandomContrast", 0.3),
            lambda: self.layer("RandomBrightness", 0.3), lambda: self.layer("RandomZoom", 0.3),
            lambda: self.layer("RandomRotation", 0.3), lambda: self.layer("RandomTranslation", 0.3, 0.3),
            lambda: self.layer("RandomCrop", 3, 3), lambda: self.layer("Resizing", 3, 4, crop_to_aspect_ratio=True),
        ])()

    def constant(self, x):
        """An array that may stand beside x."""
        shape = [n or 2 for n in tuple(recording.shape_of(x))[1:]]
        shape = [n if self.chance(0.7) else 1 for n in shape[self.random.randint(len(shape) + 1):]]
        whole = self.chance(0.4) or is_whole(x) and self.chance(0.5)
        array = self.random.randint(-2, 4, shape) if whole else self.random.normal(size=shape)
        return np.asarray(array, self.one(["int32", "int64", "uint8", "bool"]) if whole else self.one(
            ["float32", "float32", "float64"]))

    def number(self):
        return self.one([1, 2, -1, 3, 0.5, 2.0, True, 7])

    # ------------------------------------------------------------ calls

    def options(self, x):
        """What a call may say beside its tensor."""
        said = {}
        if self.masks and self.chance(0.12):
            said["mask"] = self.one(self.masks)
        elif self.chance(0.04):
            said["mask"] = None
        if self.chance(0.05):
            said["training"] = self.one([False, None, True])
        return said

    def merging(self, x, pool):
        others = [t for t in pool if len(recording.shape_of(t)) == len(recording.shape_of(x))] or pool
        tensors = [x] + [self.one(others) for _ in range(self.random.randint(1, 3))]
        if not TWO and self.chance(0.25):
            shape = [1] + [n or 2 for n in tuple(recording.shape_of(x))[1:]]
            tensors[-1] = self.random.normal(size=shape).astype("float32")
            if self.chance(0.3):
                tensors.reverse()
        name = self.one(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Concatenate", "Dot"])
        if name == "Subtract" or name == "Dot":
            tensors = tensors[:2]
        more = {"Concatenate": {"axis": int(self.one([-1, 1]))}, "Dot": {"axes": int(self.one([-1, 1])),
                                                                      "normalize": self.chance(0.3)}}.get(name, {})
        return self.layer(name, **more)(tensors)

    def attention(self, x, pool):
        other = self.one([t for t in pool if len(recording.shape_of(t)) == 3])
        said, masks = {}, [m for m in self.masks if len(recording.shape_of(m)) == 2]
        if self.chance(0.2):
            said["use_causal_mask"] = True
        if self.chance(0.5):
            if self.chance(0.3):
                said["return_attention_scores"] = True
            for name in ("query_mask", "value_mask", "key_mask"):
                if masks and self.chance(0.15):
                    said[name] = self.one(masks)
            name = self.one(["MultiHeadAttention"] + (["GroupQueryAttention"] if THREE else []))
            layer = self.layer(name, *((2, 2) if name.startswith("M") else (2, 4, 2)))
            return layer(x, other, **said) if self.chance(0.7) else layer(x, other, x, **said)
        if masks and self.chance(0.3):
            said["mask"] = [self.one(masks + [None]), self.one(masks + [None])]
        elif self.chance(0.1):
            said["mask"] = [None, None]
        name = self.one(["Attention", "AdditiveAttention"])
        return self.layer(name, **({"use_scale": True} if self.chance(0.5) else {}))(
            [x, other] if self.chance(0.7) else [x, other, other], **said)

    def states(self, x, pool):
        layer = self.one([self.recurrent, self.recurrent, lambda: self.layer("Bidirectional", self.recurrent(return_state=False))])()
        inner = getattr(layer, "forward_layer", layer)
        sizes = getattr(inner, "cell", inner)
        sizes = getattr(sizes, "state_size", None) or [inner.units]
        flat = [int(n) for n in np.ravel(sizes).tolist()] * (2 if inner is not layer else 1)
        vectors = [t for t in pool if len(recording.shape_of(t)) == 2 and "float" in type_of(t)]
        states = [self.layer("Dense", n)(self.one(vectors)) for n in flat]
        return layer(x, initial_state=states if len(states) > 1 or self.chance(0.5) else states[0], **self.options(x))

    def again(self, x):
        """A layer that was called before, as it is, in a wrapper or in a model of its own."""
        layer = self.one(self.made)
        way = self.random.uniform()
        if way < 0.5:
            return layer(x, **self.options(x))
        if way < 0.7:
            return self.layer("TimeDistributed", layer)(x, **self.options(x))
        if way < 0.75:
            return self.layer("Bidirectional", layer)(x)
        inner = keras.models.Sequential([layer] + ([self.plain(2)] if self.chance(0.3) else []))
        self.made.append(inner)
        return inner(x)

    def nested(self, x, pool):
        tensors = [x] + ([self.one(pool)] if self.chance(0.4) else [])
        inputs = [L.Input(tuple(recording.shape_of(t))[1:], dtype=type_of(t) if self.chance(0.9) else self.one(TYPES[:7]))
                  for t in tensors]
        inner = Maker(self.random, self.made, deep=self.deep + 1)
        ends = inner.grow(list(inputs), self.random.randint(1, 4))
        outputs = [ends[-1]] + ([self.one(ends)] if self.chance(0.3) else [])
        outputs = [o for i, o in enumerate(outputs) if all(o is not p for p in outputs[:i])]
        model = keras.models.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0])
        self.made.append(model)
        answer = model(tensors if len(tensors) > 1 else x, **self.options(x))
        if self.chance(0.3):
            tensors = [self.one(pool) for _ in tensors]
            return [answer, model(tensors if len(tensors) > 1 else tensors[0])]
        return answer

    # ------------------------------------------------------------ operations

    def operation(self, x, pool):
        if TWO:
            return self.merging(x, pool)
        ops, rank = (keras.ops if THREE else tf), len(recording.shape_of(x))
        mathematical = ops if THREE else tf.math
        reduced = {"axis": self.one([-1, 1, 1]), "keepdims": self.chance(0.3)}
        other, number, constant = self.one(pool), self.number(), self.constant(x)
        named = (lambda three, two: getattr(ops, three) if THREE else getattr(tf.math, two))
        choices = [
            lambda: x + number, lambda: number - x, lambda: x * number, lambda: x / number, lambda: number / x,
            lambda: x // number, lambda: x % number, lambda: -x, lambda: x ** self.one([2, 3, 2.0, 0.5]), lambda: abs(x),
            lambda: x + constant, lambda: constant * x, lambda: x - other, lambda: x * other, lambda: x / other,
            lambda: x > number, lambda: x == other, lambda: x <= constant, lambda: other >= x,
            lambda: x[:, 1:], lambda: x[:, -1], lambda: x[:, ::-1], lambda: x[:, 0], lambda: x[..., :1], lambda: x[:, None],
            lambda: named("mean", "reduce_mean")(x, **reduced), lambda: named("sum", "reduce_sum")(x, **reduced),
            lambda: named("max", "reduce_max")(x, **reduced), lambda: named("prod", "reduce_prod")(x, **reduced),
            lambda: named("std", "reduce_std")(x, **reduced), lambda: named("var", "reduce_variance")(x, **reduced),
            lambda: named("any", "reduce_any")(x, **reduced), lambda: mathematical.argmax(x, axis=self.one([-1, 1])),
            lambda: mathematical.cumsum(x, axis=self.one([-1, 1])), lambda: ops.cast(x, self.one(TYPES + ["float32"])),
            lambda: ops.where(x > 0, x, number), lambda: ops.where(x > other, x, other), lambda: ops.where(x > 0, x, constant),
            lambda: mathematical.maximum(x, number), lambda: mathematical.minimum(x, constant), lambda: ops.square(x),
            lambda: ops.sqrt(x), lambda: ops.exp(x), lambda: mathematical.log(x), lambda: mathematical.floor(x),
            lambda: ops.round(x), lambda: ops.sign(x), lambda: ops.transpose(x, [0] + list(range(rank - 1, 0, -1))),
            lambda: ops.expand_dims(x, axis=1), lambda: ops.squeeze(x, axis=-1), lambda: ops.ones_like(x),
            lambda: ops.zeros_like(x) if self.chance(0.5) else ops.logical_not(x > 0),
            lambda: ops.stack([x, other], axis=1), lambda: (ops.concatenate if THREE else tf.concat)([x, other], axis=-1),
            lambda: ops.matmul(x, other), lambda: ops.repeat(x, 2, axis=1), lambda: ops.tile(x, [1] * (rank - 1) + [2]),
            lambda: (ops.clip if THREE else tf.clip_by_value)(x, -1, self.one([1, 0.5])),
            lambda: ops.one_hot(x, 3), lambda: (ops.flip if THREE else tf.reverse)(x, axis=1 if THREE else [1]),
            lambda: ops.reshape(x, (-1, 2)) if self.chance(0.3) else ops.reshape(x, (ops.shape(x)[0], -1)),
            lambda: (ops if THREE else tf.nn).softmax(x, axis=self.one([-1, 1])), lambda: (ops if THREE else tf.nn).relu(x),
            lambda: (ops if THREE else tf.nn).gelu(x), lambda: (ops if THREE else tf.nn).sigmoid(x),
            lambda: mathematical.logical_and(x > 0, other > 0), lambda: mathematical.floormod(x, other) if not THREE else
            ops.mod(x, other), lambda: ops.sort(x, axis=self.one([-1, 1])), lambda: ops.argsort(x, axis=-1),
            lambda: (ops.take if THREE else tf.gather)(x, self.one([[0, 1], [1], 0]), axis=1),
            lambda: (ops if THREE else tf.nn).leaky_relu(x), lambda: ops.pad(x, [[0, 0]] * (rank - 1) + [[1, 0]]),
        ]
        if THREE:
            choices += [
                lambda: ops.add(x, constant), lambda: ops.subtract(constant, x), lambda: ops.true_divide(x, number),
                lambda: ops.median(x, axis=-1), lambda: ops.average(x, axis=1), lambda: ops.logaddexp(x, other),
                lambda: ops.nan_to_num(1 / x), lambda: ops.bitwise_and(x, 3), lambda: ops.left_shift(x, 1),
                lambda: ops.count_nonzero(x, axis=-1), lambda: ops.power(x, other), lambda: ops.floor_divide(x, other),
                lambda: ops.expm1(x), lambda: ops.isfinite(1 / x), lambda: ops.outer(x, other), lambda: ops.roll(x, 1, axis=1),
                lambda: ops.normalize(x, axis=-1), lambda: ops.unstack(x, axis=1), lambda: ops.split(x, 2, axis=1),
                lambda: ops.top_k(x, 1), lambda: ops.moveaxis(x, 1, -1), lambda: ops.full_like(x, 2), lambda: ops.arctan2(x, other),
                lambda: ops.cumprod(x, axis=1), lambda: ops.diff(x, axis=1), lambda: ops.take_along_axis(x, ops.argsort(x, axis=1), axis=1),
                lambda: ops.trunc(x), lambda: ops.hypot(x, other), lambda: ops.logsumexp(x, axis=-1), lambda: ops.multi_hot(x, 4),
                lambda: ops.saturate_cast(x, self.one(TYPES)), lambda: ops.erf(x), lambda: ops.absolute(x), lambda: ops.digitize(x, [0.0, 1.0]),
            ]
        else:
            choices += [
                lambda: tf.unstack(x, axis=1), lambda: tf.split(x, 2, axis=1), lambda: tf.math.top_k(x, 1),
                lambda: tf.math.l2_normalize(x, axis=-1), lambda: tf.math.reciprocal(x), lambda: tf.math.pow(x, 2),
                lambda: tf.add(x, constant), lambda: tf.math.divide_no_nan(x, other), lambda: tf.math.log1p(x),
                lambda: tf.math.reduce_logsumexp(x, axis=-1), lambda: tf.linalg.matvec(x, other), lambda: tf.gather(x, [0], axis=-1),
                lambda: tf.norm(x, axis=-1), lambda: tf.math.squared_difference(x, other), lambda: tf.roll(x, 1, axis=1),
                lambda: tf.stop_gradient(x), lambda: tf.broadcast_to(x[:, :1], tf.shape(x)), lambda: tf.math.erf(x),
            ]
        return self.one(choices)()

    # ------------------------------------------------------------ the graph

    def step(self, pool):
        x = pool[-1] if self.chance(0.65) else self.one(pool)
        rank = len(recording.shape_of(x))
        way = self.random.uniform()
        if way < 0.28:
            return self.operation(x, pool)
        if way < 0.38:
            return self.merging(x, pool)
        if way < 0.48 and rank == 3 and not TWO:
            return self.attention(x, pool)
        if way < 0.53 and rank == 3:
            return self.states(x, pool)
        if way < 0.64 and self.made:
            return self.again(x)
        if way < 0.72 and self.deep < 2:
            return self.nested(x, pool)
        if is_whole(x) and rank < 3 and self.chance(0.5):
            return self.layer("Embedding", 300, self.units(), mask_zero=self.chance(0.6))(x)
        layer = {3: self.on_steps, 4: self.on_images}.get(rank, lambda: self.plain(rank))() if self.chance(0.6) else self.plain(rank)
        if not TWO and self.chance(0.05):
            return layer(self.constant(x)) if self.chance(0.2) else layer(x, training=bool(self.random.randint(2)))
        return layer(x, **self.options(x))

    def grow(self, pool, steps):
        first, tries = len(pool), 0
        while steps and tries < 12:
            made, tries = len(self.made), tries + 1
            try:
                new = self.step(pool)
                new = list(new) if isinstance(new, (list, tuple)) else [new]
                if not new or any(None in tuple(recording.shape_of(t))[2:] for t in new):
                    raise ValueError("shapes that are not known")
                if any(np.prod([n or 1 for n in tuple(recording.shape_of(t))]) > LIMIT for t in new):
                    raise ValueError("too large")
                for t in new:
                    recording.shape_of(t)[0]  # a scalar is no tensor of a batch
                    type_of(t)
            except Exception:
                del self.made[made:]
                continue
            pool.extend(new)
            if type_of(new[0]) == "bool" and len(recording.shape_of(new[0])) == 2:
                self.masks.append(new[0])
            steps -= 1
        if len(pool) == first:
            raise ValueError("nothing came of it")
        return pool[first:]

    def model(self):
        inputs, kinds = [], []
        for _ in range(1 + self.chance(0.35)):
            kind = self.one(["ids", "vector", "steps", "steps", "steps", "image"])
            shape = {"ids": (4,), "vector": (3,), "steps": (4, 3), "image": (5, 4, 2)}[kind]
            dtype = "int32" if kind == "ids" and self.chance(0.7) else None
            if not TWO and self.chance(0.25):
                dtype = self.one(TYPES)
            opened = kind in ("ids", "steps") and self.chance(0.15)
            inputs.append(L.Input((None,) + shape[1:] if opened else shape, dtype=dtype))
            kinds.append((kind, shape, dtype or "float32"))
        pool = list(inputs)
        if kinds[0][0] == "ids" and kinds[0][2] == "int32":
            pool.append(self.layer("Embedding", 7, self.units() + 1, mask_zero=self.chance(0.7))(inputs[0]))
            if not TWO and self.chance(0.3):
                self.masks.append(inputs[0] != 0 if THREE else tf.not_equal(inputs[0], 0))
        new = self.grow(pool, self.random.randint(1, 7))
        outputs = [new[-1]]
        if self.chance(0.35):
            outputs.append(self.one(new))
        if self.chance(0.05):
            outputs.append(self.one(inputs))
        outputs = [o for i, o in enumerate(outputs) if all(o is not p for p in outputs[:i])]
        return keras.models.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0]), kinds

    def arrays(self, kinds, batch):
        arrays = []
        for kind, shape, dtype in kinds:
            shape = (batch,) + shape
            if kind == "ids" or "int" in dtype or dtype == "bool":
                top = 2 if dtype == "bool" else 7 if kind == "ids" else self.one([4, 120, 256 if dtype == "uint8" else 100])
                x = self.random.randint(-3 if dtype in ("int8", "int32") and kind != "ids" and self.chance(0.5) else 0, top, shape)
            else:
                x = self.random.normal(size=shape)
            if len(shape) > 2 or kind == "ids":
                for row in range(batch):
                    if self.chance(0.4):
                        x[row, self.random.randint(0, shape[1]):] = 0
            arrays.append(x)
        return arrays


def called(model, inputs):
    """What predict_on_batch answers, without the second that it takes to trace each model."""
    inputs = [tf.constant(x) for x in inputs]
    answers = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    answers = [np.asarray(a) for a in (answers if isinstance(answers, (list, tuple)) else [answers])]
    return [a.astype("float32") if a.dtype.name in ("bfloat16", "float16") else a for a in answers]


def tolerance_of(model):
    """Half types have three digits or two, and Keras's kernels round within their sums."""
    named = str([(layer.get_config().get("dtype")) for layer in every_layer(model)]) + str(
        [type_of(t) for layer in every_layer(model) for node in layer._inbound_nodes for t in outputs_of(node)])
    if "bfloat16" in named:
        return {"rtol": 0.03, "atol": 0.03}
    return {"rtol": 0.005, "atol": 0.005} if "float16" in named else None


def outputs_of(node):
    found = getattr(node, "output_tensors", None)
    found = found if found is not None else getattr(node, "outputs", [])
    return found if isinstance(found, (list, tuple)) else [found]


def every_layer(model):
    for layer in list(model.layers) + list(getattr(model, "_operations", [])):
        if hasattr(layer, "get_config"):
            yield layer
        if isinstance(layer, keras.models.Model):
            for inner in every_layer(layer):
                yield inner


def main(maker_class=Maker):
    folder = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if not TWO:
        recording.predict = called
        import logging
        logging.getLogger("absl").setLevel(logging.ERROR)
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
    kept = refused = draw = 0
    why = {}
    since = time.time()
    while kept < wanted:
        draw += 1
        random = np.random.RandomState((seed * 1000003 + draw) % (2 ** 31))
        if draw % 50 == 1 or not TWO:
            keras.backend.clear_session()
        recording.forget_names()
        recording.seed(draw)
        file_format = "h5" if TWO or draw % 3 == 0 else "keras"
        target = os.path.join(folder, "%s-%d-%d-%s" % (GENERATION, seed, draw, file_format))
        if os.path.isfile(os.path.join(target, "fixture.json")):  # of a run that was ended early
            kept += 1
            continue
        try:
            maker = maker_class(random)
            model, kinds = maker.model()
            if TWO and any(name not in str([layer["inbound_nodes"] for layer in model.get_config()["layers"]])
                           for name in recording.input_names(model)):
                raise ValueError("Keras 2 stores no input that nothing hangs on")
            base.randomise(model, random)
            for layer in every_layer(model):
                if type(layer).__name__ == "Normalization" and hasattr(layer, "finalize_state"):
                    layer.finalize_state()  # it keeps what it computes from its weights
            calls = [{"inputs": maker.arrays(kinds, batch)} for batch in (3, 1)]
            fed = [recording.as_fed(array) for array in calls[0]["inputs"]]
            answers = recording.predict(model, fed)
            if any(a.dtype.kind in "cOSU" or a.ndim == 0 for a in answers) or all(
                    a.size == 0 or a.dtype.kind == "f" and not np.isfinite(a).any() for a in answers):
                raise ValueError("numbers that say nothing")
            if any(not np.array_equal(a, b, **({} if TWO else {"equal_nan": a.dtype.kind == "f"}))
                   for a, b in zip(answers, recording.predict(model, fed))):
                raise ValueError("two answers to one question")
            os.makedirs(target)
            recording.record(target, model, calls, "drawn %d" % draw, file_format=file_format, layers=False,
                             tolerance=None if TWO else tolerance_of(model))
            kept += 1
        except Exception as problem:  # Keras says no, in one of many ways
            refused += 1
            if os.environ.get("KERAS4J_TRACE"):
                text = "%s: %s" % (type(problem).__name__, str(problem).strip().split("\n")[0][:100])
                why[text] = why.get(text, 0) + 1
            if os.path.isdir(target):
                shutil.rmtree(target)
        if draw % 200 == 0:
            print("%d drawn, %d kept, %.0f s" % (draw, kept, time.time() - since))
            sys.stdout.flush()
    print("%s: %d kept, %d refused by Keras or saying nothing, %.0f s" % (GENERATION, kept, refused, time.time() - since))
    for text, count in sorted(why.items(), key=lambda item: -item[1])[:40]:
        print(count, text)


if __name__ == "__main__":
    main()
