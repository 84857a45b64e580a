"""Convolutions of every kind, locally connected layers, padding, cropping and upsampling."""
from keras.layers import (
    AtrousConvolution2D, Convolution1D, Convolution2D, Convolution3D, Dense, Flatten, LocallyConnected1D,
    LocallyConnected2D, UpSampling1D, UpSampling2D, UpSampling3D, ZeroPadding1D, ZeroPadding2D, ZeroPadding3D)

from layer_cases_keras1.cases import NEW, add, lengths, sequential

BORDERS = ['valid', 'same'] + (['full'] if NEW else [])
SHAPES_2D = [('th', (2, 5, 4)), ('tf', (5, 4, 2))]
SHAPES_3D = [('th', (2, 4, 3, 3)), ('tf', (4, 3, 3, 2))]


def convolution_1d():
    def one(name, nb_filter=5, filter_length=3, **options):
        case = {key: options.pop(key) for key in ['inputs', 'compiled', 'weights_only'] if key in options}
        options.setdefault('input_shape', (7, 3))
        add('convolution-1d-' + name, lambda: sequential(Convolution1D(nb_filter, filter_length, **options)), **case)

    for border in BORDERS:
        one(border, border_mode=border)
        one(border + '-even-filter', filter_length=4, border_mode=border, activation='tanh')
        one(border + '-subsample', border_mode=border, subsample_length=2)
        one(border + '-subsample-even-filter', filter_length=2, border_mode=border, subsample_length=3)
    one('no-bias', bias=False, activation='relu')
    one('filter-of-one', filter_length=1)
    one('input-dim', input_shape=None, input_dim=3, input_length=7, init='he_normal')
    one('any-length', input_shape=None, input_dim=3, border_mode='same', inputs=lengths(3, 7, 4))
    one('weights-only', weights_only=True, border_mode='same')
    add('convolution-1d-stacked', lambda: sequential(
        Convolution1D(5, 3, activation='relu', input_shape=(7, 3)), Convolution1D(3, 2, activation='relu'), Flatten(), Dense(2)),
        compiled=True)


def convolution_2d():
    for ordering, shape in SHAPES_2D:
        def one(name, nb_filter=3, rows=3, cols=3, **options):
            case = {key: options.pop(key) for key in ['compiled', 'weights_only'] if key in options}
            add('convolution-2d-%s-%s' % (ordering, name), lambda ordering=ordering, shape=shape: sequential(
                Convolution2D(nb_filter, rows, cols, dim_ordering=ordering, input_shape=shape, **options)),
                ordering=ordering, **case)

        for border in BORDERS:
            one(border, border_mode=border)
            one(border + '-2x3', rows=2, border_mode=border, activation='relu')
            one(border + '-subsample', border_mode=border, subsample=(2, 1))
            one(border + '-subsample-even-filter', rows=4, cols=2, border_mode=border, subsample=(2, 3))
        one('no-bias', bias=False, activation='tanh')
        one('1x1', rows=1, cols=1)
        one('weights-only', border_mode='same', weights_only=True)
        add('convolution-2d-%s-stacked' % ordering, lambda ordering=ordering, shape=shape: sequential(
            Convolution2D(5, 2, 2, dim_ordering=ordering, activation='relu', input_shape=shape),
            Convolution2D(3, 3, 2, dim_ordering=ordering, border_mode='same'), Flatten(), Dense(3, activation='softmax')),
            ordering=ordering, compiled=True)


def convolution_3d():
    for ordering, shape in SHAPES_3D:
        # 1.0.6 asserts that a 'same' border goes with a subsample of (1, 1, 1).
        for border in BORDERS:
            add('convolution-3d-%s-%s' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                Convolution3D(3, 3, 3, 3, dim_ordering=o, border_mode=b, input_shape=s)), ordering=ordering)
            add('convolution-3d-%s-%s-2x3x1' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                Convolution3D(2, 2, 3, 1, dim_ordering=o, border_mode=b, activation='tanh', input_shape=s)), ordering=ordering)
            if NEW or border == 'valid':
                add('convolution-3d-%s-%s-subsample' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                    Convolution3D(2, 2, 2, 2, dim_ordering=o, border_mode=b, subsample=(2, 1, 2), bias=False, input_shape=s)),
                    ordering=ordering)


def atrous():
    for ordering, shape in SHAPES_2D:
        for border in BORDERS:
            add('atrous-convolution-2d-%s-%s' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                AtrousConvolution2D(3, 3, 2, atrous_rate=(2, 2), border_mode=b, dim_ordering=o, input_shape=s)), ordering=ordering)
            add('atrous-convolution-2d-%s-%s-uneven' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                AtrousConvolution2D(2, 3, 2, atrous_rate=(1, 2), border_mode=b, dim_ordering=o, activation='relu', input_shape=s)),
                ordering=ordering)
    if NEW:
        from keras.layers import AtrousConvolution1D
        for border in BORDERS:
            add('atrous-convolution-1d-' + border, lambda b=border: sequential(
                AtrousConvolution1D(5, 3, atrous_rate=2, border_mode=b, input_shape=(7, 3))))
        add('atrous-convolution-1d-no-bias', lambda: sequential(
            AtrousConvolution1D(5, 2, atrous_rate=3, bias=False, activation='tanh', input_shape=(7, 3))))


def deconvolution():
    from keras.layers import Deconvolution2D

    def output(ordering, rows, cols, filters=3):
        return (None, filters, rows, cols) if ordering == 'th' else (None, rows, cols, filters)

    for ordering, shape in [('th', (2, 4, 3)), ('tf', (4, 3, 2))]:
        for name, rows, cols, border, subsample, out in [
                ('valid', 3, 3, 'valid', (1, 1), (6, 5)),
                ('valid-2x3', 2, 3, 'valid', (1, 1), (5, 5)),
                ('valid-subsample', 3, 3, 'valid', (2, 2), (9, 7)),
                ('valid-subsample-larger', 3, 2, 'valid', (2, 2), (10, 7)),
                ('same', 3, 3, 'same', (1, 1), (4, 3)),
                ('same-subsample', 3, 3, 'same', (2, 2), (7, 5)),
                ('same-subsample-larger', 3, 3, 'same', (2, 2), (8, 6))]:
            add('deconvolution-2d-%s-%s' % (ordering, name), lambda o=ordering, s=shape, r=rows, c=cols, b=border, sub=subsample, out=out:
                sequential(Deconvolution2D(3, r, c, output(o, *out), border_mode=b, subsample=sub, dim_ordering=o, input_shape=s)),
                ordering=ordering)
    add('deconvolution-2d-no-bias', lambda: sequential(Deconvolution2D(
        3, 3, 3, (None, 3, 6, 5), bias=False, activation='relu', dim_ordering='th', input_shape=(2, 4, 3))))


def locally_connected():
    add('locally-connected-1d', lambda: sequential(LocallyConnected1D(5, 3, input_shape=(7, 3))))
    add('locally-connected-1d-subsample', lambda: sequential(
        LocallyConnected1D(5, 2, subsample_length=2, activation='tanh', input_dim=3, input_length=7)))
    add('locally-connected-1d-no-bias', lambda: sequential(LocallyConnected1D(2, 3, bias=False, input_shape=(5, 3)), Flatten(), Dense(3)))
    for ordering, shape in SHAPES_2D:
        add('locally-connected-2d-' + ordering, lambda o=ordering, s=shape: sequential(
            LocallyConnected2D(3, 3, 2, dim_ordering=o, input_shape=s)), ordering=ordering)
        add('locally-connected-2d-%s-subsample' % ordering, lambda o=ordering, s=shape: sequential(
            LocallyConnected2D(2, 2, 2, subsample=(2, 1), activation='relu', dim_ordering=o, input_shape=s)), ordering=ordering)
        add('locally-connected-2d-%s-no-bias' % ordering, lambda o=ordering, s=shape: sequential(
            LocallyConnected2D(2, 3, 3, bias=False, dim_ordering=o, input_shape=s)), ordering=ordering)


def padding_and_upsampling():
    add('zero-padding-1d', lambda: sequential(ZeroPadding1D(2, input_shape=(5, 3))))
    add('up-sampling-1d', lambda: sequential(UpSampling1D(3, input_shape=(5, 3))))
    add('up-sampling-1d-convolution', lambda: sequential(
        Convolution1D(5, 2, input_shape=(7, 3)), UpSampling1D(), ZeroPadding1D(), Convolution1D(2, 3)))
    # These layers do not write dim_ordering into their configuration: the convolutions beside them tell it.
    # (1.0.6 reads keras.json's default only once, so here it cannot load its own 'tf' file back.)
    for ordering, shape in SHAPES_2D:
        def between(name, *layers):
            add('%s-%s' % (name, ordering), lambda o=ordering, s=shape: sequential(
                Convolution2D(3, 2, 2, dim_ordering=o, input_shape=s), *[layer(o) for layer in layers]), ordering=ordering,
                reload=ordering == 'th' or NEW)

        between('zero-padding-2d', lambda o: ZeroPadding2D((1, 2), dim_ordering=o), lambda o: Convolution2D(2, 3, 3, dim_ordering=o))
        between('up-sampling-2d', lambda o: UpSampling2D((3, 2), dim_ordering=o), lambda o: Convolution2D(2, 3, 3, dim_ordering=o))
        if NEW:
            from keras.layers import Cropping2D
            between('zero-padding-2d-four', lambda o: ZeroPadding2D((1, 2, 0, 3), dim_ordering=o), lambda o: Flatten(), lambda o: Dense(2))
            between('zero-padding-2d-dict', lambda o: ZeroPadding2D({'top_pad': 2, 'left_pad': 1}, dim_ordering=o))
            between('cropping-2d', lambda o: Cropping2D(((1, 1), (0, 1)), dim_ordering=o), lambda o: Flatten(), lambda o: Dense(2))
            between('cropping-2d-left', lambda o: Cropping2D(((2, 0), (1, 0)), dim_ordering=o))
    for ordering, shape in SHAPES_3D:
        def between3(name, *layers):
            add('%s-%s' % (name, ordering), lambda o=ordering, s=shape: sequential(
                Convolution3D(2, 2, 2, 2, dim_ordering=o, input_shape=s), *[layer(o) for layer in layers]), ordering=ordering,
                reload=ordering == 'th' or NEW)

        between3('zero-padding-3d', lambda o: ZeroPadding3D((1, 2, 1), dim_ordering=o))
        between3('up-sampling-3d', lambda o: UpSampling3D((2, 1, 3), dim_ordering=o))
        if NEW:
            from keras.layers import Cropping3D
            between3('cropping-3d', lambda o: Cropping3D(((1, 1), (0, 1), (1, 0)), dim_ordering=o), lambda o: Flatten(), lambda o: Dense(2))
    # Alone, nothing tells: Keras takes the default of its keras.json, which is 'th' in 1.0.6 and 'tf' in 1.2.2.
    default = 'tf' if NEW else 'th'
    add('zero-padding-2d-alone', lambda: sequential(ZeroPadding2D((1, 2), input_shape=(3, 5, 2), dim_ordering=default)), ordering=default)
    add('up-sampling-2d-alone', lambda: sequential(UpSampling2D((1, 2), input_shape=(3, 5, 2), dim_ordering=default)), ordering=default)
    if NEW:
        from keras.layers import Cropping1D, Cropping2D
        add('cropping-1d', lambda: sequential(Cropping1D((1, 2), input_shape=(7, 3))))
        add('cropping-1d-left', lambda: sequential(Cropping1D((2, 0), input_shape=(7, 3)), Convolution1D(2, 3)))
        add('cropping-2d-alone', lambda: sequential(Cropping2D(((1, 1), (1, 2)), input_shape=(5, 5, 5))), ordering='tf')
        add('zero-padding-1d-tuple', lambda: sequential(ZeroPadding1D((1, 3), input_shape=(5, 3))))
        add('zero-padding-1d-dict', lambda: sequential(ZeroPadding1D({'left_pad': 2}, input_shape=(5, 3)), Convolution1D(2, 3)))


for family in [convolution_1d, convolution_2d, convolution_3d, atrous, locally_connected, padding_and_upsampling]:
    family()
if NEW:
    deconvolution()
