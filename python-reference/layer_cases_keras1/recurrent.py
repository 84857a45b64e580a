"""LSTM, GRU and SimpleRNN with every option, Bidirectional, TimeDistributed, TimeDistributedDense, ConvLSTM2D."""
from keras.layers import (
    Activation, BatchNormalization, Convolution1D, Convolution2D, Dense, Dropout, Flatten, GRU, LSTM, MaxPooling2D,
    RepeatVector, SimpleRNN, TimeDistributed, TimeDistributedDense)
from keras.regularizers import l2

from layer_cases_keras1.cases import NEW, add, lengths, sequential

STATEFUL = [(3, False), (3, False), (3, True), (3, False)]
KINDS = [('lstm', LSTM), ('gru', GRU), ('simple-rnn', SimpleRNN)]


def recurrent(prefix, kind):
    def one(name, units=7, **options):
        case = {key: options.pop(key) for key in ['calls', 'inputs', 'compiled', 'weights_only'] if key in options}
        options.setdefault('input_shape', (5, 3))
        add(prefix + name, lambda: sequential(kind(units, **options)), **case)

    one('')
    one('-17-units', units=17)
    one('-return-sequences', return_sequences=True)
    for mode in ['mem', 'gpu']:
        if mode == 'gpu' and kind is SimpleRNN:
            continue
        one('-consume-less-' + mode, consume_less=mode)
        one('-consume-less-%s-return-sequences' % mode, consume_less=mode, return_sequences=True, go_backwards=True)
    one('-go-backwards', go_backwards=True)
    one('-go-backwards-return-sequences', go_backwards=True, return_sequences=True)
    one('-unroll', unroll=True)
    one('-unroll-go-backwards-return-sequences', unroll=True, go_backwards=True, return_sequences=True)
    one('-one-step', input_shape=(1, 3))
    one('-activations', activation='relu', **({} if kind is SimpleRNN else {'inner_activation': 'sigmoid'}))
    one('-activation-linear', activation='linear', **({} if kind is SimpleRNN else {'inner_activation': 'tanh'}))
    one('-activation-hard-sigmoid', activation='hard_sigmoid', **({} if kind is SimpleRNN else {'inner_activation': 'linear'}))
    one('-activation-softsign', activation='softsign', **({} if kind is SimpleRNN else {'inner_activation': 'softmax'}))
    one('-activation-softplus', activation='softplus', **({} if kind is SimpleRNN else {'inner_activation': 'relu'}))
    one('-dropout', dropout_W=0.3, dropout_U=0.2)
    one('-regularized', init='he_uniform', inner_init='identity', W_regularizer=l2(0.01), U_regularizer=l2(0.02),
        b_regularizer=l2(0.03), compiled=True)
    one('-weights-only', return_sequences=True, weights_only=True)
    one('-input-dim', input_shape=None, input_dim=3, input_length=5)
    one('-any-length', input_shape=None, input_dim=3, inputs=lengths(3, 5, 2), return_sequences=True)
    one('-stateful', input_shape=None, batch_input_shape=(3, 5, 2), stateful=True, calls=STATEFUL)
    one('-stateful-return-sequences', input_shape=None, batch_input_shape=(3, 2, 5), stateful=True, return_sequences=True,
        calls=STATEFUL)
    one('-stateful-unroll-go-backwards', input_shape=None, batch_input_shape=(3, 2, 5), stateful=True, unroll=True,
        go_backwards=True, calls=STATEFUL)
    one('-stateful-batch-of-one', input_shape=None, batch_input_shape=(1, 1, 3), stateful=True,
        calls=[(1, False), (1, False), (1, False), (1, True)])
    add(prefix + '-stacked', lambda: sequential(
        kind(7, return_sequences=True, input_shape=(5, 3)), Dropout(0.2), kind(5, activation='sigmoid'), Dense(2, activation='softmax')),
        compiled=True)
    add(prefix + '-stateful-stacked', lambda: sequential(
        kind(7, return_sequences=True, stateful=True, batch_input_shape=(3, 2, 5)), kind(5, stateful=True), Dense(3)),
        calls=STATEFUL)
    add(prefix + '-encoder-decoder', lambda: sequential(
        kind(7, input_shape=(5, 3)), RepeatVector(2), kind(5, return_sequences=True), TimeDistributed(Dense(3, activation='softmax'))))


def lstm_only():
    add('lstm-forget-bias-zero', lambda: sequential(LSTM(7, forget_bias_init='zero', input_shape=(5, 3))))
    add('lstm-consume-less-gpu-stateful', lambda: sequential(
        LSTM(5, consume_less='gpu', stateful=True, batch_input_shape=(3, 2, 7)), Dense(3)), calls=STATEFUL)
    add('gru-consume-less-gpu-stateful', lambda: sequential(
        GRU(5, consume_less='gpu', stateful=True, batch_input_shape=(3, 2, 7)), Dense(3)), calls=STATEFUL)
    add('mixed-recurrent-stack', lambda: sequential(
        LSTM(7, return_sequences=True, input_shape=(5, 3)), GRU(5, return_sequences=True, go_backwards=True),
        SimpleRNN(3, return_sequences=True), TimeDistributed(Dense(2))))


def bidirectional():
    from keras.layers import Bidirectional
    for mode in ['concat', 'sum', 'mul', 'ave']:
        add('bidirectional-lstm-' + mode, lambda mode=mode: sequential(Bidirectional(LSTM(7), merge_mode=mode, input_shape=(5, 3))))
        add('bidirectional-lstm-%s-return-sequences' % mode, lambda mode=mode: sequential(
            Bidirectional(LSTM(7, return_sequences=True), merge_mode=mode, input_shape=(5, 3))))
    for prefix, kind in KINDS[1:]:
        add('bidirectional-' + prefix, lambda kind=kind: sequential(Bidirectional(kind(7), input_shape=(5, 3))))
        add('bidirectional-%s-return-sequences' % prefix, lambda kind=kind: sequential(
            Bidirectional(kind(5, return_sequences=True), merge_mode='sum', input_shape=(5, 3)), TimeDistributed(Dense(3))))
    add('bidirectional-go-backwards', lambda: sequential(
        Bidirectional(LSTM(5, go_backwards=True, return_sequences=True), input_shape=(5, 3))))
    add('bidirectional-consume-less-gpu', lambda: sequential(Bidirectional(LSTM(5, consume_less='gpu'), input_shape=(5, 3))))
    add('bidirectional-unroll', lambda: sequential(Bidirectional(GRU(5, unroll=True, return_sequences=True), input_shape=(5, 3))))
    add('bidirectional-stacked', lambda: sequential(
        Bidirectional(LSTM(5, return_sequences=True), input_shape=(5, 3)), Bidirectional(GRU(3)), Dense(2)), compiled=True)
    add('bidirectional-named', lambda: sequential(
        Bidirectional(LSTM(5, name='inner'), name='outer', input_shape=(5, 3)), Dense(2)), weights_only=True)
    add('bidirectional-stateful', lambda: sequential(
        Bidirectional(LSTM(5, stateful=True, return_sequences=True), batch_input_shape=(3, 2, 7))), calls=STATEFUL)


def time_distributed():
    add('time-distributed-dense', lambda: sequential(TimeDistributed(Dense(7, activation='tanh'), input_shape=(5, 3))))
    add('time-distributed-dense-softmax', lambda: sequential(TimeDistributed(Dense(7, activation='softmax'), input_shape=(5, 3))))
    add('time-distributed-dense-no-bias', lambda: sequential(TimeDistributed(Dense(7, bias=False), input_shape=(5, 3))))
    add('time-distributed-fixed-batch', lambda: sequential(
        TimeDistributed(Dense(7), batch_input_shape=(3, 5, 2))), calls=[(3, False)])
    add('time-distributed-any-length', lambda: sequential(
        LSTM(5, return_sequences=True, input_dim=3), TimeDistributed(Dense(2))), inputs=lengths(3, 5, 2))
    add('time-distributed-activation', lambda: sequential(TimeDistributed(Activation('softmax'), input_shape=(5, 3))))
    add('time-distributed-dropout', lambda: sequential(TimeDistributed(Dropout(0.3), input_shape=(5, 3)), Flatten(), Dense(2)))
    add('time-distributed-flatten', lambda: sequential(TimeDistributed(Flatten(), input_shape=(5, 3, 2)), LSTM(3)))
    add('time-distributed-convolution-1d', lambda: sequential(TimeDistributed(Convolution1D(3, 2), input_shape=(3, 5, 2))))
    add('time-distributed-convolution-2d', lambda: sequential(
        TimeDistributed(Convolution2D(3, 2, 2, activation='relu', dim_ordering='th'), input_shape=(2, 2, 5, 4)),
        TimeDistributed(MaxPooling2D(dim_ordering='th')), TimeDistributed(Flatten()), GRU(5)))
    add('time-distributed-lstm', lambda: sequential(TimeDistributed(LSTM(5), input_shape=(2, 5, 3))))
    add('time-distributed-lstm-return-sequences', lambda: sequential(
        TimeDistributed(LSTM(5, return_sequences=True), input_shape=(2, 5, 3))))
    add('time-distributed-batch-normalization', lambda: sequential(TimeDistributed(BatchNormalization(), input_shape=(5, 3))))
    add('time-distributed-time-distributed', lambda: sequential(
        TimeDistributed(TimeDistributed(Dense(3)), input_shape=(2, 5, 3))))
    add('time-distributed-sequential', lambda: sequential(TimeDistributed(
        sequential(Dense(5, input_dim=3, activation='relu'), Dense(2)), input_shape=(5, 3))))
    add('time-distributed-dense-layer', lambda: sequential(TimeDistributedDense(7, input_shape=(5, 3))))
    add('time-distributed-dense-layer-activation', lambda: sequential(
        TimeDistributedDense(7, activation='softmax', input_dim=3, input_length=5)))
    add('time-distributed-dense-layer-no-bias', lambda: sequential(
        LSTM(5, return_sequences=True, input_shape=(5, 3)), TimeDistributedDense(2, bias=False, activation='tanh')))


def conv_lstm():
    from keras.layers import ConvLSTM2D
    for ordering, shape in [('th', (3, 2, 5, 7)), ('tf', (3, 5, 7, 2))]:
        for border in ['valid', 'same']:
            add('conv-lstm-2d-%s-%s' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                ConvLSTM2D(3, 3, 3, border_mode=b, dim_ordering=o, input_shape=s)), ordering=ordering)
            add('conv-lstm-2d-%s-%s-return-sequences' % (ordering, border), lambda o=ordering, s=shape, b=border: sequential(
                ConvLSTM2D(3, 2, 3, border_mode=b, dim_ordering=o, return_sequences=True, input_shape=s)), ordering=ordering)
        add('conv-lstm-2d-%s-go-backwards' % ordering, lambda o=ordering, s=shape: sequential(
            ConvLSTM2D(2, 3, 3, dim_ordering=o, go_backwards=True, return_sequences=True, border_mode='same',
                       activation='relu', inner_activation='sigmoid', input_shape=s)), ordering=ordering)
        add('conv-lstm-2d-%s-stateful' % ordering, lambda o=ordering, s=shape: sequential(
            ConvLSTM2D(2, 3, 3, dim_ordering=o, stateful=True, border_mode='same', batch_input_shape=(3,) + s)),
            ordering=ordering, calls=STATEFUL)
    add('conv-lstm-2d-stacked', lambda: sequential(
        ConvLSTM2D(3, 3, 3, return_sequences=True, dim_ordering='tf', border_mode='same', input_shape=(3, 5, 4, 2)),
        ConvLSTM2D(2, 2, 2, dim_ordering='tf', forget_bias_init='zero', dropout_W=0.2, dropout_U=0.1), Flatten(), Dense(3)),
        ordering='tf')


for prefix, kind in KINDS:
    recurrent(prefix, kind)
lstm_only()
time_distributed()
if NEW:
    bidirectional()
    conv_lstm()
