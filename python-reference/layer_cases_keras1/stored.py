"""Which cases are kept in fixtures/: all, but for those that only repeat an option on another layer.

The rest is recorded with --into, to be checked without being stored.
"""
import fnmatch

NOT_STORED = [
    'dense-relu', 'dense-sigmoid', 'dense-softplus', 'dense-softsign', 'dense-linear',
    'activation-relu-3d', 'activation-tanh-3d', 'activation-sigmoid-3d', 'activation-softsign-3d', 'activation-linear*',
    'activation-softplus-3d', 'activation-hard_sigmoid-3d', 'activation-elu-3d',
    '*dropout*-first', 'gaussian-*-first', 'activity-regularization-first', 'flatten-3d', 'reshape-3d',
    '*-17-units', 'gru-unroll', 'lstm-unroll', 'simple-rnn-unroll', '*-stateful-return-sequences', '*-one-step',
    'gru-go-backwards-return-sequences', 'simple-rnn-go-backwards-return-sequences',
    'gru-activation-*', 'simple-rnn-activation-*', 'gru-dropout', 'simple-rnn-dropout', 'gru-weights-only',
    'simple-rnn-weights-only', 'gru-stateful-unroll*', 'simple-rnn-stateful-unroll*', 'gru-input-dim', 'simple-rnn-input-dim',
    'simple-rnn-encoder-decoder', 'simple-rnn-stacked', 'simple-rnn-stateful-stacked', 'simple-rnn-regularized',
    'masking-gru-post', 'masking-gru-middle', 'masking-simple-rnn-post', 'masking-simple-rnn-pre',
    'masking-gru-unroll', 'masking-simple-rnn-unroll*', 'masking-gru-unroll-go-backwards', 'masking-simple-rnn-stacked',
    'masking-gru-stacked', 'masking-simple-rnn-go-backwards', 'embedding-mask-zero-gru-post', 'embedding-mask-zero-simple-rnn-*',
    'masking-merge-mul', 'masking-merge-ave', 'masking-bidirectional-simple-rnn*', 'masking-bidirectional-gru',
    'bidirectional-lstm-mul-return-sequences', 'bidirectional-lstm-ave-return-sequences', 'bidirectional-gru-return-sequences',
    'convolution-1d-full-*', 'convolution-2d-*-full-2x3', 'convolution-2d-*-full-subsample*', 'convolution-2d-*-1x1',
    'convolution-2d-tf-no-bias', 'convolution-2d-tf-weights-only', 'convolution-3d-*-full-*', 'convolution-1d-filter-of-one',
    'atrous-convolution-2d-*-full*', 'deconvolution-2d-tf-valid-2x3', 'deconvolution-2d-tf-same', 'locally-connected-2d-*-no-bias',
    'average-pooling-?d-*-3', 'average-pooling-?d-*-2-stride-3', 'average-pooling-2d-*-3x2', 'average-pooling-2d-*-2x2-stride-1x3',
    'max-pooling-1d-*-2-stride-3', 'max-pooling-2d-tf-*-3x2',
    'masking-merge-concat', 'masking-merge-function-mul', 'masking-merge-function-ave', 'gru-consume-less-mem', 'gru-regularized',
    'simple-rnn-consume-less-mem', 'lstm-activation-hard-sigmoid', 'gru-encoder-decoder', 'masking-gru-go-backwards',
    'convolution-2d-tf-*-subsample-even-filter', 'max-pooling-3d-*-stride-1x1x2', 'convolution-3d-tf-same-*',
    'conv-lstm-2d-tf-same', 'conv-lstm-2d-th-valid-return-sequences', 'bidirectional-lstm-sum-return-sequences',
    'embedding-mask-zero-lstm-post', 'cropping-2d-left-tf', 'zero-padding-2d-dict-tf', 'masking-lstm-unroll-go-backwards',
    'merge-layer-*-of-three', 'merge-sum-3d', 'merge-mul-3d', 'merge-max-3d', 'merge-layer-mul', 'merge-layer-ave', 'merge-layer-max',
]

# What 1.0.6 computes with the same lines as 1.2.2 (compared source by source): 1.2.2's fixtures speak for both.
NOT_STORED_OF_1_0_6 = [
    '*-unroll', '*-any-length', '*-consume-less-mem', 'simple-rnn-consume-less*', 'lstm-activation-*', 'gru-activations',
    'masking-*-go-backwards', 'masking-*-post', 'masking-*-middle', 'masking-through-layers', 'masking-*-unroll*',
    'embedding-dropout', 'embedding-batch-input-shape', 'embedding-mask-zero-*-post', '*-stateful-batch-of-one',
    '*-stateful-unroll*', '*-encoder-decoder', '*-regularized', '*-weights-only', 'time-distributed-lstm*',
    'time-distributed-any-length', 'time-distributed-flatten', 'time-distributed-time-distributed', 'time-distributed-dropout',
    '*-subsample-even-filter', 'convolution-3d-tf-*', 'convolution-2d-tf-*-2x3', 'max-pooling-2d-tf-*', 'average-pooling-2d-th-*',
    'average-pooling-3d-*-stride-*', 'locally-connected-2d-tf-*', 'atrous-convolution-2d-*-uneven', 'inception', 'mask-through-functional',
    'dense-*softmax', 'activation-*-3d', 'permute-*', 'merge-*-3d', 'merge-layer-concat-time', 'nested-sequential-deep',
]


def is_stored(generation, name):
    left_out = NOT_STORED + (NOT_STORED_OF_1_0_6 if generation == 'keras-1.0.6' else [])
    return not any(fnmatch.fnmatch(name, pattern) for pattern in left_out)
