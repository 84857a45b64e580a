"""The cases that operations.py records: groups of functions on the same inputs."""
import numpy as np


class Group(object):
    """inputs by name; cases by name, each a function of some of the inputs; `fixed`: the batch is part of the shapes.

    `file` is h5 where this Keras can't write the model as .keras (tf.keras 2.15: an ellipsis in a slice).
    """

    def __init__(self, description, inputs, cases, fixed=False, file="keras"):
        self.description, self.inputs, self.cases, self.fixed, self.file = description, inputs, cases, fixed, file


class Draw(object):
    """Inputs of three samples, the same in every run."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def floats(self, *shape, **between):
        if between:
            return self.random.uniform(between["low"], between["high"], size=(3,) + shape).astype("float32")
        return self.random.normal(size=(3,) + shape).astype("float32")

    def integers(self, *shape, **between):
        return self.random.randint(between.get("low", 0), between.get("high", 9), size=(3,) + shape).astype(
            between.get("dtype", "int32"))

    def bools(self, *shape):
        return self.random.uniform(size=(3,) + shape) < 0.6
