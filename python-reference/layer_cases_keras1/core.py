"""Dense, Activation, the advanced activations, noise, shapes, Highway, MaxoutDense, BatchNormalization."""
from keras.layers import (
    Activation, ActivityRegularization, BatchNormalization, Dense, Dropout, ELU, Embedding, Flatten, GaussianDropout,
    GaussianNoise, Highway, LeakyReLU, LSTM, MaxoutDense, ParametricSoftplus, Permute, PReLU, RepeatVector, Reshape,
    SReLU, ThresholdedReLU)
from keras.regularizers import l1, l2
from keras.constraints import maxnorm, nonneg

from layer_cases_keras1.cases import NEW, add, indices, scaled, sequential

ACTIVATIONS = ['softmax', 'softplus', 'softsign', 'relu', 'tanh', 'sigmoid', 'hard_sigmoid', 'linear']
if NEW:
    ACTIVATIONS.append('elu')


def dense():
    for name in ACTIVATIONS:
        add('dense-' + name, lambda name=name: sequential(Dense(7, input_dim=5, activation=name)))
    add('dense-no-bias', lambda: sequential(Dense(13, input_dim=7, bias=False)))
    add('dense-input-shape', lambda: sequential(Dense(5, input_shape=(7,), name='first'), Dense(1, activation='sigmoid')))
    add('dense-batch-input-shape', lambda: sequential(Dense(5, batch_input_shape=(3, 7), activation='relu')), calls=[(3, False)])
    add('dense-regularized', lambda: sequential(
        Dense(7, input_dim=5, init='he_normal', W_regularizer=l2(0.01), b_regularizer=l1(0.02), W_constraint=maxnorm(2),
              b_constraint=nonneg(), activation='tanh'), Dense(3, init='lecun_uniform')), compiled=True)
    add('dense-compiled', lambda: sequential(
        Dense(13, input_dim=5, activation='relu'), Dropout(0.3), Dense(5, activation='softmax')), compiled=True)
    add('stack-numbered-weights', lambda: sequential(
        Embedding(7, 3, input_length=4), Dropout(0.2), LSTM(2), BatchNormalization(), Activation('tanh'), Dense(3)),
        inputs=indices(7, 4), weights_only=True, numbered=True)
    add('dense-weights-only', lambda: sequential(
        Dense(13, input_dim=5, activation='relu'), Dense(5, activation='softmax')), weights_only=True)
    # dense_10 comes before dense_2 in the order of names, but not in the order of layers.
    add('dense-twelve-layers', lambda: sequential(
        *[Dense(5, input_dim=5 if i == 0 else None, activation='tanh') for i in range(12)]))
    if NEW:
        add('dense-on-sequence', lambda: sequential(Dense(7, input_shape=(5, 3), activation='tanh')))
        add('dense-on-sequence-softmax', lambda: sequential(Dense(7, input_shape=(5, 3), activation='softmax')))
        add('dense-on-4d', lambda: sequential(Dense(7, input_shape=(2, 5, 3), activation='relu')))


def activations():
    for name in ACTIVATIONS:
        add('activation-' + name, lambda name=name: sequential(Activation(name, input_shape=(13,))), inputs=scaled(3, 13))
        add('activation-%s-3d' % name, lambda name=name: sequential(Activation(name, input_shape=(5, 7))), inputs=scaled(3, 5, 7))
    add('activation-relu-4d', lambda: sequential(Activation('relu', input_shape=(3, 5, 7))))
    add('activation-by-name-argument', lambda: sequential(Dense(7, input_dim=5), Activation('tanh', name='squash'), Dense(3)))


def advanced_activations():
    add('leaky-relu', lambda: sequential(LeakyReLU(input_shape=(7,))))
    add('leaky-relu-alpha-3d', lambda: sequential(LeakyReLU(alpha=0.05, input_shape=(5, 7))))
    add('leaky-relu-4d', lambda: sequential(LeakyReLU(alpha=0.2, input_shape=(3, 5, 7))))
    add('prelu', lambda: sequential(PReLU(input_shape=(7,))))
    add('prelu-3d', lambda: sequential(PReLU(init='one', input_shape=(5, 7))))
    add('prelu-4d', lambda: sequential(PReLU(input_shape=(3, 5, 2))))
    add('elu', lambda: sequential(ELU(input_shape=(7,))))
    add('elu-alpha-3d', lambda: sequential(ELU(alpha=0.5, input_shape=(5, 7))))
    add('parametric-softplus', lambda: sequential(ParametricSoftplus(input_shape=(7,))))
    add('parametric-softplus-3d', lambda: sequential(ParametricSoftplus(alpha_init=0.3, beta_init=2., input_shape=(5, 7))))
    add('thresholded-relu', lambda: sequential(ThresholdedReLU(input_shape=(7,))))
    add('thresholded-relu-theta-3d', lambda: sequential(ThresholdedReLU(theta=0.3, input_shape=(5, 7))))
    add('srelu', lambda: sequential(SReLU(input_shape=(7,))))
    add('srelu-3d', lambda: sequential(SReLU(t_left_init='one', input_shape=(5, 7))), inputs=scaled(2, 5, 7))
    add('advanced-activations-stacked', lambda: sequential(
        Dense(7, input_dim=5), LeakyReLU(0.1), Dense(5), PReLU(), Dense(5), ELU(0.7), Dense(5), SReLU()), compiled=True)
    if NEW:
        # get_config of 1.2.2 drops shared_axes, so Keras itself cannot use its own file: the shape of the arrays tells.
        add('prelu-shared-axes-3d', lambda: sequential(PReLU(shared_axes=[1], input_shape=(5, 7))), reload=False)
        add('prelu-shared-axes-4d', lambda: sequential(PReLU(shared_axes=(2, 3), input_shape=(3, 5, 7))), reload=False)
        add('parametric-softplus-shared-axes', lambda: sequential(
            ParametricSoftplus(shared_axes=[1], input_shape=(5, 7))), reload=False)
        add('srelu-shared-axes', lambda: sequential(SReLU(shared_axes=[1], input_shape=(5, 7))), reload=False)


def noise():
    for layer in [Dropout(0.5, name='noise'), Dropout(0., name='noise'), GaussianNoise(0.3, name='noise'),
                  GaussianDropout(0.4, name='noise'), ActivityRegularization(l1=0.1, l2=0.2, name='noise')]:
        kind = {'Dropout': 'dropout', 'GaussianNoise': 'gaussian-noise', 'GaussianDropout': 'gaussian-dropout',
                'ActivityRegularization': 'activity-regularization'}[type(layer).__name__]
        if kind == 'dropout' and layer.p == 0:
            kind = 'dropout-of-zero'
        config = layer.get_config()
        add(kind, lambda kind=type(layer), config=config: sequential(Dense(7, input_dim=5), kind.from_config(config), Dense(3)))
        add(kind + '-first', lambda kind=type(layer), config=config: sequential(
            kind.from_config(dict(config, batch_input_shape=(None, 5))), Dense(3, activation='tanh')))
    if NEW:
        from keras.layers import Convolution2D, Convolution3D, SpatialDropout1D, SpatialDropout2D, SpatialDropout3D
        add('dropout-noise-shape', lambda: sequential(Dropout(0.5, noise_shape=(3, 1, 7), seed=7, input_shape=(5, 7))))
        add('spatial-dropout-1d', lambda: sequential(SpatialDropout1D(0.4, input_shape=(5, 7)), Flatten(), Dense(3)))
        add('spatial-dropout-2d', lambda: sequential(
            Convolution2D(3, 2, 2, input_shape=(2, 5, 7)), SpatialDropout2D(0.4), Flatten(), Dense(3)))
        add('spatial-dropout-3d', lambda: sequential(
            Convolution3D(2, 2, 2, 2, input_shape=(2, 3, 4, 5)), SpatialDropout3D(0.4)))


def shapes():
    add('flatten-3d', lambda: sequential(Flatten(input_shape=(5, 7)), Dense(3)))
    add('flatten-4d', lambda: sequential(Flatten(input_shape=(3, 5, 2))))
    add('flatten-5d', lambda: sequential(Flatten(input_shape=(2, 3, 5, 2))))
    add('reshape', lambda: sequential(Reshape((3, 5), input_shape=(15,))))
    add('reshape-3d', lambda: sequential(Reshape((7, 5), input_shape=(5, 7))))
    add('reshape-4d', lambda: sequential(Dense(30, input_dim=7), Reshape((2, 3, 5))))
    add('reshape-to-flat', lambda: sequential(Reshape((35,), input_shape=(5, 7)), Dense(3)))
    if NEW:
        add('reshape-unknown-dimension', lambda: sequential(Reshape((-1, 5), input_shape=(15,))))
        add('reshape-unknown-last', lambda: sequential(Reshape((7, -1), input_shape=(5, 7, 2))))
    add('permute', lambda: sequential(Permute((2, 1), input_shape=(5, 7))))
    add('permute-231', lambda: sequential(Permute((2, 3, 1), input_shape=(2, 5, 3))))
    add('permute-312', lambda: sequential(Permute((3, 1, 2), input_shape=(2, 5, 3)), Flatten(), Dense(3)))
    add('repeat-vector', lambda: sequential(RepeatVector(5, input_shape=(7,))))
    add('repeat-vector-after-dense', lambda: sequential(Dense(3, input_dim=7), RepeatVector(2), Flatten(), Dense(5)))


def gated_dense():
    add('highway', lambda: sequential(Highway(input_dim=7, activation='tanh')))
    add('highway-relu-stacked', lambda: sequential(Dense(7, input_dim=5), Highway(activation='relu'), Highway(), Dense(3)))
    add('highway-no-bias', lambda: sequential(Highway(input_dim=7, bias=False, activation='sigmoid')))
    add('maxout-dense', lambda: sequential(MaxoutDense(5, input_dim=7)))
    add('maxout-dense-features', lambda: sequential(MaxoutDense(5, nb_feature=3, input_dim=7), Dense(3)))
    add('maxout-dense-no-bias', lambda: sequential(MaxoutDense(5, nb_feature=2, bias=False, input_dim=7)))


def batch_normalization():
    add('batch-normalization', lambda: sequential(BatchNormalization(input_shape=(7,))))
    add('batch-normalization-epsilon', lambda: sequential(
        Dense(7, input_dim=5), BatchNormalization(epsilon=0.1, momentum=0.5), Dense(3)), compiled=True)
    add('batch-normalization-3d', lambda: sequential(BatchNormalization(input_shape=(5, 7))))
    add('batch-normalization-3d-axis-1', lambda: sequential(BatchNormalization(axis=1, input_shape=(5, 7))))
    add('batch-normalization-4d-axis-1', lambda: sequential(BatchNormalization(axis=1, input_shape=(3, 5, 7))))
    add('batch-normalization-4d-last-axis', lambda: sequential(BatchNormalization(input_shape=(3, 5, 7))))
    add('batch-normalization-5d', lambda: sequential(BatchNormalization(axis=1, input_shape=(3, 2, 5, 2))))
    add('batch-normalization-mode-1', lambda: sequential(BatchNormalization(mode=1, input_shape=(7,))))
    add('batch-normalization-mode-1-3d', lambda: sequential(BatchNormalization(mode=1, input_shape=(5, 7))))
    # Mode 2 normalises with the statistics of the batch at hand even when it predicts.
    add('batch-normalization-mode-2', lambda: sequential(BatchNormalization(mode=2, input_shape=(7,))))
    add('batch-normalization-mode-2-3d', lambda: sequential(BatchNormalization(mode=2, input_shape=(5, 7))))
    add('batch-normalization-mode-2-4d-axis-1', lambda: sequential(BatchNormalization(mode=2, axis=1, input_shape=(3, 5, 7))))


for family in [dense, activations, advanced_activations, noise, shapes, gated_dense, batch_normalization]:
    family()
