"""Makes the models, data and fixtures of docs/first-days.md: first_days.py FOLDER, under keras-3.

Three small models as three teams would hand them over, trained on data that numpy draws: digits of 8 x 8 pixels, short
reviews, and prices of flats with a city's name. Each lies in a fixture that record.py made of some
rows. Beside it are 200 rows that it was not trained on, and what Keras answers to them.
"""
import csv
import os
import subprocess
import sys

import numpy as np

import recording

keras = recording.keras()
L = keras.layers
ROWS = 200
GLYPHS = ("0110100110010110 0010011000100111 1110000101101111 1110011000011110 1001100111110001 1111111000011110 "
          "0111111010010110 1111001001000100 0110011010010110 0110100101111110").split()
GOOD = "great lovely warm friendly quick tasty clean".split()
BAD = "awful slow cold rude dirty bland noisy".split()
PLAIN = "the food service room was and staff place we had very quite not".split()
CITIES = {"Bern": 1.4, "Lyon": 0.9, "Graz": 0.8, "Turin": 0.7, "Ghent": 0.9}


def digits(rng, rows):
    """Glyphs of 4 x 4 on 8 x 8 pixels, moved and noisy."""
    y = rng.integers(0, 10, rows)
    x = np.zeros((rows, 8, 8, 1), "float32")
    for image, digit in zip(x, y):
        top, left = rng.integers(0, 5, 2)
        image[top:top + 4, left:left + 4, 0] = np.array(list(GLYPHS[digit]), "float32").reshape(4, 4)
    return (x * rng.uniform(0.5, 1, (rows, 1, 1, 1)) + rng.normal(0, 0.15, x.shape)).astype("float32"), y


def reviews(rng, rows):
    y = rng.integers(0, 2, rows)
    texts = []
    for good in y:
        words = list(rng.choice(PLAIN, rng.integers(4, 12)))
        for _ in range(rng.integers(1, 4)):
            words.insert(rng.integers(0, len(words)), str(rng.choice(GOOD if (rng.random() < 0.9) == bool(good) else BAD)))
        texts.append(" ".join(words).capitalize() + ".")
    return np.array(texts, dtype=object), y


def prices(rng, rows):
    city = rng.choice(list(CITIES), rows)
    area, floor, age = rng.uniform(25, 160, rows), rng.integers(0, 9, rows), rng.uniform(0, 90, rows)
    price = np.array([CITIES[c] for c in city]) * (40 + 4 * area - 0.6 * age + 2 * floor) + rng.normal(0, 12, rows)
    numbers = np.stack([area, floor, age], 1).round(1).astype("float32")
    return city.astype(object), numbers, price.round(1)


def digits_model(x):
    return keras.Sequential([
        keras.Input((8, 8, 1)), L.Conv2D(8, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(),
        L.Conv2D(12, 2, activation="relu"), L.Flatten(), L.Dropout(0.2), L.Dense(10, activation="softmax")], name="digits")


def reviews_model(texts):
    words = L.TextVectorization(max_tokens=60, output_sequence_length=12)
    words.adapt(list(texts))
    return keras.Sequential([
        keras.Input((), dtype="string", name="text"), words, L.Embedding(60, 8, mask_zero=True),
        L.Bidirectional(L.LSTM(6)), L.Dense(1, activation="sigmoid", name="positive")], name="reviews")


def prices_model(city, numbers):
    cities = L.StringLookup(output_mode="one_hot")
    cities.adapt(list(city))
    scaled = L.Normalization()
    scaled.adapt(numbers)
    at, sizes = keras.Input((), dtype="string", name="city"), keras.Input((3,), name="flat")
    h = L.Concatenate()([cities(at), scaled(sizes)])
    h = L.Dense(12, activation="relu")(L.Dense(16, activation="relu")(h))
    return keras.Model([at, sizes], L.Dense(1, name="price")(h), name="prices")


def rows_of(path, header, columns):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(zip(*columns))


def answer(model, x):
    return np.asarray(model.predict(x, batch_size=ROWS, verbose=0))


def main(root):
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(7)
    os.makedirs(root, exist_ok=True)

    def at(name):
        return os.path.join(root, name)

    def finish(name, model, x, recorded):
        model.save(name + ".keras")
        np.save(at(name + "-python.npy"), answer(model, x))
        record = os.path.join(os.path.dirname(os.path.abspath(__file__)), "record.py")
        subprocess.check_call([sys.executable, record, name + ".keras", at(name), "--inputs", recorded])
        os.remove(recorded)
        os.remove(name + ".keras")  # record.py keeps it in the fixture

    x, y = digits(rng, 3000)
    model = digits_model(x)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=6, verbose=0)
    x, y = digits(rng, ROWS)
    np.save(at("digits-x.npy"), x)
    np.save(at("digits-y.npy"), y.astype("int32"))
    np.save("recorded.npy", x[:12])
    finish("digits", model, x, "recorded.npy")

    texts, y = reviews(rng, 2000)
    model = reviews_model(texts)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    import tensorflow as tf
    model.fit(tf.constant(list(texts)), y, batch_size=32, epochs=4, verbose=0)
    texts, y = reviews(rng, ROWS)
    rows_of(at("reviews.csv"), ["text", "positive"], [texts, y])
    np.save("recorded.npy", np.array(texts[:8], dtype="U"))
    finish("reviews", model, tf.constant(list(texts)), "recorded.npy")

    city, numbers, price = prices(rng, 2000)
    model = prices_model(city, numbers)
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
    model.fit({"city": tf.constant(list(city)), "flat": numbers}, price, batch_size=32, epochs=40, verbose=0)
    city, numbers, price = prices(rng, ROWS)
    city[:3] = "Oslo"  # a city that was not there in training
    rows_of(at("prices.csv"), ["city", "area", "floor", "age", "price"], [city, *numbers.T, price])
    np.savez("recorded.npz", city=np.array(city[:8], dtype="U"), flat=numbers[:8])
    finish("prices", model, {"city": tf.constant(list(city)), "flat": numbers}, "recorded.npz")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
