"""How a case is written down: a name, a function that builds the model, and what differs from the usual.

The usual: two calls, of 3 samples and of 1, with normal inputs in the shape of the model's own inputs;
every weight drawn from a generator seeded with the case's name, so that nothing is left at zero or one.
"""
import collections
import zlib

import keras
import numpy as np
from keras import backend as K
from keras.models import Sequential

NEW = keras.__version__ != '1.0.6'
CASES = collections.OrderedDict()

Call = collections.namedtuple('Call', 'inputs reset_states')
Case = collections.namedtuple(
    'Case', 'name build inputs calls ordering compiled weights_only reload reject description numbered')


def add(name, build, description=None, inputs=None, calls=((3, False), (1, False)), ordering='th',
        compiled=False, weights_only=False, reload=True, reject=None, numbered=False):
    """Registers a case.

    inputs: function (generator, batch, index of the call) -> list of arrays, one per input of the model.
    calls: (batch, reset the states before?) of each call.
    ordering: the image_dim_ordering of keras.json, which Keras 1 does not write into every layer's configuration.
    compiled: compiles the model, so that its file carries a training configuration.
    numbered: weights in the layout of Keras 0.3, which Keras 1 still loads.
    weights_only: configuration and weights in two files (Keras 1.0.6 has nothing else).
    reload: False where Keras 1 cannot load its own file, so that the answer is that of the model as built.
    reject: part of the message with which the model must be refused.
    """
    if name in CASES:
        raise ValueError('two cases are named ' + name)
    CASES[name] = Case(name, build, inputs, calls, ordering, compiled, weights_only, reload, reject, description or name,
                       numbered)


def sequential(*layers):
    model = Sequential()
    for layer in layers:
        model.add(layer)
    return model


def generator(name):
    return np.random.RandomState(zlib.crc32(name.encode('ascii')) & 0x7fffffff)


def draw_weights(model, random):
    """Gives every weight a value that matters: no bias of zero, no gamma of one, positive variances."""
    for weight in model.trainable_weights + model.non_trainable_weights:
        shape = K.get_value(weight).shape
        if weight.name.endswith(('_running_std', '_gamma')):
            value = random.uniform(0.4, 1.6, shape)
        else:
            value = random.uniform(-0.6, 0.6, shape)
        K.set_value(weight, value.astype(K.floatx()))


def usual_inputs(model, random, batch, length=5):
    shapes = model.input_shape if isinstance(model.input_shape, list) else [model.input_shape]
    return [random.normal(size=[batch] + [n or length for n in shape[1:]]).astype('float32') for shape in shapes]


def indices(high, *shape):
    """Inputs for an Embedding of `high` rows."""
    return lambda random, batch, call: [random.randint(0, high, size=(batch,) + shape).astype('int32')]


def scaled(factor, *shape):
    """Normal inputs of the given spread, wide enough for clipped activations."""
    return lambda random, batch, call: [(factor * random.normal(size=(batch,) + shape)).astype('float32')]


def lengths(features, *steps):
    """Inputs of another length at each call, for a model whose time axis is None."""
    return lambda random, batch, call: [random.normal(size=(batch, steps[call], features)).astype('float32')]


def padded(features, steps, side='pre', value=0.):
    """Sequences of falling length, filled up with `value`: sample 0 is whole, and of three samples the last is empty."""
    def inputs(random, batch, call):
        x = random.normal(size=(batch, steps, features)).astype('float32')
        for i in range(batch):
            empty = steps if i and i == batch - 1 else min(i * 2, steps)
            if side == 'pre':
                x[i, :empty] = value
            elif side == 'post':
                x[i, steps - empty:] = value
            else:
                x[i, 1:1 + min(empty, steps)] = value
        return [x]
    return inputs


def padded_indices(high, steps, side='pre'):
    """Indices 1 to high - 1, padded with the masked 0; of three samples the last is all padding."""
    def inputs(random, batch, call):
        x = random.randint(1, high, size=(batch, steps)).astype('int32')
        for i in range(batch):
            empty = steps if i and i == batch - 1 else min(i * 2 + 1, steps)
            if side == 'pre':
                x[i, :empty] = 0
            else:
                x[i, steps - empty:] = 0
        return [x]
    return inputs
