"""Embedding, Masking, and what a mask does to the layers behind it."""
from keras.layers import (
    Activation, BatchNormalization, Dense, Dropout, Embedding, Flatten, GRU, Input, LSTM, Masking, Merge, PReLU, SimpleRNN,
    TimeDistributed, TimeDistributedDense, merge)
from keras.models import Model

from layer_cases_keras1.cases import NEW, add, indices, padded, padded_indices, sequential

KINDS = [('lstm', LSTM), ('gru', GRU), ('simple-rnn', SimpleRNN)]


def embedding():
    add('embedding', lambda: sequential(Embedding(13, 5, input_length=7)), inputs=indices(13, 7))
    add('embedding-any-length', lambda: sequential(Embedding(13, 5)), inputs=indices(13, 3))
    add('embedding-flatten-dense', lambda: sequential(
        Embedding(13, 5, input_length=7, init='glorot_uniform'), Flatten(), Dense(3, activation='softmax')),
        inputs=indices(13, 7), compiled=True)
    add('embedding-dropout', lambda: sequential(Embedding(13, 5, input_length=7, dropout=0.3)), inputs=indices(13, 7))
    add('embedding-batch-input-shape', lambda: sequential(
        Embedding(13, 5, batch_input_shape=(3, 7)), SimpleRNN(3, stateful=True)), inputs=indices(13, 7),
        calls=[(3, False), (3, False), (3, True)])
    add('embedding-mask-zero', lambda: sequential(Embedding(13, 5, input_length=7, mask_zero=True)), inputs=padded_indices(13, 7))
    for prefix, kind in KINDS:
        for side in ['pre', 'post']:
            add('embedding-mask-zero-%s-%s' % (prefix, side), lambda kind=kind: sequential(
                Embedding(13, 5, input_length=7, mask_zero=True), kind(3), Dense(2)), inputs=padded_indices(13, 7, side))
    add('embedding-lstm-weights-only', lambda: sequential(
        Embedding(13, 5, input_length=7, mask_zero=True), LSTM(3, return_sequences=True), GRU(2)),
        inputs=padded_indices(13, 7), weights_only=True)


def masking():
    add('masking', lambda: sequential(Masking(input_shape=(5, 3))), inputs=padded(3, 5))
    add('masking-value', lambda: sequential(Masking(mask_value=-1., input_shape=(5, 3)), LSTM(4)), inputs=padded(3, 5, value=-1.))
    # 0.1 has no exact float32: whether the comparison is made in float32 shows here.
    add('masking-value-inexact', lambda: sequential(Masking(mask_value=0.1, input_shape=(5, 3)), LSTM(4)), inputs=padded(3, 5, value=0.1))
    for prefix, kind in KINDS:
        for side in ['pre', 'post', 'middle']:
            add('masking-%s-%s' % (prefix, side), lambda kind=kind: sequential(
                Masking(input_shape=(5, 3)), kind(7)), inputs=padded(3, 5, side))
        add('masking-%s-return-sequences' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), kind(7, return_sequences=True)), inputs=padded(3, 5, 'middle'))
        add('masking-%s-go-backwards' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), kind(7, go_backwards=True, return_sequences=True)), inputs=padded(3, 5))
        add('masking-%s-unroll' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), kind(7, unroll=True, return_sequences=True)), inputs=padded(3, 5))
        add('masking-%s-unroll-go-backwards' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), kind(7, unroll=True, go_backwards=True)), inputs=padded(3, 5, 'post'))
        # A masked first step answers zeros, not the carried state; the state itself stays.
        add('masking-%s-stateful' % prefix, lambda kind=kind: sequential(
            Masking(batch_input_shape=(3, 5, 2)), kind(7, stateful=True, return_sequences=True)), inputs=padded(2, 5),
            calls=[(3, False), (3, False), (3, True)])
        add('masking-%s-stacked' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), kind(7, return_sequences=True), Dropout(0.2), kind(5)), inputs=padded(3, 5))
    add('masking-lstm-consume-less-gpu', lambda: sequential(
        Masking(input_shape=(5, 3)), LSTM(7, consume_less='gpu')), inputs=padded(3, 5))
    add('masking-gru-consume-less-mem', lambda: sequential(
        Masking(input_shape=(5, 3)), GRU(7, consume_less='mem')), inputs=padded(3, 5))
    add('masking-through-layers', lambda: sequential(
        Masking(input_shape=(5, 3)), Activation('tanh'), Dropout(0.3), BatchNormalization(), PReLU(), GRU(4)), inputs=padded(3, 5))
    add('masking-time-distributed', lambda: sequential(
        Masking(input_shape=(5, 3)), TimeDistributed(Dense(4)), LSTM(5)), inputs=padded(3, 5))
    add('masking-time-distributed-dense-layer', lambda: sequential(
        Masking(input_shape=(5, 3)), TimeDistributedDense(4), LSTM(5)), inputs=padded(3, 5))
    add('masking-stops-at-last-output', lambda: sequential(
        Masking(input_shape=(5, 3)), LSTM(5), Dense(4, activation='relu'), Dense(2)), inputs=padded(3, 5), compiled=True)


def both_inputs(random, batch, call):
    return padded(3, 5)(random, batch, call) + padded(3, 5, 'middle')(random, batch, call)


def masked_branches():
    # Keras 1 loses the masks of Sequential branches here (their own node keeps the mask None): nothing is masked behind.
    def branches(mode, **options):
        left = sequential(Masking(input_shape=(5, 3)), LSTM(4, return_sequences=True))
        right = sequential(Masking(input_shape=(5, 3)), GRU(4, return_sequences=True))
        return sequential(Merge([left, right], mode=mode, **options), SimpleRNN(3))

    for mode in ['sum', 'mul', 'ave']:
        add('masking-merge-' + mode, lambda mode=mode: branches(mode), inputs=both_inputs)
    add('masking-merge-concat', lambda: branches('concat'), inputs=both_inputs)
    add('masking-merge-concat-time', lambda: branches('concat', concat_axis=1), inputs=both_inputs)

    def one_masked(mode):
        left = sequential(Masking(input_shape=(5, 3)), LSTM(4, return_sequences=True))
        right = sequential(GRU(4, return_sequences=True, input_shape=(5, 3)))
        return sequential(Merge([left, right], mode=mode), SimpleRNN(3))

    add('masking-merge-sum-one-masked', lambda: one_masked('sum'), inputs=both_inputs)
    add('masking-merge-concat-one-masked', lambda: one_masked('concat'), inputs=both_inputs)


def masked_merges():
    def merged(mode, one_masked=False, **options):
        a, b = Input(shape=(5, 3)), Input(shape=(5, 3))
        joined = merge([Masking()(a), b if one_masked else Masking()(b)], mode=mode, **options)
        return Model(input=[a, b], output=LSTM(4, return_sequences=True)(joined))

    for mode in ['sum', 'mul', 'ave', 'concat']:
        add('masking-merge-function-' + mode, lambda mode=mode: merged(mode), inputs=both_inputs)
    add('masking-merge-function-sum-one-masked', lambda: merged('sum', one_masked=True), inputs=both_inputs)
    add('masking-merge-function-concat-time', lambda: merged('concat', concat_axis=1), inputs=both_inputs)
    if NEW:  # 1.0.6 cannot join the two masks: it makes one of four dimensions
        add('masking-merge-function-concat-one-masked', lambda: merged('concat', one_masked=True), inputs=both_inputs)


def masked_models_in_models():
    def inner():
        return sequential(Masking(input_shape=(5, 3)), LSTM(4, return_sequences=True))

    def called():
        a = Input(shape=(5, 3))
        return Model(input=a, output=GRU(3)(inner()(a)))

    def functional():
        a, b = Input(shape=(5, 3)), Input(shape=(5, 3))
        model = Model(input=a, output=SimpleRNN(4, return_sequences=True)(Masking()(a)))
        return Model(input=b, output=GRU(3)(model(b)))

    add('masking-nested-first', lambda: sequential(inner(), GRU(3)), inputs=padded(3, 5))
    add('masking-nested-second', lambda: sequential(Dropout(0.1, input_shape=(5, 3)), inner(), GRU(3)), inputs=padded(3, 5))
    add('masking-sequential-called', called, inputs=padded(3, 5))
    add('masking-functional-called', functional, inputs=padded(3, 5))


def masked_bidirectional():
    from keras.layers import Bidirectional
    for prefix, kind in KINDS:
        add('masking-bidirectional-' + prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), Bidirectional(kind(4))), inputs=padded(3, 5))
        add('masking-bidirectional-%s-return-sequences' % prefix, lambda kind=kind: sequential(
            Masking(input_shape=(5, 3)), Bidirectional(kind(4, return_sequences=True)), LSTM(3)), inputs=padded(3, 5, 'middle'))
    add('embedding-mask-zero-bidirectional', lambda: sequential(
        Embedding(13, 5, mask_zero=True, input_length=7), Bidirectional(LSTM(4), merge_mode='sum'), Dense(2)),
        inputs=padded_indices(13, 7), compiled=True)


embedding()
masking()
masked_branches()
masked_merges()
masked_models_in_models()
if NEW:
    masked_bidirectional()
