"""Lists under which names tf.keras 2.15 stores TensorFlow's functions, as src/test/resources/tf-functions.json:
run tf-keras-2.15 tf_functions.py

The functions are those that models call most: of public notebooks, of keras.applications and of Keras's examples.
"""
import json
import os

import recording

recording.keras()
import tensorflow as tf  # noqa: E402  after recording has chosen one thread
from tensorflow.python.util.tf_export import get_canonical_name_for_symbol  # noqa: E402

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "tf-functions.json")
FUNCTIONS = """abs add add_n argmax argmin argsort boolean_mask broadcast_to cast clip_by_value concat convert_to_tensor cos cumsum
    divide einsum equal exp expand_dims eye floor gather gather_nd greater greater_equal identity less less_equal logical_and
    logical_not logical_or matmul maximum minimum multiply negative norm not_equal one_hot ones ones_like pad pow range
    reduce_all reduce_any reduce_max reduce_mean reduce_min reduce_prod reduce_sum repeat reshape reverse roll round shape sigmoid
    sign sin slice sort split sqrt square squeeze stack stop_gradient subtract tanh tensordot tile transpose unstack where zeros
    zeros_like image.resize linalg.band_part linalg.diag linalg.matmul linalg.matvec math.erf math.l2_normalize math.log math.log1p
    math.reciprocal math.reduce_logsumexp math.reduce_std math.reduce_variance math.rsqrt math.softplus math.squared_difference
    math.top_k nn.avg_pool2d nn.bias_add nn.conv2d nn.depth_to_space nn.dropout nn.elu nn.gelu nn.l2_normalize nn.leaky_relu
    nn.local_response_normalization nn.log_softmax nn.max_pool2d nn.moments nn.relu nn.relu6 nn.selu nn.sigmoid nn.silu nn.softmax
    nn.softplus nn.space_to_depth nn.tanh sequence_mask"""


def main():
    stored = {}
    for name in FUNCTIONS.split():
        function = tf
        for part in name.split("."):
            function = getattr(function, part)
        stored[name] = get_canonical_name_for_symbol(function, add_prefix_to_v1_names=True)
    with open(TARGET, "w") as stream:
        json.dump(stored, stream, indent=0, sort_keys=True)
        stream.write("\n")
    print("%d functions" % len(stored))


if __name__ == "__main__":
    main()
