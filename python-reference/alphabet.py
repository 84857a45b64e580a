# -*- coding: utf-8 -*-
"""Six ways to teach an LSTM the alphabet, trained from one seed and recorded as fixtures, under any Keras.

    python-reference/run GENERATION python-reference/alphabet.py [--epochs N] FOLDER [SYSTEM ...]

Each system answers "which letter comes next"; they differ in how letters become time steps, features, batches and
carried state. The functions here are also what train_record.py trains update by update.
"""
from __future__ import absolute_import, division, print_function

import argparse
import os
import time
from collections import OrderedDict

import numpy as np

import recording

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEED = 7


class System(object):
    """One way to pose the question: how texts become arrays, and how the model is fitted to them."""

    def __init__(self, name, units, steps, features, epochs, length=1, batch_size=1, shuffle=True,
                 stateful=False, pad=None, texts=None):
        self.name, self.units, self.steps, self.features = name, units, steps, features
        self.epochs, self.length, self.batch_size = epochs, length, batch_size
        self.shuffle, self.stateful, self.pad = shuffle, stateful, pad
        self._texts = texts

    def recipe(self):
        recipe = OrderedDict([("vocabulary", LETTERS), ("steps", self.steps), ("features", self.features),
                              ("divide_by", len(LETTERS))])
        if self.pad:
            recipe["pad"] = self.pad
        recipe["decode"] = "argmax"
        return recipe

    def encode(self, texts):
        """Texts as the network sees them: (texts, steps, features), index / 26."""
        width = self.steps * self.features
        rows = np.zeros((len(texts), width), dtype="float64")
        for row, text in zip(rows, texts):
            row[width - len(text):] = [LETTERS.index(letter) for letter in text]
        return (rows.reshape(len(texts), self.steps, self.features) / len(LETTERS)).astype(recording.floatx())

    def training_pairs(self):
        """(texts, letters that follow them). System 6 draws them from numpy's generator, so call this after seed()."""
        if self._texts is not None:
            return self._texts()
        texts = [LETTERS[i:i + self.length] for i in range(len(LETTERS) - self.length)]
        return texts, LETTERS[self.length:]

    def training_arrays(self):
        texts, answers = self.training_pairs()
        return self.encode(texts), one_hot(answers)

    def build(self, lstm_options=None):
        """The compiled model: one LSTM and a softmax over the letters."""
        keras = recording.keras()
        layers, options = keras.layers, dict(lstm_options or {})
        shape = (self.steps, self.features)
        model = keras.models.Sequential()
        if recording.generation() == "keras-3":
            model.add(layers.Input(batch_shape=(1,) + shape) if self.stateful else layers.Input(shape=shape))
        elif self.stateful:
            options["batch_input_shape"] = (1,) + shape
        else:
            options["input_shape"] = shape
        if self.stateful:
            options["stateful"] = True
        model.add(layers.LSTM(self.units, **options))
        model.add(layers.Dense(len(LETTERS), activation="softmax"))
        model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
        return model

    def fit(self, model, x, y, epochs):
        count = "nb_epoch" if recording.generation().startswith("keras-1.") else "epochs"
        if not self.stateful:
            model.fit(x, y, batch_size=self.batch_size, verbose=0, shuffle=self.shuffle, **{count: epochs})
            return
        for _ in range(epochs):
            model.fit(x, y, batch_size=self.batch_size, verbose=0, shuffle=False, **{count: 1})
            recording.reset_states(model)

    def calls(self, texts):
        """What is asked of the trained model."""
        if self.stateful:  # the whole alphabet with carried state, then afresh from K on
            return ([self._letter(letter, False) for letter in LETTERS[:-1]]
                    + [self._letter(letter, letter == "K") for letter in LETTERS[LETTERS.index("K"):-1]])
        x = self.encode(texts)
        calls = [{"inputs": [x]}]
        if self.batch_size == 1:
            calls.append({"inputs": [x[:1]]})
        return calls

    def _letter(self, letter, reset):
        return {"inputs": [self.encode([letter])], "reset_states": reset}


def one_hot(letters):
    return np.eye(len(LETTERS), dtype=recording.floatx())[[LETTERS.index(letter) for letter in letters]]


def runs_of_letters(count=1000, longest=5):
    """Random stretches of the alphabet of 1 to `longest` letters, and the letter after each."""
    texts, answers = [], []
    for _ in range(count):
        first = np.random.randint(len(LETTERS) - 2)
        last = np.random.randint(first, min(first + longest, len(LETTERS) - 1))
        texts.append(LETTERS[first:last + 1])
        answers.append(LETTERS[last + 1])
    return texts, answers


SYSTEMS = OrderedDict((system.name, system) for system in [
    System("one-char-one-char", units=32, steps=1, features=1, epochs=500),
    System("three-char-feature-window", units=32, steps=1, features=3, epochs=500, length=3),
    System("three-char-time-steps", units=32, steps=3, features=1, epochs=500, length=3),
    System("one-char-state-within-batch", units=16, steps=1, features=1, epochs=5000, batch_size=25, shuffle=False),
    System("stateful-one-char", units=50, steps=1, features=1, epochs=300, shuffle=False, stateful=True),
    System("variable-length", units=32, steps=5, features=1, epochs=30, pad="pre", texts=runs_of_letters),
])

ABOUT = {
    "one-char-one-char": "one letter to the next letter",
    "three-char-feature-window": "three letters as features of one time step",
    "three-char-time-steps": "three letters as three time steps",
    "one-char-state-within-batch": "one letter at a time, all 25 in one unshuffled batch",
    "stateful-one-char": "one letter at a time with state carried from letter to letter; asked A to Y, then reset and K to Y",
    "variable-length": "1 to 5 letters padded left with zeros, 1000 random runs (30 epochs, not 500)",
}


def describe(system, epochs, right, asked):
    return "%s: LSTM(%d), Adam, %d epochs of batch size %d, seed %d; %d of %d training texts right (%.2f %%)" % (
        ABOUT[system.name], system.units, epochs, system.batch_size, SEED, right, asked, 100.0 * right / asked)


def answers_of(system, model, texts):
    """The letter that the model gives for each text; a stateful model reads them in order from zero states."""
    x = system.encode(texts)
    if system.stateful:
        recording.reset_states(model)
        scores = np.concatenate([recording.predict(model, [row[None]])[0] for row in x])
        recording.reset_states(model)
    else:
        scores = recording.predict(model, [x])[0]
    return "".join(LETTERS[i] for i in scores.argmax(axis=1))


def train_and_record(system, folder, epochs):
    started = time.time()
    recording.seed(SEED)
    texts, expected = system.training_pairs()
    x, y = system.encode(texts), one_hot(expected)
    model = system.build()
    system.fit(model, x, y, epochs)
    answers = answers_of(system, model, texts)
    right = sum(a == e for a, e in zip(answers, expected))
    asked = texts if len(texts) <= 25 else distinct(texts)
    recording.record(folder, model, system.calls(asked), describe(system, epochs, right, len(texts)),
                     recipe=system.recipe())
    recording.write_text(os.path.join(folder, "summary.txt"), recording.summary(model))
    wrong = sorted(set("%s->%s" % (t, a) for t, a, e in zip(texts, answers, expected) if a != e))
    print("%-28s %6.2f %%  %5.0f s  wrong: %s" % (system.name, 100.0 * right / len(texts), time.time() - started,
                                                  " ".join(wrong[:12]) or "none"))


def distinct(texts):
    """The different texts, shortest first."""
    return sorted(set(texts), key=lambda text: (len(text), text))


def main():
    parser = argparse.ArgumentParser(description="Trains the six alphabet systems and records them as fixtures.")
    parser.add_argument("folder", help="where the fixtures go, one folder per system")
    parser.add_argument("systems", nargs="*", help="which systems (default: all of %s)" % " ".join(SYSTEMS))
    parser.add_argument("--epochs", type=int, help="instead of each system's own number")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.systems if name not in SYSTEMS]
    if unknown:
        parser.error("unknown system: %s; known: %s" % (" ".join(unknown), " ".join(SYSTEMS)))
    for name in arguments.systems or SYSTEMS:
        system = SYSTEMS[name]
        train_and_record(system, os.path.join(arguments.folder, name), arguments.epochs or system.epochs)


if __name__ == "__main__":
    main()
