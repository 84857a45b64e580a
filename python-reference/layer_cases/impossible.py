"""Cases that a generation's Keras cannot run or save, each with what it says; they are not recorded."""
from fnmatch import fnmatch

NO_MASKS = "TypeError: Layer ... does not support masking, but was passed an input_mask"
KERAS_2 = {
    "mask-at-%s" % layer: NO_MASKS for layer in (
        "conv1d-*", "reshape-lstm", "max-pooling-1d-lstm", "average-pooling-1d-lstm", "up-sampling-1d-lstm",
        "zero-padding-1d-lstm", "cropping-1d-lstm", "permute-lstm", "separable-conv1d-lstm", "globalmaxpooling1d",
        "flatten")
}
KERAS_2["float64-conv2d"] = "TF 1.15's fused batch normalization: DataType float64 not in list of allowed values"

NO_CPU = "TensorFlow has no such kernel for a CPU (channels_first, or transposed with a dilation)"
TF_215 = {case: NO_CPU for case in (
    "conv?d-channels-first*", "conv1d-transpose-dilated", "conv1d-transpose-channels-first",
    "conv3d-transpose-channels-first", "depthwise-conv1d-channels-first", "separable-conv?d-channels-first",
    "max-pooling-2d-channels-first*",
    "average-pooling-2d-channels-first*")}
KERAS_3 = {case: NO_CPU for case in (
    "conv1d-channels-first*", "conv2d-channels-first*", "conv?d-transpose-dilated*", "conv?d-transpose-channels-first*",
    "conv-lstm-?d-channels-first")}
SOFTMAX_MASK = "Softmax takes the mask of steps for one of numbers: The `mask` must be broadcastable to `inputs`"
BACKWARDS = "Forward layer and backward layer should have different `go_backwards` value"

IMPOSSIBLE = {
    "keras-2.2.4": dict(KERAS_2, **{
        "sequential-explicit-input-layer": "writes no input shape, so that its own load_model finds 0 layers",
        "sequential-named-input-layer": "writes no input shape, so that its own load_model finds 0 layers",
    }),
    "keras-2.3.1": dict(KERAS_2),
    "tf-keras-2.15": dict(TF_215, **{
        "mask-at-softmax-layer-lstm": SOFTMAX_MASK, "mask-at-softmax-axis-1": SOFTMAX_MASK,
        "mask-at-groupnormalization-lstm": "BroadcastTo: Dimensions must be equal, but are 5 and 4",
    }),
    "keras-3": dict(KERAS_3, **{
        "mask-at-softmax-layer-lstm": SOFTMAX_MASK, "mask-at-softmax-axis-1": SOFTMAX_MASK,
        "mask-at-bidirectional-backwards": BACKWARDS,
    }),
}


def impossible(generation, case):
    """The reason, or None."""
    for pattern, reason in IMPOSSIBLE.get(generation, {}).items():
        if fnmatch(case, pattern):
            return reason
    return None
