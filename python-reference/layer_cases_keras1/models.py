"""Functional models: several inputs and outputs, shared layers, residuals, and models inside models."""
from keras.layers import (
    Activation, BatchNormalization, Convolution2D, Dense, Embedding, Flatten, GRU, Input, LSTM, MaxPooling2D, TimeDistributed,
    merge)
from keras.models import Model

from layer_cases_keras1.cases import NEW, add, padded_indices, sequential


def several_inputs_and_outputs():
    a, b = Input(shape=(5,), name='first'), Input(shape=(3,), name='second')
    hidden = merge([Dense(7, activation='relu')(a), Dense(7)(b)], mode='sum')
    return Model(input=[a, b], output=[Dense(2, activation='softmax', name='kind')(hidden), Dense(1, name='size')(hidden)])


def input_is_also_output():
    a = Input(shape=(5,))
    b = Dense(3)(a)
    return Model(input=a, output=[b, Activation('tanh')(b), Dense(2)(b)])


def shared_dense():
    a, b = Input(shape=(5,)), Input(shape=(5,))
    shared = Dense(7, activation='tanh')
    return Model(input=[a, b], output=Dense(2)(merge([shared(a), shared(b)], mode='concat')))


def siamese_lstm():
    a, b = Input(shape=(5, 3)), Input(shape=(5, 3))
    shared = LSTM(4, name='shared')
    return Model(input=[a, b], output=merge([shared(a), shared(b)], mode='mul'))


def shared_twice_in_a_row():
    a = Input(shape=(5,))
    shared = Dense(5, activation='sigmoid')
    return Model(input=a, output=shared(shared(a)))


def residual():
    a = Input(shape=(2, 5, 4))
    b = Convolution2D(2, 3, 3, border_mode='same', activation='relu', dim_ordering='th')(a)
    b = BatchNormalization(axis=1)(b)
    c = merge([a, b], mode='sum')
    return Model(input=a, output=Dense(3)(Flatten()(MaxPooling2D(dim_ordering='th')(c))))


def inception():
    a = Input(shape=(5, 4, 2))
    towers = [Convolution2D(2, n, n, border_mode='same', dim_ordering='tf')(a) for n in [1, 3]]
    towers.append(MaxPooling2D((3, 3), strides=(1, 1), border_mode='same', dim_ordering='tf')(a))
    return Model(input=a, output=merge(towers, mode='concat', concat_axis=3))


def nested_sequential():
    return sequential(sequential(Dense(7, input_dim=5, activation='relu'), Dense(3)), Activation('tanh'), Dense(2))


def nested_sequential_deep():
    return sequential(sequential(sequential(Dense(7, input_dim=5), Activation('relu')), Dense(3)), Dense(2))


def nested_batch_normalizations():
    # A nested model's arrays are the trainable ones of all its layers first, then the running statistics of all.
    inner = sequential(Dense(4, input_dim=5), BatchNormalization(), Dense(3, activation='relu'), BatchNormalization())
    return sequential(inner, Dense(2))


def sequential_in_functional():
    a, b = Input(shape=(5,)), Input(shape=(5,))
    tower = sequential(Dense(7, input_dim=5, activation='relu'), Dense(3))
    return Model(input=[a, b], output=Dense(2)(merge([tower(a), tower(b)], mode='max')))


def functional_in_functional():
    inner_input = Input(shape=(5,))
    inner = Model(input=inner_input, output=Dense(3, activation='tanh')(Dense(4)(inner_input)), name='inner')
    a = Input(shape=(5,))
    return Model(input=a, output=Dense(2)(inner(a)))


def functional_in_sequential():
    inner_input = Input(shape=(5,))
    inner = Model(input=inner_input, output=Dense(3, activation='tanh')(inner_input))
    return sequential(inner, Dense(2))


def inner_with_two_outputs():
    p, q = Input(shape=(5,)), Input(shape=(3,))
    inner = Model(input=[p, q], output=[Dense(4)(p), merge([Dense(4)(q), Dense(4)(p)], mode='sum')])
    a, b = Input(shape=(5,)), Input(shape=(3,))
    left, right = inner([a, b])
    return Model(input=[a, b], output=[Dense(2)(right), left])


def time_distributed_model():
    inner_input = Input(shape=(3,))
    inner = Model(input=inner_input, output=Dense(2)(Dense(5, activation='relu')(inner_input)))
    a = Input(shape=(5, 3))
    return Model(input=a, output=LSTM(4)(TimeDistributed(inner)(a)))


def mask_through_functional():
    a = Input(shape=(7,), dtype='int32')
    b = Embedding(13, 5, mask_zero=True)(a)
    c = merge([LSTM(4, return_sequences=True)(b), GRU(4, return_sequences=True)(b)], mode='sum')
    return Model(input=a, output=[GRU(3)(c), LSTM(2)(b)])


def stateful_functional():
    a = Input(batch_shape=(3, 2, 5))
    b = LSTM(4, stateful=True, return_sequences=True)(a)
    return Model(input=a, output=Dense(2)(GRU(3, stateful=True)(b)))


def bidirectional_without_merge():
    from keras.layers import Bidirectional
    a = Input(shape=(5, 3))
    # Without return_sequences 1.2.2 fails on it: its compute_mask gives one mask for two outputs.
    return Model(input=a, output=Bidirectional(LSTM(4, return_sequences=True), merge_mode=None)(a))


for compiled, builders in [
        (True, [several_inputs_and_outputs, residual, nested_sequential, functional_in_functional]),
        (False, [input_is_also_output, shared_dense, siamese_lstm, shared_twice_in_a_row, nested_sequential_deep, nested_batch_normalizations,
                 sequential_in_functional, functional_in_sequential, inner_with_two_outputs, time_distributed_model])]:
    for builder in builders:
        add(builder.__name__.replace('_', '-'), builder, compiled=compiled)
add('nested-sequential-weights-only', nested_sequential, weights_only=True)
add('shared-dense-weights-only', shared_dense, weights_only=True)
add('inception', inception, ordering='tf')
add('mask-through-functional', mask_through_functional, inputs=padded_indices(13, 7))
add('stateful-functional', stateful_functional, calls=[(3, False), (3, False), (3, True)])
if NEW:
    add('bidirectional-without-merge', bidirectional_without_merge)
