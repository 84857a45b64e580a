"""Masks: where they come from, what they pass through, and what a masked step does to state and output."""
from .base import Case, padded


def tokens(rng, batch, steps=5, high=11):
    """Word numbers padded with 0 behind, in front and in the middle; the last row of three is all padding."""
    x = rng.randint(1, high, size=(batch, steps)).astype("int32")
    x[0, 3:] = 0
    if batch > 1:
        x[1, :2] = 0
        x[1, 3] = 0
    if batch > 2:
        x[2] = 0
    return [x]


def front(rng, batch):
    x = tokens(rng, batch)[0]
    for row, gone in enumerate((2, 1, 4)[:batch]):
        x[row] = rng.randint(1, 11, size=5)
        x[row, :gone] = 0
    return [x]


def behind(rng, batch):
    return [front(rng, batch)[0][:, ::-1].copy()]


def middle(rng, batch):
    x = rng.randint(1, 11, size=(batch, 5)).astype("int32")
    x[:, 2] = 0
    x[0, 1] = 0
    return [x]


def full(rng, batch):
    return [rng.randint(1, 11, size=(batch, 5)).astype("int32")]


def empty(rng, batch):
    x = full(rng, batch)[0]
    x[0] = 0
    return [x]


def sequences(rng, batch):
    """Five steps of three features; masked steps are all 0, one step has only some zeros, which masks nothing."""
    x = rng.normal(size=(batch, 5, 3)).astype("float32")
    x[0, 3:] = 0
    x[0, 1, 1] = 0
    if batch > 1:
        x[1, :2] = 0
    if batch > 2:
        x[2] = 0
    return [x]


def cases(g):
    L = g.layers

    def words():
        return L.Embedding(11, 4, mask_zero=True)

    rnns = {
        "lstm": lambda **o: L.LSTM(5, **o), "gru": lambda **o: L.GRU(5, **o),
        "simple-rnn": lambda **o: L.SimpleRNN(5, **o),
    }
    paddings = {"behind": behind, "front": front, "middle": middle, "none": full, "empty-row": empty, "mixed": tokens}
    for kind, rnn in rnns.items():
        for where, inputs in paddings.items():
            yield Case("mask-embedding-%s-%s" % (kind, where), lambda r=rnn: g.seq((5,), words(), r()), inputs=inputs)
        named = {"sequences": {"return_sequences": True}, "backwards": {"go_backwards": True},
                 "backwards-sequences": {"go_backwards": True, "return_sequences": True},
                 "unroll": {"unroll": True, "return_sequences": True},
                 "no-bias": {"use_bias": False}}
        for suffix, o in named.items():
            yield Case("mask-embedding-%s-%s" % (kind, suffix), lambda r=rnn, o=o: g.seq((5,), words(), r(**o)),
                       inputs=tokens)
        yield Case("masking-" + kind, lambda r=rnn: g.seq((5, 3), L.Masking(0.0), r()), inputs=sequences)
        yield Case("masking-%s-sequences" % kind, lambda r=rnn: g.seq(
            (5, 3), L.Masking(0.0), r(return_sequences=True)), inputs=sequences)
        yield Case("masking-%s-dense" % kind, lambda r=rnn: g.seq(
            (5, 3), L.Masking(0.0), r(return_sequences=True), L.Dense(2)), inputs=sequences)
        yield Case("masking-two-%ss" % kind, lambda r=rnn: g.seq(
            (5, 3), L.Masking(0.0), r(return_sequences=True), r()), inputs=sequences)
        yield Case("masking-%s-minus-one" % kind, lambda r=rnn: g.seq(
            (5, 3), L.Masking(-1.0), r()), inputs=padded(-1.0, 5, 3))

        def with_state(r=rnn):
            x = g.input((5,), dtype="int32")
            return g.model(x, list(r(return_state=True, return_sequences=True)(words()(x))))
        yield Case("mask-embedding-%s-state" % kind, with_state, inputs=tokens)
        for mode in ("concat", "sum"):
            yield Case("mask-bidirectional-%s-%s" % (kind, mode), lambda r=rnn, m=mode: g.seq(
                (5,), words(), L.Bidirectional(r(return_sequences=True), merge_mode=m)), inputs=tokens)
        yield Case("mask-bidirectional-%s-last" % kind, lambda r=rnn: g.seq(
            (5,), words(), L.Bidirectional(r())), inputs=tokens)
        yield Case("mask-bidirectional-%s-twice" % kind, lambda r=rnn: g.seq(
            (5,), words(), L.Bidirectional(r(return_sequences=True)), L.Bidirectional(r())), inputs=tokens)

    if g.tf215:
        for kind in ("lstm", "gru"):
            rnn = rnns[kind]
            yield Case("mask-embedding-%s-relu-mixed" % kind, lambda r=rnn: g.seq(
                (5,), words(), r(activation="relu")), inputs=tokens)

    if not g.two:
        for kind, rnn in rnns.items():
            yield Case("mask-zero-output-" + kind, lambda r=rnn: g.seq(
                (5,), words(), r(return_sequences=True, zero_output_for_mask=True)), inputs=tokens)
    # what becomes of a mask at a layer that does not look at it
    between = {
        "conv1d": lambda: L.Conv1D(4, 3, padding="same"), "reshape": lambda: L.Reshape((5, 4)),
        "max-pooling-1d": lambda: L.MaxPooling1D(3, strides=1, padding="same"),
        "average-pooling-1d": lambda: L.AveragePooling1D(1), "up-sampling-1d": lambda: L.UpSampling1D(1),
        "zero-padding-1d": lambda: L.ZeroPadding1D(0), "cropping-1d": lambda: L.Cropping1D(0),
        "permute": lambda: L.Permute((1, 2)), "softmax-layer": lambda: L.Softmax(),
        "prelu": lambda: L.PReLU(), "elu-layer": lambda: L.ELU(), "relu-layer": lambda: L.ReLU(),
        "batch-normalization": lambda: L.BatchNormalization(), "time-distributed": lambda: L.TimeDistributed(L.Dense(4)),
        "activity-regularization": lambda: L.ActivityRegularization(0.1), "alpha-dropout": lambda: L.AlphaDropout(0.1),
        "gaussian-dropout": lambda: L.GaussianDropout(0.1), "separable-conv1d": lambda: L.SeparableConv1D(4, 3, padding="same"),
    }
    for name in ("UnitNormalization", "GroupNormalization", "RMSNormalization", "Identity", "Rescaling", "EinsumDense"):
        if g.has(name):
            between[name.lower()] = lambda name=name: (
                L.GroupNormalization(groups=2) if name == "GroupNormalization" else L.Rescaling(0.5) if name == "Rescaling"
                else L.EinsumDense("abc,cd->abd", output_shape=(None, 4)) if name == "EinsumDense" else getattr(L, name)())
    if g.has("Normalization"):
        between["normalization"] = lambda: L.Normalization(mean=0.5, variance=2.0)
    for name, layer in between.items():
        yield Case("mask-at-%s-lstm" % name, lambda l=layer: g.seq((5,), words(), l(), L.LSTM(3)), inputs=tokens)
    for name in ("GlobalMaxPooling1D", "GlobalAveragePooling1D", "Flatten"):
        yield Case("mask-at-%s" % name.lower(), lambda name=name: g.seq(
            (5,), words(), getattr(L, name)(), L.Dense(3)), inputs=middle)
    yield Case("mask-at-softmax-axis-1", lambda: g.seq(
        (5,), words(), L.Dense(2), L.Softmax(axis=1)), inputs=tokens)
    yield Case("mask-at-conv1d-global-max-dense", lambda: g.seq(
        (5,), words(), L.Conv1D(4, 2), L.GlobalMaxPooling1D(), L.Dense(2)), inputs=tokens)
    yield Case("mask-at-bidirectional-backwards", lambda: g.seq(
        (5,), words(), L.Bidirectional(L.LSTM(3, go_backwards=True, return_sequences=True))), inputs=tokens)
    yield Case("mask-at-repeat-vector", lambda: g.seq(
        (5,), words(), L.GRU(4), L.RepeatVector(3), L.GRU(2)), inputs=tokens)
    yield Case("masking", lambda: g.seq((5, 3), L.Masking(0.0)), inputs=sequences)
    yield Case("masking-value", lambda: g.seq((5, 3), L.Masking(2.5)), inputs=padded(2.5, 5, 3))
    yield Case("embedding-mask-zero", lambda: g.seq((5,), words()), inputs=tokens)
    yield Case("mask-through-dense-lstm", lambda: g.seq(
        (5, 3), L.Masking(0.0), L.Dense(4, activation="tanh"), L.LSTM(5)), inputs=sequences)
    yield Case("mask-through-dropouts-lstm", lambda: g.seq(
        (5,), words(), L.SpatialDropout1D(0.2), L.Dropout(0.2), L.GaussianNoise(0.1), L.LSTM(5)), inputs=tokens)
    yield Case("mask-through-activation-lstm", lambda: g.seq(
        (5,), words(), L.Activation("relu"), L.LSTM(5)), inputs=tokens)
    yield Case("mask-through-time-distributed-lstm", lambda: g.seq(
        (5,), words(), L.TimeDistributed(L.Dense(3)), L.LSTM(5)), inputs=tokens)
    yield Case("mask-through-batch-normalization-lstm", lambda: g.seq(
        (5,), words(), L.BatchNormalization(), L.LSTM(5)), inputs=tokens)
    yield Case("mask-lstm-time-distributed-dense", lambda: g.seq(
        (5,), words(), L.LSTM(5, return_sequences=True), L.TimeDistributed(L.Dense(3, activation="softmax"))),
        inputs=tokens)
    yield Case("mask-through-leaky-relu-gru", lambda: g.seq((5,), words(), L.LeakyReLU(), L.GRU(5)), inputs=tokens)
    if g.has("LayerNormalization"):
        yield Case("mask-through-layer-normalization-lstm", lambda: g.seq(
            (5,), words(), L.LayerNormalization(), L.LSTM(5)), inputs=tokens)
    if g.name != "keras-2.2.4":
        yield Case("mask-global-average-pooling", lambda: g.seq(
            (5,), words(), L.GlobalAveragePooling1D(), L.Dense(3)), inputs=middle)
        yield Case("mask-lstm-global-average-pooling", lambda: g.seq(
            (5,), words(), L.LSTM(5, return_sequences=True), L.GlobalAveragePooling1D()), inputs=middle)
    if not g.two:
        yield Case("mask-global-average-pooling-empty-row", lambda: g.seq(
            (5,), words(), L.GlobalAveragePooling1D()), inputs=empty)

    def merged(merge, second_masked=True):
        a, b = g.input((5,), dtype="int32", name="a"), g.input((5,), dtype="int32", name="b")
        first = words()(a)
        second = L.Embedding(11, 4, mask_zero=second_masked)(b)
        return g.model([a, b], L.LSTM(5, return_sequences=True)(merge()([first, second])))

    def two(rng, batch):
        return [tokens(rng, batch)[0], middle(rng, batch)[0]]
    for name, merge in {"add": L.Add, "multiply": L.Multiply, "average": L.Average, "maximum": L.Maximum,
                        "concatenate": L.Concatenate}.items():
        yield Case("mask-%s-lstm" % name, lambda m=merge: merged(m), inputs=two)
    yield Case("mask-concatenate-half-masked-lstm", lambda: merged(L.Concatenate, False), inputs=two)
    yield Case("mask-add-half-masked-lstm", lambda: merged(L.Add, False), inputs=two)
    yield Case("mask-concatenate-steps-lstm", lambda: merged(lambda: L.Concatenate(axis=1)), inputs=two)

    def shared():
        a, b = g.input((5,), dtype="int32", name="a"), g.input((5,), dtype="int32", name="b")
        embedding, rnn = words(), L.GRU(5)
        return g.model([a, b], L.Concatenate()([rnn(embedding(a)), rnn(embedding(b))]))
    yield Case("mask-shared-embedding-and-gru", shared, inputs=two)

    def nested():
        inner = g.seq((5,), words(), L.LSTM(5, return_sequences=True), name="inner")
        return g.seq((5,), inner, L.GRU(3)) if g.three else g.keras.models.Sequential([inner, L.GRU(3)])
    yield Case("mask-out-of-nested-model", nested, inputs=tokens)

    def into_nested():
        x = g.input((5,), dtype="int32")
        h = g.input((5, 4))
        inner = g.model(h, L.LSTM(5)(L.Dense(4)(h)), name="inner")
        return g.model(x, inner(words()(x)))
    yield Case("mask-into-nested-model", into_nested, inputs=tokens)
    yield Case("mask-time-distributed-embedding-lstm", lambda: g.seq(
        (3, 5), L.TimeDistributed(L.Embedding(11, 4, mask_zero=True)), L.TimeDistributed(L.LSTM(5)), L.LSTM(3)),
        inputs=lambda rng, batch: [rng.randint(0, 4, size=(batch, 3, 5)).astype("int32")])
    yield Case("masking-time-distributed-lstm", lambda: g.seq(
        (4, 3, 2), L.Masking(0.0), L.TimeDistributed(L.LSTM(5)), L.LSTM(3)) if not g.three else g.seq(
        (4, 3, 2), L.TimeDistributed(L.LSTM(5)), L.Masking(0.0), L.LSTM(3)))
    def frames(rng, batch):  # a step that is all 0 is masked
        x = rng.normal(size=(batch, 4, 24)).astype("float32")
        x[0, 0] = x[-1, 2] = 0
        return [x]

    def images():
        x = g.input((4, 24))
        return x, L.TimeDistributed(L.Reshape((3, 4, 2)))(L.Masking(0.0)(x))
    if g.three:  # Keras 2 fails where a mask of steps meets images, tf.keras in TimeDistributed's mask
        yield Case("masking-conv-lstm-2d", lambda: g.model(*(lambda x, y: (x, L.ConvLSTM2D(
            2, 2, padding="same", return_sequences=True)(y)))(*images())), inputs=frames)

        def given():
            x, y = images()
            states = [g.input((3, 4, 2), name="h"), g.input((3, 4, 2), name="c")]
            return g.model([x] + states, L.ConvLSTM2D(2, 2, padding="same", return_sequences=True)(
                y, initial_state=states))
        yield Case("masking-conv-lstm-2d-initial-state", given, inputs=lambda rng, batch: frames(rng, batch) + [
            rng.normal(size=(batch, 3, 4, 2)).astype("float32") for _ in range(2)])
    if not g.two:
        for name, layer in {"flip": lambda: L.RandomFlip(), "contrast": lambda: L.RandomContrast(0.2),
                            "translation": lambda: L.RandomTranslation(0.1, 0.1), "zoom": lambda: L.RandomZoom(0.1),
                            "rotation": lambda: L.RandomRotation(0.1),
                            "brightness": lambda: L.RandomBrightness(0.1)}.items():
            if g.three and name == "brightness":  # which Keras 3.15 cannot copy in a Sequential
                continue
            yield Case("mask-at-random-" + name, lambda l=layer: g.seq(
                (4, 3, 2), L.Masking(0.0), l(), L.TimeDistributed(L.LSTM(3)), L.Flatten() if g.three else L.LSTM(3)),
                inputs=lambda rng, batch: [(rng.normal(size=(batch, 4, 3, 2)) * (rng.uniform(
                    size=(batch, 4, 3, 1)) > 0.4)).astype("float32")])
    yield Case("masking-encoder-decoder", lambda: g.seq(
        (5, 3), L.Masking(0.0), L.LSTM(7), L.RepeatVector(4), L.LSTM(5, return_sequences=True),
        L.TimeDistributed(L.Dense(2))), inputs=sequences)
    yield Case("masking-lstm-backwards-stacked", lambda: g.seq(
        (5, 3), L.Masking(0.0), L.LSTM(5, return_sequences=True, go_backwards=True), L.LSTM(4)), inputs=sequences)
