"""The shapes of keras.io's examples at small sizes: what people build, layer after layer.

Left out are the layers that an example writes itself (positions, CTC, sampling): they are custom, and refused by name.
"""
from .base import Case


def cases(g):
    L = g.layers
    if g.two:
        return
    ops = g.keras.ops if g.three else None

    def tokens(high, *shapes):
        def draw(rng, batch):
            found = [rng.randint(1, high, size=(batch,) + shape).astype("int32") for shape in shapes]
            for array in found:
                array[0, -2:] = 0
            return found
        return draw

    def u_net():
        x = g.input((8, 8, 3))
        h = L.Activation("relu")(L.BatchNormalization()(L.Conv2D(4, 3, strides=2, padding="same")(x)))
        before = h
        for filters in (6,):
            h = L.BatchNormalization()(L.SeparableConv2D(filters, 3, padding="same")(L.Activation("relu")(h)))
            h = L.BatchNormalization()(L.SeparableConv2D(filters, 3, padding="same")(L.Activation("relu")(h)))
            h = L.MaxPooling2D(3, strides=2, padding="same")(h)
            before = h = L.add([h, L.Conv2D(filters, 1, strides=2, padding="same")(before)])
        for filters in (6, 4):
            h = L.BatchNormalization()(L.Conv2DTranspose(filters, 3, padding="same")(L.Activation("relu")(h)))
            h = L.BatchNormalization()(L.Conv2DTranspose(filters, 3, padding="same")(L.Activation("relu")(h)))
            h = L.UpSampling2D(2)(h)
            before = h = L.add([h, L.Conv2D(filters, 1, padding="same")(L.UpSampling2D(2)(before))])
        return g.model(x, L.Conv2D(3, 3, activation="softmax", padding="same")(h))
    yield Case("example-u-net", u_net)

    def deep_lab():
        x = g.input((8, 8, 3))
        low = L.Conv2D(4, 3, strides=2, padding="same", activation="relu")(x)
        deep = L.Conv2D(5, 3, strides=2, padding="same", activation="relu")(low)
        pooled = L.AveragePooling2D(pool_size=(2, 2))(deep)
        pooled = L.UpSampling2D(size=(2, 2), interpolation="bilinear")(L.Conv2D(3, 1, activation="relu")(pooled))
        parts = [pooled] + [L.Conv2D(3, 1 if rate == 1 else 3, dilation_rate=rate, padding="same", use_bias=False,
                                     kernel_initializer="he_normal")(deep) for rate in (1, 2, 3)]
        h = L.Conv2D(4, 1, activation="relu")(L.Concatenate(axis=-1)(parts))
        h = L.Concatenate(axis=-1)([L.UpSampling2D((2, 2), interpolation="bilinear")(h), L.Conv2D(2, 1)(low)])
        return g.model(x, L.Conv2D(3, 1, padding="same")(L.UpSampling2D((2, 2), interpolation="bilinear")(h)))
    yield Case("example-deep-lab", deep_lab)

    def text_transformer():
        words = g.input((6,), dtype="int32")
        h = L.Embedding(11, 6, mask_zero=True)(words)
        a = L.MultiHeadAttention(num_heads=2, key_dim=6)(h, h)
        h = L.LayerNormalization(epsilon=1e-6)(L.Add()([h, L.Dropout(0.1)(a)]))
        f = L.Dense(6)(L.Dense(7, activation="relu")(h))
        h = L.LayerNormalization(epsilon=1e-6)(L.Add()([h, L.Dropout(0.1)(f)]))
        h = L.Dropout(0.1)(L.GlobalAveragePooling1D()(h))
        return g.model(words, L.Dense(2, activation="softmax")(L.Dense(5, activation="relu")(h)))
    yield Case("example-text-transformer", text_transformer, inputs=tokens(11, (6,)))

    def translator():
        source, target = g.input((5,), dtype="int32"), g.input((4,), dtype="int32")
        words = L.Embedding(11, 6, mask_zero=True)
        e, d = words(source), L.Embedding(9, 6, mask_zero=True)(target)
        e = L.LayerNormalization()(L.Add()([e, L.MultiHeadAttention(2, 3)(e, e)]))
        one = L.LayerNormalization()(L.Add()([d, L.MultiHeadAttention(2, 3)(d, d, use_causal_mask=True)]))
        two = L.LayerNormalization()(L.Add()([one, L.MultiHeadAttention(2, 3)(one, e)]))
        return g.model([source, target], L.Dense(9, activation="softmax")(L.Dropout(0.5)(two)))
    yield Case("example-translator", translator, inputs=tokens(9, (5,), (4,)))

    def ocr():
        image = g.input((12, 8, 1), name="image")
        h = L.Conv2D(4, 3, activation="relu", kernel_initializer="he_normal", padding="same", name="Conv1")(image)
        h = L.Conv2D(5, 3, activation="relu", padding="same")(L.MaxPooling2D((2, 2), name="pool1")(h))
        h = L.Reshape(target_shape=(3, 10), name="reshape")(L.MaxPooling2D((2, 2), name="pool2")(h))
        h = L.Dropout(0.2)(L.Dense(6, activation="relu", name="dense1")(h))
        h = L.Bidirectional(L.LSTM(4, return_sequences=True, dropout=0.25))(h)
        h = L.Bidirectional(L.LSTM(3, return_sequences=True, dropout=0.25))(h)
        return g.model(image, L.Dense(7, activation="softmax", name="dense2")(h))
    yield Case("example-ocr", ocr)

    def wave_net():
        x = g.input((None, 2))
        h, skips = L.Conv1D(4, 2, padding="causal")(x), []
        for rate in (1, 2, 4):
            f = L.Conv1D(4, 2, padding="causal", dilation_rate=rate, activation="tanh")(h)
            s = L.Conv1D(4, 2, padding="causal", dilation_rate=rate, activation="sigmoid")(h)
            z = L.Conv1D(4, 1)(L.Multiply()([f, s]))
            skips.append(z)
            h = L.Add()([h, z])
        h = L.Conv1D(5, 1, activation="relu")(L.Activation("relu")(L.Add()(skips)))
        return g.model(x, L.Conv1D(3, 1, activation="softmax")(h))
    yield Case("example-wave-net", wave_net, steps=9)

    yield Case("example-vae-decoder", lambda: g.seq(
        (2,), L.Dense(2 * 2 * 5, activation="relu"), L.Reshape((2, 2, 5)),
        L.Conv2DTranspose(4, 3, activation="relu", strides=2, padding="same"),
        L.Conv2DTranspose(3, 3, activation="relu", strides=2, padding="same"),
        L.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")))

    yield Case("example-discriminator", lambda: g.seq(
        (8, 8, 3), L.Conv2D(4, 4, strides=2, padding="same"), L.LeakyReLU(0.2), L.Conv2D(5, 4, strides=2, padding="same"),
        L.LeakyReLU(0.2), L.Flatten(), L.Dropout(0.2), L.Dense(1, activation="sigmoid")))

    def siamese():
        a, b, x = g.input((6, 6, 1)), g.input((6, 6, 1)), g.input((6, 6, 1))
        h = L.AveragePooling2D(pool_size=(2, 2))(L.Conv2D(3, 3, activation="tanh", padding="same")(L.BatchNormalization()(x)))
        tower = g.model(x, L.Dense(4, activation="tanh")(L.BatchNormalization()(L.Flatten()(h))), name="tower")
        one, two = tower(a), tower(b)
        if g.three:
            squares = ops.sum(ops.square(one - two), axis=1, keepdims=True)
            distance = ops.sqrt(ops.maximum(squares, 1e-7))
        else:
            import tensorflow as tf
            squares = tf.math.reduce_sum(tf.math.square(one - two), axis=1, keepdims=True)
            distance = tf.math.sqrt(tf.math.maximum(squares, 1e-7))
        return g.model([a, b], L.Dense(1, activation="sigmoid")(L.BatchNormalization()(distance)))
    yield Case("example-siamese", siamese, file="keras" if g.three else "h5")

    def seq_to_seq():
        source, target = g.input((None, 5)), g.input((None, 4))
        _, h, c = L.LSTM(6, return_state=True)(source)
        answers, _, _ = L.LSTM(6, return_sequences=True, return_state=True)(target, initial_state=[h, c])
        return g.model([source, target], L.Dense(4, activation="softmax")(answers))
    yield Case("example-seq-to-seq", seq_to_seq)

    def next_frame():
        x = g.input((None, 6, 6, 1))
        h = L.BatchNormalization()(L.ConvLSTM2D(3, (5, 5), padding="same", return_sequences=True, activation="relu")(x))
        h = L.ConvLSTM2D(2, (3, 3), padding="same", return_sequences=True, activation="relu")(h)
        return g.model(x, L.Conv3D(1, (3, 3, 3), activation="sigmoid", padding="same")(h))
    yield Case("example-next-frame", next_frame, steps=3)

    yield Case("example-deep-q", lambda: g.seq(
        (20, 20, 2), L.Conv2D(4, 8, strides=4, activation="relu"), L.Conv2D(5, 2, strides=2, activation="relu"),
        L.Flatten(), L.Dense(7, activation="relu"), L.Dense(3, activation="linear")))

    def time_series():
        x = g.input((7, 2))
        h = x
        for _ in range(2):
            a = L.Dropout(0.25)(L.MultiHeadAttention(key_dim=3, num_heads=2, dropout=0.25)(h, h))
            r = L.LayerNormalization(epsilon=1e-6)(a) + h
            f = L.Conv1D(filters=2, kernel_size=1)(L.Dropout(0.25)(L.Conv1D(4, 1, activation="relu")(r)))
            h = L.LayerNormalization(epsilon=1e-6)(f) + r
        h = L.GlobalAveragePooling1D(data_format="channels_last")(h)
        return g.model(x, L.Dense(2, activation="softmax")(L.Dense(5, activation="relu")(h)))
    yield Case("example-time-series-transformer", time_series, file="keras" if g.three else "h5")

    def patches(x, size):
        if g.three:
            p = ops.image.extract_patches(x, size=size)
            return ops.reshape(p, (-1, p.shape[1] * p.shape[2], p.shape[3]))
        import tensorflow as tf
        p = tf.image.extract_patches(images=x, sizes=[1, size, size, 1], strides=[1, size, size, 1], rates=[1, 1, 1, 1],
                                     padding="VALID")
        return tf.reshape(p, [-1, p.shape[1] * p.shape[2], p.shape[3]])

    def vision_transformer():
        x = g.input((6, 6, 3))
        h = L.Dense(8)(patches(x, 2))
        for _ in range(2):
            n = L.LayerNormalization(epsilon=1e-6)(h)
            r = L.Add()([L.MultiHeadAttention(num_heads=2, key_dim=4, dropout=0.1)(n, n), h])
            n = L.LayerNormalization(epsilon=1e-6)(r)
            f = L.Dense(8, activation="gelu")(L.Dense(11, activation="gelu")(n))
            h = L.Add()([L.Dropout(0.1)(f), r])
        h = L.Dropout(0.5)(L.Flatten()(L.LayerNormalization(epsilon=1e-6)(h)))
        return g.model(x, L.Dense(4)(L.Dense(7, activation="gelu")(h)))
    yield Case("example-vision-transformer", vision_transformer, file="keras" if g.three else "h5")

    def mixer():
        x = g.input((6, 6, 3))
        h = L.Dense(5)(patches(x, 2))
        for _ in range(2):
            n = L.Permute((2, 1))(L.LayerNormalization(epsilon=1e-6)(h))
            m = L.Permute((2, 1))(L.Dense(9)(L.Dense(9, activation="gelu")(n)))
            h = m + h
            n = L.Dense(5)(L.Dense(7, activation="gelu")(L.LayerNormalization(epsilon=1e-6)(h)))
            h = n + h
        return g.model(x, L.Dense(4)(L.Dropout(0.2)(L.GlobalAveragePooling1D()(h))))
    yield Case("example-mlp-mixer", mixer, file="keras" if g.three else "h5")

    def conv_mixer():
        x = g.input((8, 8, 3))
        h = L.BatchNormalization()(L.Activation("gelu")(L.Conv2D(5, 2, strides=2)(L.Rescaling(scale=1.0 / 255)(x))))
        for _ in range(2):
            d = L.BatchNormalization()(L.Activation("gelu")(L.DepthwiseConv2D(3, padding="same")(h)))
            h = L.BatchNormalization()(L.Activation("gelu")(L.Conv2D(5, 1)(L.Add()([d, h]))))
        return g.model(x, L.Dense(3, activation="softmax")(L.GlobalAvgPool2D()(h)))
    yield Case("example-conv-mixer", conv_mixer)

    def structured():
        numbers, kind, age = g.input((3,), name="numbers"), g.input((1,), dtype="int32", name="kind"), g.input((1,), name="age")
        ages = L.CategoryEncoding(num_tokens=4, output_mode="one_hot")(L.Discretization([20.0, 40.0, 60.0])(age))
        parts = [L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 0.5])(numbers),
                 L.Reshape((3,))(L.Embedding(7, 3)(kind)), ages]
        h = L.concatenate(parts)
        wide = L.BatchNormalization()(h)
        for _ in range(2):
            h = L.Dropout(0.3)(L.ReLU()(L.BatchNormalization()(L.Dense(6)(h))))
        cross = wide
        for _ in range(2):
            cross = wide * L.Dense(10)(cross) + cross
        return g.model([numbers, kind, age], L.Dense(1, activation="sigmoid")(L.concatenate([wide, cross, h])))
    yield Case("example-structured-data", structured, file="keras" if g.three else "h5", inputs=lambda rng, batch: [
        rng.normal(size=(batch, 3)).astype("float32"), rng.randint(0, 7, size=(batch, 1)).astype("int32"),
        rng.uniform(1, 90, size=(batch, 1)).astype("float32")])

    def recommender():
        user, movie = g.input((1,), dtype="int32", name="user"), g.input((1,), dtype="int32", name="movie")
        u, m = L.Embedding(7, 4)(user), L.Embedding(9, 4)(movie)
        bias = L.Add()([L.Flatten()(L.Embedding(7, 1)(user)), L.Flatten()(L.Embedding(9, 1)(movie))])
        return g.model([user, movie], L.Activation("sigmoid")(L.Add()([L.Flatten()(L.Dot(axes=2)([u, m])), bias])))
    yield Case("example-recommender", recommender, inputs=lambda rng, batch: [
        rng.randint(0, 7, size=(batch, 1)).astype("int32"), rng.randint(0, 9, size=(batch, 1)).astype("int32")])

    def speaker():
        x = g.input((32, 1))
        h = x
        for filters in (3, 4):
            s = L.Conv1D(filters, 1, padding="same")(h)
            h = L.Activation("relu")(L.Conv1D(filters, 3, padding="same")(h))
            h = L.Activation("relu")(L.Add()([L.Conv1D(filters, 3, padding="same")(h), s]))
            h = L.MaxPool1D(pool_size=2, strides=2)(h)
        h = L.Flatten()(L.AveragePooling1D(pool_size=3, strides=3)(h))
        return g.model(x, L.Dense(4, activation="softmax", name="output")(L.Dense(5, activation="relu")(h)))
    yield Case("example-speaker", speaker)

    yield Case("example-anomaly", lambda: g.seq(
        (8, 1), L.Conv1D(4, 7, padding="same", strides=2, activation="relu"), L.Dropout(0.2),
        L.Conv1D(3, 7, padding="same", strides=2, activation="relu"),
        L.Conv1DTranspose(3, 7, padding="same", strides=2, activation="relu"), L.Dropout(0.2),
        L.Conv1DTranspose(4, 7, padding="same", strides=2, activation="relu"), L.Conv1DTranspose(1, 7, padding="same")))

    yield Case("example-addition", lambda: g.seq(
        (5, 6), L.LSTM(7), L.RepeatVector(3), L.LSTM(7, return_sequences=True), L.Dense(6, activation="softmax")))

    def captioner():
        """Attention over an image's features, as encoder-decoders with a CNN have it."""
        image, words = g.input((6, 6, 2)), g.input((4,), dtype="int32")
        f = L.Reshape((9, 5))(L.Conv2D(5, 2, strides=2, activation="relu")(image))
        d = L.GRU(5, return_sequences=True)(L.Embedding(9, 4, mask_zero=True)(words))
        h = L.Concatenate()([d, L.AdditiveAttention()([d, f])])
        return g.model([image, words], L.TimeDistributed(L.Dense(9, activation="softmax"))(h))
    yield Case("example-captioner", captioner, inputs=lambda rng, batch: [
        rng.normal(size=(batch, 6, 6, 2)).astype("float32"), tokens(9, (4,))(rng, batch)[0]])

    class Sampling(L.Layer):
        def call(self, inputs):
            mean, deviation = inputs
            return mean + deviation * 0

    def vae_encoder():
        x = g.input((8, 8, 1))
        h = L.Dense(6, activation="relu")(L.Flatten()(L.Conv2D(4, 3, activation="relu", strides=2, padding="same")(x)))
        mean, deviation = L.Dense(2, name="z_mean")(h), L.Dense(2, name="z_log_var")(h)
        return g.model(x, [mean, deviation, Sampling(name="sampled")([mean, deviation])])
    yield Case("refuse-example-vae-encoder", vae_encoder, reject="sampled")
