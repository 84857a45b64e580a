# -*- coding: utf-8 -*-
"""Small models whose training meets the layers beside the recurrent ones of training_zoo.py, six updates each.

Several layers share a model where they can, so that little is stored. Models with dropout or noise run eagerly, and
what they draw comes from numpy and is stored, draw by draw (noise.py).
"""
from __future__ import absolute_import, division, print_function

import numpy as np

import recording
from train_record import Run

SAMPLES, BATCH, EPOCHS, CLASSES = 6, 3, 3, 3


def images(shape):
    """x of a shape, and one class for each."""
    def draw():
        random, dtype = np.random.RandomState(11), recording.floatx()
        x = random.normal(size=(SAMPLES,) + shape).astype(dtype)
        return x, np.eye(CLASSES, dtype=dtype)[random.randint(0, CLASSES, SAMPLES)]
    return draw


def words(steps, vocabulary):
    def draw():
        random, dtype = np.random.RandomState(11), recording.floatx()
        x = random.randint(0, vocabulary, (SAMPLES, steps)).astype("int32")
        return x, np.eye(CLASSES, dtype=dtype)[random.randint(0, CLASSES, SAMPLES)]
    return draw


def blanked(shape):
    """Some steps are zero: at the end, in the middle, at the start."""
    def draw():
        x, y = images(shape)()
        x[::2, -1] = 0
        x[1, 1] = 0
        x[3, 0] = 0
        return x, y
    return draw


def compiled(model, kind, eager=False):
    import training_zoo
    options = {} if training_zoo.old() else {"run_eagerly": eager}
    if recording.generation() == "keras-3":
        options["jit_compile"] = False
    model.compile(loss="categorical_crossentropy", optimizer=training_zoo.optimizer(kind), **options)
    return model


def run(name, make, shape, kind="sgd-momentum", noise=False, data=None, dtype=None, dtypes=("float64",), **more):
    """make(input tensor, layers) gives the output before the softmax; a functional model around it is trained."""
    def build():
        keras = recording.keras()
        layers = keras.layers
        options = {"dtype": dtype} if dtype else {}
        x = layers.Input(shape, **options)
        last = layers.Dense(CLASSES, activation="softmax")
        y = last(make(x, layers))
        model = keras.models.Model(x, y)
        return compiled(model, kind, noise)
    return Run("layer-" + name, "%s, %s" % (name.replace("-", " "), kind), build=build, data=data or images(shape),
               epochs=EPOCHS, batch_size=BATCH, dtypes=dtypes, noise=noise, **more)


def chain(*names):
    """Layers one after the other, each as (name, arguments..., {options})."""
    def make(x, layers):
        for entry in names:
            options = entry[-1] if isinstance(entry[-1], dict) else {}
            arguments = entry[1:-1] if isinstance(entry[-1], dict) else entry[1:]
            x = getattr(layers, entry[0])(*arguments, **options)(x)
        return x
    return make


def convolutions():
    yield run("conv-2d", chain(
        ("Conv2D", 4, 3, {"padding": "same", "activation": "relu"}), ("BatchNormalization",), ("MaxPooling2D", 2),
        ("SeparableConv2D", 3, 3, {"padding": "same", "activation": "elu", "depth_multiplier": 2}),
        ("AveragePooling2D", 3, {"strides": 1, "padding": "same"}), ("Flatten",)), (6, 6, 2), "adam",
        dtypes=("float64", "float32"))
    yield run("conv-2d-strides", chain(
        ("ZeroPadding2D", ((1, 0), (2, 1))), ("Conv2D", 4, (3, 2), {"strides": 2, "groups": 2, "activation": "tanh"}),
        ("Conv2DTranspose", 3, 3, {"strides": 2, "padding": "same"}), ("PReLU", {"shared_axes": [1, 2]}),
        ("DepthwiseConv2D", 3, {"depth_multiplier": 2, "activation": "selu"}), ("UpSampling2D", 2),
        ("Cropping2D", 1), ("GlobalAveragePooling2D",)), (6, 5, 2))
    yield run("conv-2d-dilation", chain(
        ("Conv2D", 3, 3, {"dilation_rate": 2, "activation": "softplus"}),
        ("Conv2DTranspose", 2, 2, {"padding": "valid", "strides": 1}), ("GlobalMaxPooling2D",)), (7, 7, 1))
    yield run("conv-1d", chain(
        ("Conv1D", 4, 3, {"padding": "causal", "dilation_rate": 2, "activation": "tanh"}), ("LayerNormalization",),
        ("MaxPooling1D", 2), ("SeparableConv1D", 3, 2, {"activation": "sigmoid"}),
        ("Conv1DTranspose", 3, 2, {"strides": 2}), ("GlobalMaxPooling1D",)), (8, 3), "rmsprop")
    yield run("conv-3d", chain(
        ("Conv3D", 2, 2, {"strides": 2, "padding": "same", "activation": "elu"}), ("AveragePooling3D", 1),
        ("Conv3DTranspose", 2, 2), ("AveragePooling3D", 2), ("Flatten",)), (3, 4, 3, 1))
    yield run("conv-of-steps", lambda x, layers: layers.LSTM(3)(layers.TimeDistributed(layers.Flatten())(
        layers.TimeDistributed(layers.Conv2D(2, 2, activation="relu"))(x))), (3, 3, 3, 1), "adam")


def normalizations():
    yield run("normalizations", chain(
        ("Dense", 6), ("LayerNormalization",), ("LeakyReLU",), ("GroupNormalization", {"groups": 3}),
        ("BatchNormalization", {"momentum": 0.8}), ("PReLU",), ("UnitNormalization",)), (4,), "adam")
    yield run("normalizations-axes", chain(
        ("Conv2D", 4, 2), ("BatchNormalization", {"axis": 1, "center": False}),
        ("LayerNormalization", {"axis": [1, 2], "scale": False}), ("GroupNormalization", {"groups": 2, "axis": 1}),
        ("Permute", (3, 1, 2)), ("Flatten",)), (5, 5, 2))
    yield run("batch-normalization-frozen", chain(
        ("Dense", 5, {"activation": "tanh", "trainable": False}), ("BatchNormalization", {"trainable": False}),
        ("Dense", 4, {"activation": "tanh"}), ("BatchNormalization",)), (4,), "adam")
    if recording.generation() == "keras-3":
        yield run("rms-normalization", chain(
            ("Dense", 6, {"activation": "mish"}), ("RMSNormalization",), ("Dense", 6, {"activation": "squareplus"}),
            ("Dense", 6, {"activation": "celu"}), ("Dense", 6, {"activation": "log_sigmoid"}),
            ("Dense", 6, {"activation": "hard_silu"}), ("Dense", 4, {"activation": "tanh_shrink"}), ("Dense", 4, {"activation": "sparse_plus"})), (4,))
    yield run("activations", chain(
        ("Dense", 6, {"activation": "gelu"}), ("Dense", 6, {"activation": "swish"}), ("ELU",), ("Dense", 5),
        ("Softmax",), ("Dense", 5, {"activation": "exponential"}), ("ReLU", {"max_value": 6.0, "negative_slope": 0.1}),
        ("Dense", 5, {"activation": "softsign"}), ("Dense", 6, {"activation": "log_softmax"}
                                                  if recording.generation() == "keras-3" else {})), (4,))

    def prepared(x, layers):
        scaled = layers.Rescaling(0.5, offset=0.1)(x)
        normalized = layers.Normalization(mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 0.5, 1.5])(scaled)
        return layers.Dense(4, activation="relu")(normalized)

    yield run("normalization-before", prepared, (4,), "adam", warm_up=2)

    def adapted(x, layers):
        layer = layers.Normalization()
        rows = [[0, 0, 1, 2], [2, 4, 3, 8]]  # whose means and variances are float32 numbers, as the initial weights
        layer.adapt(np.array(rows * 2, dtype=recording.floatx()))
        return layers.Dense(4, activation="relu")(layer(x))

    yield run("normalization-adapted", adapted, (4,), "adam", warm_up=2)


def graphs():
    def merges(x, layers):
        a, b = layers.Dense(4, activation="tanh")(x), layers.Dense(4, activation="sigmoid")(x)
        c = layers.Add()([a, b])
        d = layers.Subtract()([c, layers.Multiply()([a, b])])
        e = layers.Maximum()([layers.Average()([a, c]), layers.Minimum()([b, d])])
        dot = layers.Dot(axes=-1, normalize=True)([d, e])
        return layers.Concatenate()([d, e, dot])

    yield run("merges", merges, (4,), "adam")

    def broadcast(x, layers):
        gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
        gate = layers.Dense(2, activation="sigmoid")(gate)
        y = layers.Multiply()([layers.Conv2D(2, 2, padding="same")(x), gate])
        return layers.Flatten()(layers.Concatenate(axis=1)([y, y]))

    yield run("squeeze-and-excite", broadcast, (4, 4, 2))

    def nested(x, layers):
        keras = recording.keras()
        inner_input = layers.Input((5,))
        shared = layers.Dense(5, activation="tanh")
        inner = keras.models.Model(inner_input, layers.BatchNormalization()(shared(shared(inner_input))))
        sequential = keras.models.Sequential([layers.Input((5,)), layers.Dense(4, activation="relu"),
                                              layers.Dense(5)])
        return sequential(inner(layers.Dense(5)(x)))

    yield run("nested", nested, (4,), "adam")

    def states(x, layers):
        y, h, c = layers.LSTM(3, return_state=True, return_sequences=True)(x)
        decoded = layers.LSTM(3, return_sequences=True)(y, initial_state=[h, c])
        z, state = layers.GRU(4, return_state=True, go_backwards=True)(decoded)
        return layers.Concatenate()([z, state, layers.SimpleRNN(4)(decoded, initial_state=state)])

    yield run("states", states, (4, 2))

    def cells(x, layers):
        y = layers.RNN([layers.LSTMCell(3), layers.GRUCell(4), layers.SimpleRNNCell(3)], return_sequences=True)(x)
        return layers.Bidirectional(layers.RNN(layers.LSTMCell(3)))(y)

    yield run("cells", cells, (4, 2))

    def masked(x, layers):
        y = layers.Masking()(x)
        y = layers.LayerNormalization()(layers.Dense(3, activation="tanh")(y))
        y = layers.RNN([layers.LSTMCell(3), layers.GRUCell(3)], return_sequences=True)(y)
        return layers.Bidirectional(layers.GRU(3))(y)

    yield run("masked-cells", masked, (4, 2), data=blanked((4, 2)))


def attention():
    def attended(x, layers):
        y = layers.Dense(4)(x)
        y = layers.Add()([y, layers.MultiHeadAttention(2, 3)(y, y, use_causal_mask=True)])
        y = layers.LayerNormalization()(y)
        y = layers.Attention(use_scale=True)([y, x_of(y, layers)])
        return layers.GlobalAveragePooling1D()(layers.AdditiveAttention()([y, y]))

    def x_of(y, layers):
        return layers.EinsumDense("abc,cd->abd", output_shape=(None, 4), bias_axes="d", activation="tanh")(y)

    yield run("attention", attended, (4, 3), "adam")

    def masked_attention(x, layers):
        y = layers.Embedding(6, 4, mask_zero=True)(x)
        y = layers.MultiHeadAttention(2, 2, value_dim=3)(y, y)
        return layers.GlobalAveragePooling1D()(y)

    yield run("attention-masked", masked_attention, (5,), "sgd-momentum", data=words(5, 6), dtype="int32")
    if recording.generation() == "keras-3":
        yield run("attention-grouped", lambda x, layers: layers.Flatten()(
            layers.GroupQueryAttention(2, 4, 2)(x, x)), (3, 4))
    yield run("conv-lstm", lambda x, layers: layers.Flatten()(layers.ConvLSTM2D(
        2, 2, return_sequences=False)(layers.ConvLSTM2D(2, 2, padding="same", return_sequences=True)(x))), (3, 3, 3, 1))
    yield run("attention-dropout", lambda x, layers: layers.Flatten()(layers.Attention(dropout=0.3)(
        [layers.MultiHeadAttention(2, 3, dropout=0.25)(x, x), x])), (3, 4), noise=True)


def noise():
    yield run("dropout", chain(
        ("Dense", 8, {"activation": "relu"}), ("Dropout", 0.3), ("Dense", 6), ("GaussianNoise", 0.2),
        ("Dense", 6, {"activation": "tanh"}), ("GaussianDropout", 0.25), ("Dense", 6, {"activation": "selu"}),
        ("AlphaDropout", 0.2)), (5,), "adam", noise=True)
    yield run("dropout-shapes", lambda x, layers: layers.GlobalAveragePooling1D()(
        layers.Dropout(0.4, noise_shape=(None, 1, 4))(layers.SpatialDropout1D(0.3)(layers.Reshape((-1, 4))(
            layers.SpatialDropout2D(0.3)(layers.Conv2D(4, 2, activation="relu")(x)))))), (5, 5, 2), noise=True)
    yield run("dropout-recurrent", chain(
        ("LSTM", 4, {"dropout": 0.25, "recurrent_dropout": 0.3, "return_sequences": True}),
        ("GRU", 4, {"dropout": 0.3, "return_sequences": True}),
        ("GRU", 3, {"dropout": 0.2, "recurrent_dropout": 0.35, "reset_after": False, "return_sequences": True}),
        ("SimpleRNN", 4, {"dropout": 0.2, "recurrent_dropout": 0.3})), (3, 2), noise=True)


    yield run("dropout-recurrent-both", lambda x, layers: layers.Bidirectional(layers.GRU(
        3, dropout=0.2, recurrent_dropout=0.3))(layers.Bidirectional(layers.LSTM(
            3, dropout=0.25, recurrent_dropout=0.3, return_sequences=True), merge_mode="sum")(layers.Masking()(x))),
        (3, 2), noise=True, data=blanked((3, 2)))


def regularized():
    """Penalties of what layers answer: of one that is called twice, of steps, of the output itself."""
    keras = recording.keras()
    l1_l2 = keras.regularizers.L1L2(l1=0.01, l2=0.02)

    def penalized(x, layers):
        y = layers.Conv2D(3, 2, activation="relu", activity_regularizer="l2")(x)
        y = layers.ActivityRegularization(l1=0.03, l2=0.01)(layers.Flatten()(y))
        shared = layers.Dense(6, activation="tanh", activity_regularizer=l1_l2)
        y = shared(layers.Dense(6)(y))
        # tf.keras keeps no such option of this layer in its file
        options = {"activity_regularizer": "l1"} if recording.generation() == "keras-3" else {}
        return layers.BatchNormalization(**options)(shared(y))

    yield run("activity-regularizers", penalized, (4, 4, 2), "adam")
    yield run("activity-regularizers-steps", chain(
        ("Masking",), ("LSTM", 3, {"return_sequences": True, "activity_regularizer": l1_l2}),
        ("GRU", 3, {"activity_regularizer": "l2"}), ("Dense", 3, {"activation": "softmax", "activity_regularizer": "l2"})),
        (3, 2), data=blanked((3, 2)))

    def build():
        model = keras.models.Sequential([keras.layers.Input((4,)), keras.layers.Dense(
            CLASSES, activation="softmax", activity_regularizer=l1_l2)])
        return compiled(model, "sgd-momentum")
    yield Run("layer-activity-regularizers-output", "activity regularizer of the output", build=build,
              data=images((4,)), epochs=EPOCHS, batch_size=BATCH, dtypes=("float64",))


def masks():
    """Moments without masked steps, and masks that go into models and come out of them."""
    yield run("masked-batch-normalization", chain(
        ("Masking",), ("BatchNormalization", {"momentum": 0.8}), ("LSTM", 3, {"return_sequences": True}),
        ("BatchNormalization",), ("SimpleRNN", 3)), (4, 2), "adam", data=blanked((4, 2)))

    def nested(x, layers):
        keras = recording.keras()
        inner_input = layers.Input((4, 3))
        inner = keras.models.Model(inner_input, layers.Dense(3, activation="tanh")(
            layers.GRU(3, return_sequences=True)(inner_input)))
        sequential = keras.models.Sequential([layers.Input((4, 3)), layers.LSTM(3, return_sequences=True)])
        y = inner(layers.Dense(3)(layers.Masking()(x)))
        return layers.SimpleRNN(3, go_backwards=True)(sequential(y))

    yield run("masked-nested", nested, (4, 2), "adam", data=blanked((4, 2)))


def first_keras():
    """Keras 1 on Theano: channels first, its own names."""
    yield run("conv-2d", chain(
        ("Convolution2D", 4, 3, 3, {"border_mode": "same", "activation": "relu"}),
        ("BatchNormalization", {"axis": 1}), ("MaxPooling2D", (2, 2)), ("Flatten",)), (2, 6, 6), "adam")
    yield run("conv-2d-strides", chain(
        ("ZeroPadding2D", (1, 2)), ("Convolution2D", 3, 3, 2, {"subsample": (2, 2), "activation": "tanh"}),
        ("AveragePooling2D", (2, 2), {"strides": (1, 1)}), ("UpSampling2D", (2, 2)), ("PReLU",), ("Flatten",)), (2, 7, 7))
    yield run("conv-1d", chain(
        ("Convolution1D", 4, 3, {"activation": "tanh"}), ("MaxPooling1D", 2), ("LeakyReLU",), ("Flatten",)), (8, 3))

    def merges(x, layers):
        a, b = layers.Dense(4, activation="tanh")(x), layers.Dense(4, activation="sigmoid")(x)
        c = layers.merge([a, b], mode="sum")
        d = layers.merge([layers.merge([a, c], mode="mul"), b], mode="ave")
        return layers.merge([d, layers.merge([a, d], mode="dot", dot_axes=1)], mode="concat")

    yield run("merges", merges, (4,), "adam")
    yield run("highway", chain(("Highway", {"activation": "tanh"}), ("BatchNormalization",), ("ELU",)), (4,))


def runs():
    if recording.generation().startswith("keras-1."):
        groups = (first_keras,)
    else:
        groups = (convolutions, normalizations, graphs, attention, noise, regularized, masks)
    for group in groups:
        for found in group():
            yield found
