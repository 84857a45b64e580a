"""Which cases lie in the repository: all would be 75 MB, so each generation keeps its share.

ALWAYS holds what differs between generations or is easily got wrong; of the rest a fixed part is drawn by name,
other names in each generation. The other file formats hold a part of the same models again. `record-layers GENERATION --all`
records the rest too, for a check outside the repository.
"""
import zlib
from fnmatch import fnmatch

SHARE = {"keras-2.2.4": 2, "keras-2.3.1": 0, "tf-keras-2.15": 1, "keras-3": 2}
COPIES = 10

ALWAYS = [
    "dense", "dense-stack", "dense-on-sequence", "dense-no-bias", "activation-hard_sigmoid", "activation-gelu",
    "activation-elu", "activation-selu", "relu-layer-all", "leaky-relu-layer*", "prelu*", "softmax-layer*",
    "embedding", "embedding-open-length", "permute-three", "reshape-minus-one", "flatten-channels-first",
    "up-sampling-2d-bilinear*", "zero-padding-1d", "cropping-2d-pairs",
    "fixed-batch-*", "lstm", "gru", "simple-rnn", "*-backwards-sequences", "lstm-time-major*", "lstm-no-bias", "gru-reset-*-no-bias", "conv2d-no-bias", "*-forget-bias-off", "lstm-unroll-sequences",
    "gru-reset-*", "*-recurrent-hard-sigmoid", "*-implementation-1", "lstm-sixteen", "gru-nineteen",
    "*-stateful", "*-stateful-masked", "*-state-sequences", "*-initial-state-backwards", "lstm-initial-state-*", "*-encoder-decoder",
    "rnn-*-cell", "stacked-*", "mask-embedding-*-mixed", "mask-embedding-*-empty-row", "mask-embedding-*-backwards*",
    "masking-lstm*", "masking-conv-lstm-*", "mask-at-normalization-*", "mask-at-random-contrast", "masking-gru-sequences", "masking-two-*", "mask-bidirectional-*", "mask-through-*", "mask-concatenate*", "mask-add*", "mask-*-average-pooling*",
    "bidirectional-*-concat", "bidirectional-*-none*", "bidirectional-*-backward-layer", "bidirectional-*-state*",
    "time-distributed-lstm*", "time-distributed-model", "time-distributed-conv2d", "time-distributed-cnn-lstm",
    "conv1d-causal*", "conv1d-same-strides", "conv2d", "conv2d-same-strides", "conv2d-dilated*", "conv3d-same",
    "conv*-groups*", "conv*-transpose-strides-same", "conv*-transpose-output-padding", "depthwise-conv*-multiplier",
    "separable-conv*d", "max-pooling-*-strides-same", "average-pooling-*-strides-same", "average-pooling-2d-channels-first",
    "global-*-keepdims", "adaptive-*-pooling-?d", "adaptive-*-1d-wider", "adaptive-*-2d-channels-first", "batch-normalization", "batch-normalization-image-axis-1", "batch-normalization-neither",
    "layer-normalization", "layer-normalization-image-axes", "group-normalization", "rms-normalization*",
    "unit-normalization*", "spectral-*", "attention", "attention-masks", "attention-embedded", "additive-attention-masks",
    "multi-head-attention", "multi-head-attention-two-axes", "multi-head-attention-embedded*", "multi-head-attention-mask*", "multi-head-attention-*axes-scores", "*-attention-gate",
    "multi-head-attention-value-dim", "multi-head-attention-window", "group-query-attention-window", "group-query-attention", "group-query-attention-causal", "dot-*", "subtract", "concatenate-axis-1", "average-three",
    "functional-*", "masked-gru-normalized-lstm", "nested-*", "sequential-*", "conv-lstm-2d", "conv-lstm-2d-backwards-sequences", "conv-lstm-2d-dilated", "normalization*", "category-encoding*",
    "discretization*", "integer-lookup*", "string-lookup*", "text-*", "hash*", "table-*", "integers-hashed-*", "rescaling*", "resizing", "resizing-nearest", "center-crop",
    "float64-*", "mixed-*", "dtype-*", "cudnn-*", "compiled-adam", "compiled-momentum", "refuse-*",
    "operation-last-step", "operation-*-concat*", "operation-*-matmul*", "operation-add-number", "operation-*-one-hot",
    "constant-*", "mask-none-*", "mask-taken-*", "shared-*", "layer-normalization-rms-scaling",
    "up-sampling-2d-bicubic", "locally-connected-*-channels-first-bias", "locally-connected-1d-same-implementation-3",
    "stft-spectrogram-log", "mel-spectrogram",
    "alpha-dropout", "identity", "minimum", "conv-lstm-3d",
    "training-*", "augmentation-*", "random-crop*", "auto-contrast", "pipeline*", "applications-*", "masking-vector*",
    "resizing-fits", "resizing-antialias", "lora-*", "int8-stack", "int8-rows", "reversible-embedding*", "*-long-sums", "einsum-dense", "einsum-dense-contract", "locally-connected-1d", "locally-connected-2d",
]

# Keras 2.3.1 differs from 2.2.4 in little: recurrent defaults, global pooling, masks.
ALWAYS_231 = [
    "dense", "lstm", "gru", "simple-rnn", "*-stateful", "gru-reset-*", "rnn-*-cell", "stacked-*", "mask-embedding-*-mixed",
    "mask-*-average-pooling*", "mask-bidirectional-*-concat", "masking-lstm*", "bidirectional-*-concat", "conv2d",
    "depthwise-conv2d-dilated*", "separable-conv*d", "max-pooling-1d-channels-first", "batch-normalization",
    "global-*-channels-first", "activation-*", "cudnn-*", "refuse-lambda", "refuse-custom-layer", "nested-*",
    "functional-two-*", "functional-shared-*", "float64-lstm", "compiled-adam", "dot-*normalised", "conv-lstm-2d",
]


# All examples are right in both generations; each keeps its part.
EXAMPLES = {
    "keras-3": ["siamese", "structured-data", "text-transformer", "translator", "captioner", "next-frame", "ocr", "seq-to-seq",
                "recommender", "mlp-mixer", "time-series-transformer"],
    "tf-keras-2.15": ["siamese", "u-net", "wave-net", "deep-lab", "vision-transformer", "speaker", "addition"],
}


def committed(generation, case):
    """Whether this case's fixture belongs into the repository."""
    if case.startswith("example-"):
        return case[len("example-"):] in EXAMPLES.get(generation, [])
    always = ALWAYS_231 if generation == "keras-2.3.1" else ALWAYS
    if case.endswith("-as-h5") or case in ("table-of-strings-and-numbers-as-keras", "text-as-long-as-the-longest"):
        return True
    copy = "-as-" in case
    if not copy and any(fnmatch(case, pattern) for pattern in always):
        return True
    drawn = zlib.crc32((generation + "/" + case).encode("utf-8")) % 100
    return drawn < (COPIES if copy else SHARE[generation])
