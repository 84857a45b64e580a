"""What a layer case is, and the few words in which Keras generations differ when a model is written."""
from __future__ import absolute_import

import copy
import zlib

import numpy as np

import recording


class Case(object):
    """A named model with what it is asked.

    build(): the model. inputs(rng, batch): the arrays of one call, in the model's order; left out, normal numbers
    of the model's input shapes, `steps` where a size is open. calls: (batch, reset_states) in order.
    weights: "random" replaces every weight by random numbers; "kept" leaves what build() made.
    file: "h5", "keras", "weights" (with a JSON config) or "weights.h5" (the same in Keras 3's layout).
    write(folder, model, rng): writes the model file otherwise than Keras's save; gives (file, configuration or None).
    around(): a context in which all this happens. scale: multiplies the random weights.
    reject: part of the message with which the model must be refused.
    """

    def __init__(self, name, build, inputs=None, calls=None, steps=4, weights="random", file="h5", reject=None,
                 description=None, scale=1.0, around=None, tolerance=None, write=None):
        self.drawn_for = name
        self.name, self.build, self.inputs, self.calls = name, build, inputs, calls
        self.steps, self.weights, self.file, self.reject = steps, weights, file, reject
        self.description = description or name.replace("-", " ")
        self.scale, self.around, self.tolerance, self.write = scale, around, tolerance, write

    def stored_as(self, file):
        """The same case, with the same numbers, in another file format."""
        other = copy.copy(self)
        other.file, other.name = file, "%s-as-%s" % (self.name, file.replace(".", "-"))
        other.drawn_for = self.drawn_for
        return other

    def calls_of(self, model):
        """The calls; left out, a batch of 3 and one of 1."""
        return self.calls or [(3, False), (1, False)]

    def inputs_of(self, model, rng, batch):
        if self.inputs is not None:
            return self.inputs(rng, batch)
        shapes = model.input_shape if isinstance(model.input_shape, list) else [model.input_shape]
        return [rng.normal(size=(batch,) + tuple(self.steps if n is None else n for n in shape[1:])).astype("float32")
                for shape in shapes]

    def setting(self):
        """What holds while the case is built and run, for example a dtype policy."""
        return self.around() if self.around else _Nothing()

    def seed(self):
        return zlib.crc32(self.drawn_for.encode("utf-8")) % (2 ** 31)


class _Nothing(object):
    def __enter__(self):
        return None

    def __exit__(self, *unused):
        return False


class Generation(object):
    """One Keras generation, as far as writing models in it goes."""

    def __init__(self, keras, name):
        self.keras, self.layers, self.name = keras, keras.layers, name
        self.two = self.name.startswith("keras-2")
        self.tf215 = self.name == "tf-keras-2.15"
        self.three = self.name == "keras-3"

    def has(self, *layer_names):
        return all(hasattr(self.layers, name) for name in layer_names)

    def input(self, shape=None, batch_shape=None, dtype=None, name=None):
        """Input(...), with the whole batch_shape spelt as the generation spells it."""
        named = {} if name is None else {"name": name}
        if dtype is not None:
            named["dtype"] = dtype
        if batch_shape is None:
            return self.layers.Input(shape=shape, **named)
        if self.three:
            return self.layers.Input(batch_shape=batch_shape, **named)
        if self.tf215:
            return self.layers.Input(shape=batch_shape[1:], batch_size=batch_shape[0], **named)
        return self.layers.Input(batch_shape=batch_shape, **named)

    def model(self, inputs, outputs, **named):
        return self.keras.models.Model(inputs=inputs, outputs=outputs, **named)

    def seq(self, shape, *stack, **options):
        """A Sequential as people write it: input_shape on the first layer in Keras 2, Input in Keras 3.

        batch=N fixes the batch (stateful models); name names the model.
        """
        batch = options.pop("batch", None)
        model = self.keras.models.Sequential(**options)
        if self.three:
            model.add(self.layers.Input(batch_shape=(batch,) + tuple(shape)))
        else:
            spelt = "_batch_input_shape" if self.tf215 else "batch_input_shape"
            setattr(stack[0], spelt, (batch,) + tuple(shape))
            if self.two and not hasattr(stack[0], "dtype"):
                stack[0].dtype = "int32" if type(stack[0]).__name__ == "Embedding" else recording.floatx()
        for layer in stack:
            model.add(layer)
        return model


def variants(prefix, options, build, **case):
    """One case per entry of {suffix: keyword arguments}; build(**keywords) makes the model."""
    for suffix, keywords in options.items():
        yield Case(prefix + ("-" + suffix if suffix else ""), lambda keywords=keywords: build(**keywords), **case)


def integers(high, *shape):
    """Inputs for an Embedding: whole numbers in [0, high) of this shape (without the batch)."""
    return lambda rng, batch: [rng.randint(0, high, size=(batch,) + shape).astype("int32")]


def positive(g):
    """An initializer, and positives its inputs, whose sums grow with every product, and their rounding with them."""
    return g.keras.initializers.RandomUniform(0, 0.1, seed=11)


def positives(*shape):
    """Sixteenths, so that the file stays small."""
    return lambda rng, batch: [(rng.randint(1, 17, size=(batch,) + shape) / 16.0).astype("float32")]


def padded(values, steps, features, left=False, lengths=(4, 2, 3)):
    """Normal sequences that end (or begin, left=True) in steps filled with one value, as Masking expects."""

    def make(rng, batch):
        x = rng.normal(size=(batch, steps, features)).astype("float32")
        for row in range(batch):
            gone = steps - min(lengths[row % len(lengths)], steps)
            if gone:
                x[row, :gone] = values if left else x[row, :gone]
                if not left:
                    x[row, steps - gone:] = values
        return [x]

    return make


def randomise(model, rng, scale=1.0):
    """Random weights everywhere: non-zero biases, gammas off 1, positive variances, kernels that don't saturate."""
    new = []
    # Keras 2's model.weights has the trainable ones first; get_weights and set_weights go layer by layer
    variables = [v for layer in model.layers for v in layer.weights]
    for variable, value in zip(variables, model.get_weights()):
        name = getattr(variable, "path", variable.name)
        last = name.split("/")[-1].split(":")[0]
        value = np.asarray(value)
        if tuple(variable.shape) != value.shape:
            raise ValueError("%s is %s in the layer and %s in get_weights" % (name, variable.shape, value.shape))
        if value.dtype.kind not in "f":
            new.append(value)
        elif "variance" in last or last.endswith("_std"):
            new.append(rng.uniform(0.4, 1.6, size=value.shape))
        elif "gamma" in last or last == "scale":
            new.append(rng.uniform(0.6, 1.5, size=value.shape))
        elif "embeddings" in last:
            new.append(rng.normal(size=value.shape) * 0.8)
        elif value.ndim >= 2 and "bias" not in last:
            new.append(rng.normal(size=value.shape) * 0.9 / np.sqrt(np.prod(value.shape[:-1])))
        else:
            new.append(rng.normal(size=value.shape) * 0.3)
        new[-1] = (new[-1] * scale if value.dtype.kind == "f" else new[-1])
        new[-1] = np.asarray(new[-1]).astype(value.dtype)
    model.set_weights(new)
