"""The Merge layer over branches of a Sequential, and the merge function of a functional model."""
from keras.layers import Dense, Flatten, Input, LSTM, Merge, SimpleRNN, merge
from keras.models import Model

from layer_cases_keras1.cases import NEW, add, sequential


def branches_of_sequential():
    def branches(mode, count=2, units=(5, 5, 5), **options):
        parts = [sequential(Dense(units[i], input_dim=3 + i, activation='tanh')) for i in range(count)]
        return sequential(Merge(parts, mode=mode, **options), Dense(2))

    for mode in ['sum', 'mul', 'concat', 'ave', 'max'] + (['dot'] if NEW else []):
        add('merge-layer-' + mode, lambda mode=mode: branches(mode))
    add('merge-layer-dot-axis-1', lambda: branches('dot', dot_axes=1))
    for mode in ['sum', 'mul', 'concat', 'ave', 'max']:
        add('merge-layer-%s-of-three' % mode, lambda mode=mode: branches(mode, count=3))
    add('merge-layer-concat-uneven', lambda: branches('concat', units=(7, 2), concat_axis=1), compiled=True)
    add('merge-layer-cos', lambda: sequential(Merge(
        [sequential(Dense(5, input_dim=3)), sequential(Dense(5, input_dim=2))], mode='cos', dot_axes=1)))

    def sequences(mode, **options):
        parts = [sequential(kind(4, return_sequences=True, input_shape=(5, 3))) for kind in [LSTM, SimpleRNN]]
        return sequential(Merge(parts, mode=mode, **options), Flatten(), Dense(2))

    add('merge-layer-concat-time', lambda: sequences('concat', concat_axis=1))
    add('merge-layer-concat-features', lambda: sequences('concat', concat_axis=2))
    add('merge-layer-dot-time', lambda: sequences('dot', dot_axes=(1, 1)))
    add('merge-layer-dot-features', lambda: sequences('dot', dot_axes=2))
    add('merge-layer-nested', lambda: sequential(
        Merge([sequential(Merge([sequential(Dense(3, input_dim=2)), sequential(Dense(3, input_dim=5))], mode='sum'), Dense(4)),
               sequential(Dense(4, input_dim=3))], mode='concat'), Dense(2, activation='softmax')), weights_only=True)


def merge_function():
    def two_inputs(shape, combine):
        a, b = Input(shape=shape, name='left'), Input(shape=shape, name='right')
        return Model(input=[a, b], output=combine(a, b))

    for mode in ['sum', 'mul', 'concat', 'ave', 'max']:
        add('merge-' + mode, lambda mode=mode: two_inputs((7,), lambda a, b: merge([a, b], mode=mode)))
        add('merge-%s-3d' % mode, lambda mode=mode: two_inputs((5, 3), lambda a, b: merge([a, b, a], mode=mode)))
    add('merge-concat-axis-1', lambda: two_inputs((5, 3), lambda a, b: merge([a, b], mode='concat', concat_axis=1)))
    add('merge-concat-4d-channels', lambda: two_inputs((2, 3, 5), lambda a, b: merge([a, b], mode='concat', concat_axis=1)))
    add('merge-concat-4d-last', lambda: two_inputs((2, 3, 5), lambda a, b: merge([a, b], mode='concat', concat_axis=-1)))
    add('merge-dot', lambda: two_inputs((7,), lambda a, b: merge([a, b], mode='dot', dot_axes=1)))
    add('merge-dot-3d-features', lambda: two_inputs((5, 3), lambda a, b: merge([a, b], mode='dot', dot_axes=2)))
    add('merge-dot-3d-time', lambda: two_inputs((5, 3), lambda a, b: merge([a, b], mode='dot', dot_axes=(1, 1))))
    add('merge-cos', lambda: two_inputs((7,), lambda a, b: merge([a, b], mode='cos', dot_axes=1)))
    if NEW:
        add('merge-dot-default-axes', lambda: two_inputs((5, 3), lambda a, b: merge([a, b], mode='dot')))
        add('merge-cos-default-axes', lambda: two_inputs((7,), lambda a, b: merge([a, b], mode='cos')))
    # K.batch_dot of 3D inputs gives a matrix per sample, which is not a cosine per row: Keras's own numbers all the same.
    add('merge-cos-3d', lambda: two_inputs((5, 3), lambda a, b: merge([a, b], mode='cos', dot_axes=2)))

    def attention():
        a, b = Input(shape=(5, 3)), Input(shape=(2, 3))
        weights = merge([b, a], mode='dot', dot_axes=[2, 2])
        return Model(input=[a, b], output=merge([weights, a], mode='dot', dot_axes=[2, 1]))

    add('merge-dot-attention', attention)

    def named():
        a = Input(shape=(5,), name='only')
        b = Dense(7, name='wide')(a)
        c = Dense(7, name='other', activation='tanh')(a)
        return Model(input=a, output=Dense(2, name='answer')(merge([b, c, b], mode='concat', name='joined')))

    add('merge-named', named, compiled=True)


branches_of_sequential()
merge_function()
