# -*- coding: utf-8 -*-
"""Strings: TextVectorization, StringLookup, IntegerLookup, Hashing, HashedCrossing, and models around them."""
import numpy as np

from .base import Case

TEXTS = [u"The cat sat, on the mat!", u"", u"ÄÖ É\u00a0x \t the  Ünï 日本 😀a", u"it's a_b-c\\d~`^@[x]{|}", u"  dog\x0bvt\x0cff cat cat ",
         u"don't; the CAT\nsat"]
CORPUS = [u"the cat sat", u"the dog", u"a cat a cat  Ünï", u"日本 cats"]
CITIES = [u"rome", u"oslo", u"", u"[UNK]", u"zürich", u"東京", u"m", u"paris"]
IDS = [5, 60000000001, -7, 8, 0, 9, 60000000002, -1]


def texts(*shape):
    return lambda rng, batch: [pick(TEXTS, rng, (batch,) + shape)]


def pick(values, rng, shape):
    """Each value in turn, from a random one on, so that few samples show many of them."""
    start, count = rng.randint(len(values)), int(np.prod(shape))
    return np.array([values[(start + i) % len(values)] for i in range(count)]).reshape(shape)


def cases(g):
    L = g.layers
    if not g.has("TextVectorization", "HashedCrossing"):
        return
    for topic in (_texts, _lookups, _hashes, _models):
        for case in topic(g, L):
            case.weights = "kept"
            yield case


def _dense(L, units=3, **o):
    return L.Dense(units, bias_initializer="random_normal", **o)


def _texts(g, L):
    letters = [u"t", u"h", u"e", u" ", u"日", u"😀", u"'", u"c", u"Ä"]
    words = [u"the", u"cat", u"The", u"a", u"its", u"it's", u"É\u00a0x", u"Ünï", u"ünï", u"日本", u"abcdx", u"dog", u"cat,", u"sat,"]

    def all_of():
        x, outputs = g.input((1,), dtype="string"), []
        for standardize in ("lower_and_strip_punctuation", "lower", "strip_punctuation", None):
            outputs.append(L.TextVectorization(
                standardize=standardize, vocabulary=words, output_sequence_length=6)(x))
        outputs.append(L.TextVectorization(split="character", vocabulary=letters, output_sequence_length=9)(x))
        outputs.append(L.TextVectorization(split=None, standardize="lower", vocabulary=[u"the cat", u"dog"])(x))
        return g.model(x, outputs)
    yield Case("text-standardize-and-split", all_of, inputs=texts(1), calls=[(6, False), (1, False)])

    def flat():
        x = g.input((), dtype="string")
        return g.model(x, L.TextVectorization(vocabulary=words, output_sequence_length=3)(x))
    yield Case("text-without-an-axis", flat, inputs=texts(), calls=[(3, False), (1, False)])

    def ngrams():
        x = g.input((1,), dtype="string")
        vocabulary = [u"the cat", u"the", u"cat sat", u"the cat sat", u"cat cat"]
        widths = [1, 2, 3] + ([(2,), (3, 1)] if g.three else [])
        return g.model(x, [L.TextVectorization(ngrams=n, vocabulary=vocabulary, output_sequence_length=8)(x)
                           for n in widths] + [L.TextVectorization(
                               ngrams=2, vocabulary=vocabulary, output_mode="count")(x)])
    yield Case("text-ngrams", ngrams, inputs=texts(1), calls=[(6, False), (1, False)])

    def split_before():
        x = g.input((3,), dtype="string")
        vocabulary = [u"the", u"cat", u"the cat"]
        given = dict(split=None, vocabulary=vocabulary)
        return g.model(x, [L.TextVectorization(**given)(x), L.TextVectorization(output_sequence_length=2, **given)(x),
                           L.TextVectorization(output_sequence_length=5, ngrams=2, **given)(x),
                           L.TextVectorization(ngrams=2, **given)(x),
                           L.TextVectorization(output_mode="multi_hot", **given)(x)])
    yield Case("text-split-before", split_before, calls=[(3, False), (1, False)], inputs=lambda rng, batch: [
        pick([u"the", u"Cat!", u"", u"dog", u"cat"], rng, (batch, 3))])

    def modes():
        x = g.input((1,), dtype="string")
        vocabulary = [u"cat", u"the", u"a", u"sat"]
        outputs = [L.TextVectorization(output_mode=mode, vocabulary=vocabulary)(x) for mode in ("multi_hot", "count")]
        outputs.append(L.TextVectorization(
            output_mode="tf_idf", vocabulary=vocabulary, idf_weights=[0.1, 0.3, 0.7, 1.1])(x))
        outputs.append(L.TextVectorization(
            output_mode="multi_hot", vocabulary=vocabulary, max_tokens=9, pad_to_max_tokens=True)(x))
        outputs.append(L.TextVectorization(output_mode="tf_idf", vocabulary=vocabulary, max_tokens=7,
                                           idf_weights=[0.1, 0.3, 0.7, 1.1], pad_to_max_tokens=True)(x))
        return g.model(x, outputs)
    yield Case("text-output-modes", modes, inputs=texts(1), calls=[(6, False), (1, False)])

    def classifier(length=5, **o):
        layer = L.TextVectorization(output_sequence_length=length, **o)
        layer.adapt(CORPUS)
        x = g.input((1,), dtype="string")
        h = L.Embedding(12, 4, mask_zero=length is None, name="embedding")(layer(x))
        return g.model(x, _dense(L, activation="sigmoid")(L.GlobalAveragePooling1D()(h)))
    yield Case("text-classifier", classifier, inputs=texts(1), file="keras")
    yield Case("text-classifier-most-frequent", lambda: classifier(max_tokens=5), inputs=texts(1), file="keras")
    yield Case("text-as-long-as-the-longest", lambda: classifier(None), inputs=texts(1), file="keras",
               calls=[(6, False), (2, False), (1, False)])

    def sequential():
        layer = L.TextVectorization(output_mode="tf_idf", ngrams=2)
        layer.adapt(CORPUS)
        return g.keras.models.Sequential([g.input((1,), dtype="string"), layer, _dense(L)])
    yield Case("text-sequential-tf-idf", sequential, inputs=texts(1), file="keras")
    if g.three:
        # an .h5 of Keras 3 does not hold what was learnt; tf.keras refuses to save it
        yield Case("refuse-text-adapted-in-h5", classifier, reject="(TextVectorization)", inputs=texts(1))
    yield Case("refuse-text-ragged", lambda: _one(g, L.TextVectorization(ragged=True, vocabulary=[u"a"])),
               reject="ragged")


def _one(g, layer, shape=(1,), dtype="string"):
    x = g.input(shape, dtype=dtype)
    return g.model(x, layer(x))


def _lookups(g, L):
    vocabulary = [u"rome", u"oslo", u"東京"]

    def strings():
        x, outputs = g.input((2,), dtype="string"), []
        for o in ({}, {"mask_token": u"m"}, {"num_oov_indices": 3}, {"num_oov_indices": 2, "mask_token": u""},
                  {"output_mode": "multi_hot"}, {"output_mode": "count", "num_oov_indices": 2, "mask_token": u"m"},
                  {"output_mode": "tf_idf", "idf_weights": [0.5, 0.25, 2.0]},
                  {"output_mode": "multi_hot", "max_tokens": 8, "pad_to_max_tokens": True},
                  {"num_oov_indices": 4, "salt": [7, -9]} if g.three else {}):
            outputs.append(L.StringLookup(vocabulary=vocabulary, **o)(x))
        outputs.append(L.StringLookup(vocabulary=[u"[UNK]", u"oslo", u"rome"])(x))
        back = L.StringLookup(vocabulary=vocabulary, mask_token=u"m", invert=True)
        outputs.append(back(L.StringLookup(vocabulary=vocabulary, mask_token=u"m")(x)))
        return g.model(x, outputs)
    cities = lambda *shape: lambda rng, batch: [pick(CITIES, rng, (batch,) + shape)]  # noqa: E731
    yield Case("string-lookup", strings, inputs=cities(2), calls=[(4, False), (1, False)])
    yield Case("string-lookup-one-hot", lambda: _one(g, L.StringLookup(
        vocabulary=vocabulary, output_mode="one_hot", mask_token=u"m")), inputs=cities(1))
    if g.three:
        yield Case("string-lookup-one-hot-two", lambda: _one(g, L.StringLookup(
            vocabulary=vocabulary, output_mode="one_hot", num_oov_indices=0), (2,)),
            inputs=lambda rng, batch: [pick(vocabulary, rng, (batch, 2))])

    def adapted(layer, data, shape, dtype):
        layer.adapt(np.array(data))
        x = g.input(shape, dtype=dtype)
        return g.model(x, _dense(L)(L.Flatten()(layer(x))))
    yield Case("string-lookup-adapted", lambda: adapted(
        L.StringLookup(num_oov_indices=2, mask_token=u"m", output_mode="count"), [u"rome", u"oslo", u"rome", u"東京"],
        (2,), "string"), inputs=cities(2), file="keras")
    if g.three:
        # Keras 3 drops the empty word when it reads its own file, and then refuses it
        yield Case("refuse-string-lookup-empty-last-word", lambda: adapted(
            L.StringLookup(output_mode="count"), [u"rome", u"oslo", u"rome", u""], (2,), "string"), file="keras",
            reject="(StringLookup)")
    yield Case("string-lookup-invert", lambda: _one(g, L.StringLookup(
        vocabulary=vocabulary, invert=True, num_oov_indices=2), (3,), "int64"), inputs=lambda rng, batch: [
            pick([0, 1, 2, 3, 4, 5, -1], rng, (batch, 3))])

    def moved():
        x = g.input((2,), dtype="string")
        y = L.Concatenate()([x, L.Flatten()(L.Reshape((2, 1))(x))])
        return g.model(x, L.StringLookup(vocabulary=vocabulary)(y))
    yield Case("string-lookup-after-shaping", moved, inputs=cities(2))

    numbers = lambda rng, batch: [pick(IDS, rng, (batch, 2))]  # noqa: E731

    def integers():
        x, outputs = g.input((2,), dtype="int64"), []
        for o in ({}, {"mask_token": 0}, {"num_oov_indices": 3}, {"num_oov_indices": 3, "mask_token": 8},
                  {"output_mode": "count", "mask_token": 0}, {"output_mode": "multi_hot"},
                  {"output_mode": "tf_idf", "idf_weights": [0.5, 0.25]},
                  {"num_oov_indices": 3, "oov_method": "farmhash"} if g.three else {},
                  {"num_oov_indices": 3, "oov_method": "farmhash", "salt": [1, 2]} if g.three else {}):
            outputs.append(L.IntegerLookup(vocabulary=[5, 60000000001], **o)(x))
        return g.model(x, outputs)
    yield Case("integer-lookup-large", integers, inputs=numbers, calls=[(4, False), (1, False)])
    yield Case("integer-lookup-adapted", lambda: adapted(
        L.IntegerLookup(output_mode="tf_idf"), [[5, 60000000001], [5, 7], [9, 8]], (2,), "int64"), inputs=numbers,
        file="keras")
    yield Case("integer-lookup-invert", lambda: _one(g, L.IntegerLookup(
        vocabulary=[7, 70000], invert=True, mask_token=0), (3,), "int64"), inputs=lambda rng, batch: [
            pick([0, 1, 2, 3, 4, -1], rng, (batch, 3))])


def _hashes(g, L):
    long_words = CITIES + [u"a", u"ab", u"0123456789abcdefg", u"x" * 33, u"日本語" * 8, u"y" * 130]

    def strings():
        x, outputs = g.input((2,), dtype="string"), []
        for o in ({"num_bins": 1000}, {"num_bins": 1000, "salt": 133137}, {"num_bins": 1000, "salt": [7, 9]},
                  {"num_bins": 5, "mask_value": u"rome"}, {"num_bins": 1, "mask_value": u"rome"},
                  {"num_bins": 5, "output_mode": "multi_hot"}, {"num_bins": 5, "output_mode": "count", "mask_value": u""}):
            outputs.append(L.Hashing(**o)(x))
        return g.model(x, outputs)
    yield Case("hashing", strings, calls=[(7, False), (1, False)], inputs=lambda rng, batch: [
        pick(long_words, rng, (batch, 2))])
    yield Case("hashing-one-hot", lambda: _one(g, L.Hashing(4, output_mode="one_hot")), inputs=lambda rng, batch: [
        pick(CITIES, rng, (batch, 1))])

    def integers():
        x = g.input((2,), dtype="int64")
        return g.model(x, [L.Hashing(1000)(x), L.Hashing(1000, mask_value=0)(x), L.Hashing(1000, salt=[1, 2])(x)])
    yield Case("hashing-integers", integers, calls=[(4, False), (1, False)], inputs=lambda rng, batch: [
        pick(IDS, rng, (batch, 2))])
    if g.three:
        yield Case("hashing-floats", lambda: _one(g, L.Hashing(1000, mask_value=5), (2,), "float32"),
                   inputs=lambda rng, batch: [pick([5.0, 5.7, -6.9, 0.2], rng, (batch, 2)).astype("float32")])

    def crossed():
        a, b, c = g.input((1,), dtype="string"), g.input((1,), dtype="int64"), g.input((1,), dtype="string")
        sets = [[a, b], [b, a], [b, b]] + ([[a, b, c]] if g.tf215 else [])  # Keras 3 crosses two
        return g.model([a, b, c], [L.HashedCrossing(1000)(some) for some in sets] + [
            L.HashedCrossing(5, output_mode="one_hot")([a, c])])
    yield Case("hashed-crossing", crossed, calls=[(7, False), (1, False)], inputs=lambda rng, batch: [
        pick(long_words, rng, (batch, 1)), pick(IDS, rng, (batch, 1)), pick(CITIES, rng, (batch, 1))])


def _models(g, L):
    def table():
        age = g.input((1,), name="age")
        city, user = g.input((1,), dtype="string", name="city"), g.input((1,), dtype="int64", name="user")
        look = L.IntegerLookup(vocabulary=[60000000001, 5], num_oov_indices=3)
        parts = [
            L.Normalization(mean=3.0, variance=2.0)(age),
            L.Discretization(bin_boundaries=[-1.0, 0.0, 2.0], output_mode="one_hot")(age),
            L.StringLookup(vocabulary=[u"rome", u"oslo"], output_mode="one_hot")(city),
            L.Hashing(4, output_mode="one_hot")(user),
            L.HashedCrossing(6, output_mode="one_hot")([city, user]),
            L.Flatten()(L.Embedding(9, 2)(look(user))),
        ]
        return g.model([age, city, user], _dense(L)(_dense(L, 5, activation="relu")(L.Concatenate()(parts))))

    def rows(rng, batch):
        return [rng.normal(size=(batch, 1)).astype("float32"), pick(CITIES, rng, (batch, 1)), pick(IDS, rng, (batch, 1))]
    yield Case("table-of-strings-and-numbers", table, inputs=rows)
    yield Case("table-of-strings-and-numbers-as-keras", table, inputs=rows, file="keras")

    def nested():
        layer = L.TextVectorization(output_sequence_length=4)
        layer.adapt(CORPUS)
        inner = g.keras.models.Sequential([g.input((1,), dtype="string"), layer], name="words")
        x = g.input((1,), dtype="string")
        return g.model(x, _dense(L)(L.LSTM(3)(L.Embedding(12, 4)(inner(x)))))
    yield Case("text-in-a-nested-model", nested, inputs=texts(1), file="keras")

    def twice():
        x = g.input((2,), dtype="int64")
        return g.model(x, [L.Hashing(7)(x), _dense(L)(x)])
    yield Case("integers-hashed-and-computed", twice, inputs=lambda rng, batch: [pick([5, 17, -3, 0], rng, (batch, 2))])
