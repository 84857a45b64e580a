"""Models that nobody can run without their Python code: they must be refused, and by name."""
import keras
from keras import backend as K
from keras.engine import Layer
from keras.layers import Dense, Input, Lambda, Merge, merge
from keras.models import Model

from layer_cases_keras1.cases import add, sequential


class Scale(Layer):
    """A user's own layer."""

    def call(self, x, mask=None):
        return 2 * x


def own_activation(x):
    return K.sqrt(K.abs(x))


def code(text):
    """A lambda whose compiled code, which Keras writes into the file, names no path of this machine."""
    return eval(compile(text, 'model.py', 'eval'))


def functional_merge_with_lambda():
    a, b = Input(shape=(5,)), Input(shape=(5,))
    return Model(input=[a, b], output=Dense(2)(merge([a, b], mode=code('lambda x: x[0] - x[1]'), output_shape=code('lambda s: s[0]'))))


add('reject-lambda', lambda: sequential(Dense(5, input_dim=3), Lambda(code('lambda x: x ** 2'), name='square'), Dense(2)), reject='Lambda')
add('reject-custom-layer', lambda: sequential(Dense(5, input_dim=3), Scale(), Dense(2)), reject='Scale')
add('reject-custom-activation', lambda: sequential(Dense(5, input_dim=3, activation=own_activation), Dense(2)), reject='own_activation')
add('reject-merge-lambda', functional_merge_with_lambda, reject='Merge')
add('reject-merge-layer-lambda', lambda: sequential(
    Merge([sequential(Dense(5, input_dim=3)), sequential(Dense(5, input_dim=2))], mode=code('lambda x: x[0] * x[1]'),
          output_shape=code('lambda s: s[0]')), Dense(2)), reject='Merge')
