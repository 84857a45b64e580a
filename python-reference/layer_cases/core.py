"""Dense, Embedding, dropout and noise, and the small layers of every first model."""
from .base import Case, integers, positive, positives, variants


def cases(g):
    L = g.layers
    activations = ["relu", "tanh", "sigmoid", "hard_sigmoid", "softmax", "softplus", "softsign", "elu", "selu",
                   "linear", "exponential"]
    dense = {"": {}, "no-bias": {"use_bias": False}}
    dense.update({a: {"activation": a} for a in activations})
    for case in variants("dense", dense, lambda **o: g.seq((5,), L.Dense(7, **o))):
        yield case
    yield Case("dense-stack", lambda: g.seq((6,), L.Dense(13, activation="relu"), L.Dense(9, activation="tanh"),
                                            L.Dense(3, activation="softmax")))
    yield Case("dense-one-unit", lambda: g.seq((3,), L.Dense(1)))
    yield Case("dense-one-to-one", lambda: g.seq((1,), L.Dense(1, activation="sigmoid")))
    yield Case("dense-wide", lambda: g.seq((37,), L.Dense(67, activation="relu"), L.Dense(41)), calls=[(17, False)])
    if g.tf215:
        yield Case("dense-long-sums", lambda: g.seq((3000,), L.Dense(4, kernel_initializer=positive(g))),
                   inputs=positives(3000), weights="kept", calls=[(8, False)])
    yield Case("dense-on-sequence", lambda: g.seq((4, 5), L.Dense(7, activation="tanh")))
    yield Case("dense-on-open-sequence", lambda: g.seq((None, 5), L.Dense(7)), steps=6)
    yield Case("dense-on-image", lambda: g.seq((3, 4, 5), L.Dense(2, activation="relu")))
    yield Case("dense-softmax-on-sequence", lambda: g.seq((4, 5), L.Dense(7, activation="softmax")))
    yield Case("dense-regularised", lambda: g.seq((5,), L.Dense(
        7, kernel_regularizer="l2", bias_regularizer="l1", activity_regularizer="l2",
        kernel_constraint="max_norm", bias_constraint="non_neg", kernel_initializer="he_normal",
        bias_initializer="ones")))
    yield Case("dense-initialised-by-objects", lambda: g.seq((5,), L.Dense(
        7, kernel_initializer=g.keras.initializers.Orthogonal(gain=0.7, seed=3),
        kernel_regularizer=g.keras.regularizers.l1_l2(0.01, 0.02),
        kernel_constraint=g.keras.constraints.MinMaxNorm(0.1, 0.9))))

    noise = {
        "dropout": lambda: L.Dropout(0.4),
        "dropout-noise-shape": lambda: L.Dropout(0.4, noise_shape=(None, 1, 5), seed=3),
        "spatial-dropout-1d": lambda: L.SpatialDropout1D(0.3),
        "gaussian-noise": lambda: L.GaussianNoise(0.5),
        "gaussian-dropout": lambda: L.GaussianDropout(0.3),
        "alpha-dropout": lambda: L.AlphaDropout(0.2),
        "activity-regularization": lambda: L.ActivityRegularization(l1=0.1, l2=0.2),
    }
    for name, layer in noise.items():
        yield Case(name, lambda layer=layer: g.seq((4, 5), layer(), L.Dense(3)))
    yield Case("spatial-dropout-2d", lambda: g.seq((3, 4, 5), L.SpatialDropout2D(0.3), L.Dense(3)))
    yield Case("spatial-dropout-3d", lambda: g.seq((2, 3, 4, 5), L.SpatialDropout3D(0.3), L.Dense(3)))
    if g.has("Identity"):
        yield Case("identity", lambda: g.seq((4, 5), L.Identity(), L.Dense(3)))

    yield Case("embedding", lambda: g.seq((6,), L.Embedding(11, 5)), inputs=integers(11, 6))
    yield Case("embedding-input-length", lambda: g.keras.models.Sequential([
        L.Embedding(11, 5, **({} if g.three else {"input_length": 6})), L.Flatten(), L.Dense(3)])
        if not g.three else g.seq((6,), L.Embedding(11, 5), L.Flatten(), L.Dense(3)), inputs=integers(11, 6))
    yield Case("embedding-open-length", lambda: g.seq((None,), L.Embedding(11, 5), L.LSTM(7)), inputs=integers(11, 4))
    yield Case("embedding-of-matrix", lambda: g.seq((3, 4), L.Embedding(11, 5)), inputs=integers(11, 3, 4))
    yield Case("embedding-float-input", lambda: g.seq((6,), L.Embedding(11, 5)),
               inputs=lambda rng, batch: [rng.randint(0, 11, size=(batch, 6)).astype("float32")])
    yield Case("embedding-conv1d-pool-dense", lambda: g.seq(
        (9,), L.Embedding(11, 5), L.Conv1D(7, 3, activation="relu"), L.GlobalMaxPooling1D(),
        L.Dense(2, activation="softmax")), inputs=integers(11, 9))
    if g.two:  # Keras 1's layers that Keras 2 still knows
        yield Case("legacy-highway", lambda: g.seq((6,), L.Highway(activation="tanh")))
        yield Case("legacy-highway-no-bias", lambda: g.seq((6,), L.Highway(activation="relu", bias=False)))
        yield Case("legacy-maxout-dense", lambda: g.seq((6,), L.MaxoutDense(5, nb_feature=3)))
        yield Case("legacy-maxout-dense-no-bias", lambda: g.seq((6,), L.MaxoutDense(5, nb_feature=2, bias=False)))
    if g.three:
        def with_lora():
            layer = L.Dense(7)
            model = g.seq((5,), layer)
            layer.enable_lora(2)
            return model
        yield Case("dense-lora", with_lora, reject="dense")
        yield Case("dense-lora-as-keras", with_lora, file="keras")
    if g.has("EinsumDense"):
        einsum = {
            "": ("ab,bc->ac", {"output_shape": 7, "bias_axes": "c"}, (5,)),
            "no-bias": ("ab,bc->ac", {"output_shape": 7}, (5,)),
            "sequence": ("abc,cd->abd", {"output_shape": (None, 7), "bias_axes": "d", "activation": "relu"}, (4, 5)),
            "heads": ("abc,cde->abde", {"output_shape": (None, 3, 7), "bias_axes": "de"}, (4, 5)),
            "contract": ("abcd,cde->abe", {"output_shape": (None, 7), "bias_axes": "e"}, (4, 3, 5)),
            "ellipsis": ("...x,xy->...y", {"output_shape": 7, "bias_axes": "y"}, (4, 5)),
        }
        for suffix, (equation, keywords, shape) in einsum.items():
            yield Case("einsum-dense" + ("-" + suffix if suffix else ""),
                       lambda e=equation, o=keywords, s=shape: g.seq(s, L.EinsumDense(e, **o)))
    if g.has("ReversibleEmbedding"):
        def reversible(**o):
            layer = L.ReversibleEmbedding(11, 5, **o)
            tokens = g.input((6,), dtype="int32")
            hidden = L.Dense(5, activation="tanh")(layer(tokens))
            return g.model(tokens, layer(hidden, reverse=True))
        for case in variants("reversible-embedding", {
                "": {}, "untied": {"tie_weights": False}, "soft-cap": {"logit_soft_cap": 2.0}}, reversible,
                inputs=integers(11, 6)):
            yield case
