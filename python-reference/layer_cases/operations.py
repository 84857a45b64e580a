"""Tensor operations in functional models: TFOpLambda and SlicingOpLambda of tf.keras, Operation nodes of Keras 3."""
from .base import Case


def cases(g):
    if g.two:
        return
    L = g.layers

    def of(operation, shape=(4, 5), dense=True, positive=False):
        def build():
            x = g.input(shape)
            got = operation(L.Activation("softplus")(x) if positive else x)
            parts = list(got) if isinstance(got, (list, tuple)) else [got]
            if dense and len(parts) == 1 and parts[0].shape[-1] is not None and len(parts[0].shape) > 1:
                return g.model(x, L.Dense(3)(parts[0]))
            return g.model(x, parts if len(parts) > 1 else parts[0])
        return build

    written = {
        "add-number": lambda x: x + 1.0, "number-minus": lambda x: 1.0 - x, "times-number": lambda x: 2.5 * x,
        "divided-by-number": lambda x: x / 4.0, "negative": lambda x: -x, "square": lambda x: x * x,
        "power": lambda x: x ** 2, "last-step": lambda x: x[:, -1], "first-step": lambda x: x[:, 0, :],
        "slice-steps": lambda x: x[:, 1:3], "slice-last-axis": lambda x: x[..., 2:], "slice-every-other": lambda x: x[:, ::2],
        "slice-keep-axis": lambda x: x[:, 1:2, :], "slice-negative": lambda x: x[:, -3:],
        "reversed": lambda x: x[:, ::-1], "new-axis": lambda x: x[:, None], "one-feature": lambda x: x[:, :, 0],
        "number-over": lambda x: 1.0 / (x * x + 1.0), "floor-divide": lambda x: x // 0.7,
        "two-operations": lambda x: (x + 1.0) * 2.0,
    }
    for name, operation in written.items():
        yield Case("operation-" + name, of(operation))

    def two(operation, a=(4, 5), b=(4, 5)):
        def build():
            x, y = g.input(a), g.input(b)
            return g.model([x, y], L.Dense(3)(operation(x, y)))
        return build
    for name, operation in {"add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
                            "divide": lambda x, y: x / (y * y + 1.0)}.items():
        yield Case("operation-two-" + name, two(operation))
    yield Case("operation-two-matmul-operator", two(lambda x, y: x @ y, (4, 5), (5, 3)))
    for case in (of_tensorflow(g, of, two) if g.tf215 else of_keras(g, of, two)):
        yield case


def of_tensorflow(g, of, two):
    import tensorflow as tf

    L = g.layers
    named = {
        "relu": tf.nn.relu, "softmax": tf.nn.softmax, "sigmoid": tf.math.sigmoid, "tanh": tf.tanh, "exp": tf.exp,
        "abs": tf.abs, "square": tf.square, "leaky-relu": tf.nn.leaky_relu, "gelu": tf.nn.gelu, "swish": tf.nn.silu,
        "relu6": tf.nn.relu6, "elu": tf.nn.elu, "softplus": tf.nn.softplus,
        "reduce-mean": lambda x: tf.reduce_mean(x, axis=1), "reduce-sum": lambda x: tf.reduce_sum(x, axis=-1, keepdims=True),
        "reduce-max": lambda x: tf.reduce_max(x, axis=1), "reduce-min": lambda x: tf.reduce_min(x, axis=1),
        "reshape": lambda x: tf.reshape(x, (-1, 20)), "transpose": lambda x: tf.transpose(x, (0, 2, 1)),
        "expand-dims": lambda x: tf.expand_dims(x, -1), "squeeze": lambda x: tf.squeeze(x[:, :1], axis=1),
        "clip": lambda x: tf.clip_by_value(x, -0.5, 0.8), "cast": lambda x: tf.cast(x, tf.float32),
        "concat": lambda x: tf.concat([x, x * 2.0], axis=-1), "stack": lambda x: tf.stack([x, x + 1.0], axis=1),
        "split": lambda x: tf.split(x, 2, axis=1), "tile": lambda x: tf.tile(x, [1, 2, 1]),
        "pad": lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 0]]), "maximum-number": lambda x: tf.maximum(x, 0.1),
        "minimum-number": lambda x: tf.minimum(x, 0.1), "l2-normalize": lambda x: tf.math.l2_normalize(x, axis=-1),
        "unstack": lambda x: tf.unstack(x, axis=1), "identity": tf.identity, "sign": tf.sign,
        "reverse": lambda x: tf.reverse(x, axis=[1]), "argmax": lambda x: tf.argmax(x, axis=-1),
        "pow": lambda x: tf.pow(x, 2.0), "round": tf.round, "gather": lambda x: tf.gather(x, [2, 0], axis=1),
    }
    for name, operation in named.items():
        yield Case("operation-tf-" + name, of(operation, dense=name != "argmax"))
    for name, operation in {"log": tf.math.log, "sqrt": tf.sqrt, "rsqrt": tf.math.rsqrt}.items():
        yield Case("operation-tf-" + name, of(operation, positive=True))
    for name, operation in {"add": tf.add, "subtract": tf.subtract, "multiply": tf.multiply, "maximum": tf.maximum,
                            "minimum": tf.minimum, "add-n": lambda x, y: tf.add_n([x, y]),
                            "squared-difference": tf.math.squared_difference}.items():
        yield Case("operation-tf-two-" + name, two(operation))
    yield Case("operation-tf-matmul", two(tf.matmul, (4, 5), (5, 3)))
    yield Case("operation-tf-matmul-transposed", two(lambda x, y: tf.matmul(x, y, transpose_b=True), (4, 5), (3, 5)))

    def one_hot():
        x = g.input((4,), dtype="int32")
        return g.model(x, L.LSTM(3)(tf.one_hot(x, 7)))
    yield Case("operation-tf-one-hot", one_hot, inputs=lambda rng, batch: [
        rng.randint(0, 7, size=(batch, 4)).astype("int32")])

    def backend_mean():
        x = g.input((4, 5))
        return g.model(x, L.Dense(2)(g.keras.backend.mean(x, axis=1)))
    yield Case("operation-tf-backend-mean", backend_mean)

    def positions():
        """Token and position embedding as people write it, with a constant."""
        tokens = g.input((4,), dtype="int32")
        h = L.Embedding(9, 5)(tokens) + L.Embedding(4, 5)(tf.range(4))
        return g.model(tokens, L.Dense(2)(h))
    yield Case("operation-tf-position-embedding", positions, inputs=lambda rng, batch: [
        rng.randint(0, 9, size=(batch, 4)).astype("int32")])


def of_keras(g, of, two):
    from keras import ops

    named = {
        "relu": ops.relu, "softmax": ops.softmax, "sigmoid": ops.sigmoid, "tanh": ops.tanh, "exp": ops.exp,
        "abs": ops.abs, "absolute": ops.absolute, "square": ops.square, "leaky-relu": ops.leaky_relu, "gelu": ops.gelu,
        "silu": ops.silu, "relu6": ops.relu6, "elu": ops.elu, "softplus": ops.softplus, "selu": ops.selu,
        "hard-sigmoid": ops.hard_sigmoid, "log-softmax": ops.log_softmax, "negative": ops.negative, "sign": ops.sign,
        "mean": lambda x: ops.mean(x, axis=1), "sum": lambda x: ops.sum(x, axis=-1, keepdims=True),
        "max": lambda x: ops.max(x, axis=1), "min": lambda x: ops.min(x, axis=1), "prod": lambda x: ops.prod(x, axis=1),
        "var": lambda x: ops.var(x, axis=1), "std": lambda x: ops.std(x, axis=1),
        "reshape": lambda x: ops.reshape(x, (-1, 20)), "transpose": lambda x: ops.transpose(x, (0, 2, 1)),
        "swapaxes": lambda x: ops.swapaxes(x, 1, 2), "expand-dims": lambda x: ops.expand_dims(x, -1),
        "squeeze": lambda x: ops.squeeze(x[:, :1], axis=1), "clip": lambda x: ops.clip(x, -0.5, 0.8),
        "concatenate": lambda x: ops.concatenate([x, x * 2.0], axis=-1), "stack": lambda x: ops.stack([x, x + 1.0], axis=1),
        "split": lambda x: ops.split(x, 2, axis=1), "tile": lambda x: ops.tile(x, [1, 2, 1]),
        "repeat": lambda x: ops.repeat(x, 2, axis=1), "flip": lambda x: ops.flip(x, axis=1),
        "pad": lambda x: ops.pad(x, [[0, 0], [1, 2], [0, 0]]), "maximum-number": lambda x: ops.maximum(x, 0.1),
        "minimum-number": lambda x: ops.minimum(x, 0.1), "normalize": lambda x: ops.normalize(x, axis=-1),
        "unstack": lambda x: ops.unstack(x, axis=1), "argmax": lambda x: ops.argmax(x, axis=-1),
        "power": lambda x: ops.power(x, 2.0), "round": ops.round, "take": lambda x: ops.take(x, [2, 0], axis=1),
        "cumsum": lambda x: ops.cumsum(x, axis=1), "floor": ops.floor, "sin": ops.sin, "cos": ops.cos,
        "cast": lambda x: ops.cast(x, "float32"), "moveaxis": lambda x: ops.moveaxis(x, 1, 2),
        "ravel-each": lambda x: ops.reshape(x, (-1, 4, 5, 1)), "logsumexp": lambda x: ops.logsumexp(x, axis=1),
    }
    for name, operation in named.items():
        yield Case("operation-ops-" + name, of(operation, dense=name != "argmax"))
    for name, operation in {"log": ops.log, "sqrt": ops.sqrt, "rsqrt": ops.rsqrt}.items():
        yield Case("operation-ops-" + name, of(operation, positive=True))
    for name, operation in {"add": ops.add, "subtract": ops.subtract, "multiply": ops.multiply,
                            "maximum": ops.maximum, "minimum": ops.minimum,
                            "where": lambda x, y: ops.where(x > 0.0, x, y)}.items():
        yield Case("operation-ops-two-" + name, two(operation))
    yield Case("operation-ops-matmul", two(ops.matmul, (4, 5), (5, 3)))
    yield Case("operation-ops-einsum", two(lambda x, y: ops.einsum("bij,bkj->bik", x, y), (4, 5), (3, 5)))

    def one_hot():
        x = g.input((4,), dtype="int32")
        return g.model(x, g.layers.LSTM(3)(ops.one_hot(x, 7)))
    yield Case("operation-ops-one-hot", one_hot, inputs=lambda rng, batch: [
        rng.randint(0, 7, size=(batch, 4)).astype("int32")])
