"""Maximum and average pooling of one, two and three dimensions, and global pooling."""
from keras.layers import (
    AveragePooling1D, AveragePooling2D, AveragePooling3D, Convolution2D, Dense, Flatten, MaxPooling1D, MaxPooling2D, MaxPooling3D)

from layer_cases_keras1.cases import NEW, add, sequential

SHAPES_2D = [('th', (2, 5, 4)), ('tf', (5, 4, 2))]
SHAPES_3D = [('th', (2, 4, 3, 3)), ('tf', (4, 3, 3, 2))]


def local_pooling():
    for kind, one, two, three in [('max', MaxPooling1D, MaxPooling2D, MaxPooling3D),
                                  ('average', AveragePooling1D, AveragePooling2D, AveragePooling3D)]:
        for border in ['valid', 'same']:
            # 1.0.6 on Theano has no 'same' border for one and three dimensions: it fails on them.
            sequences_and_volumes = NEW or border == 'valid'
            for name, options in [('', {}), ('-3', {'pool_length': 3}), ('-3-stride-2', {'pool_length': 3, 'stride': 2}),
                                  ('-2-stride-3', {'pool_length': 2, 'stride': 3}), ('-4-stride-1', {'pool_length': 4, 'stride': 1})] * sequences_and_volumes:
                add('%s-pooling-1d-%s%s' % (kind, border, name), lambda one=one, options=options, border=border: sequential(
                    one(border_mode=border, input_shape=(7, 3), **options)))
            for ordering, shape in SHAPES_2D:
                for name, options in [('', {}), ('-3x2', {'pool_size': (3, 2)}), ('-3x3-stride-2', {'pool_size': (3, 3), 'strides': (2, 2)}),
                                      ('-2x2-stride-1x3', {'pool_size': (2, 2), 'strides': (1, 3)})]:
                    add('%s-pooling-2d-%s-%s%s' % (kind, ordering, border, name),
                        lambda two=two, options=options, border=border, o=ordering, s=shape: sequential(
                            two(border_mode=border, dim_ordering=o, input_shape=s, **options)), ordering=ordering)
            for ordering, shape in SHAPES_3D:
                for name, options in [('', {}), ('-3x2x2-stride-1x1x2', {'pool_size': (3, 2, 2), 'strides': (1, 1, 2)})] * sequences_and_volumes:
                    add('%s-pooling-3d-%s-%s%s' % (kind, ordering, border, name),
                        lambda three=three, options=options, border=border, o=ordering, s=shape: sequential(
                            three(border_mode=border, dim_ordering=o, input_shape=s, **options)), ordering=ordering)
    for ordering, shape in SHAPES_2D:
        add('convolution-pooling-dense-' + ordering, lambda o=ordering, s=shape: sequential(
            Convolution2D(5, 2, 2, dim_ordering=o, activation='relu', input_shape=s), MaxPooling2D(dim_ordering=o),
            Flatten(), Dense(3, activation='softmax')), ordering=ordering, compiled=True)


def global_pooling():
    from keras.layers import (
        GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D, GlobalMaxPooling1D, GlobalMaxPooling2D,
        GlobalMaxPooling3D)
    for kind, one, two, three in [('max', GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D),
                                  ('average', GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D)]:
        add('global-%s-pooling-1d' % kind, lambda one=one: sequential(one(input_shape=(7, 3)), Dense(2)))
        for ordering, shape in SHAPES_2D:
            add('global-%s-pooling-2d-%s' % (kind, ordering), lambda two=two, o=ordering, s=shape: sequential(
                two(dim_ordering=o, input_shape=s)), ordering=ordering)
        for ordering, shape in SHAPES_3D:
            add('global-%s-pooling-3d-%s' % (kind, ordering), lambda three=three, o=ordering, s=shape: sequential(
                three(dim_ordering=o, input_shape=s)), ordering=ordering)


local_pooling()
if NEW:
    global_pooling()
