"""Keras 2.2.4's own unit tests as a corpus: keras2_unit_tests.py OUT [MODULE...] --tests FOLDER --pytest FOLDER

    python-reference/run keras-2.2.4 -m pip install --target PYTEST 'pytest<5.5'
    python-reference/run keras-2.2.4 python-reference/keras2_unit_tests.py /tmp/corpus --tests CHECKOUT/tests --pytest PYTEST

The tests of a checkout of 2.2.4 run. Each model of Keras's own classes that they ask or train becomes a fixture in
OUT/keras-2.2.4: a copy with random weights, as .h5, with the arrays of the test. `keras4j verify` then says which are right.
A MODULE is part of a test file's path, such as keras/layers/core. keras_unit_tests.py does the same for later generations,
whose tests are run by unittest and call layers on arrays; those of 2.2.4 are pytest's, and nothing but models tells of a call.
"""
import argparse
import hashlib
import importlib.util
import os
import shutil
import sys
import types
from collections import Counter

import numpy as np

import recording
from layer_cases import base

keras = recording.keras()
LIMIT = 60000  # numbers in an input or output: larger ones say nothing more


class Corpus:
    def __init__(self, folder):
        self.folder, self.busy, self.seen, self.count, self.skipped = folder, False, set(), 0, Counter()

    def tell(self, model, x):
        """A model that a test asks: once for each architecture and shapes."""
        arrays = list(x) if isinstance(x, (list, tuple)) else [x]
        if self.busy or not all(isinstance(a, np.ndarray) and a.dtype.kind in "fiub" for a in arrays):
            return
        self.busy = True
        try:
            key = hashlib.md5(repr((model.get_config(), [(a.shape, a.dtype.name) for a in arrays])).encode()).hexdigest()[:8]
            if key not in self.seen:
                self.seen.add(key)
                self.record(model, [a[:8] if not model.stateful else a for a in arrays], key)
        except Exception as problem:
            self.skipped["%s: %s" % (type(problem).__name__, str(problem).strip().split("\n")[0][:140])] += 1
        finally:
            self.busy = False

    def record(self, model, arrays, key):
        if isinstance(keras.backend.learning_phase(), int) and keras.backend.learning_phase():
            raise ValueError("the test has Keras predict as in training")
        copy = type(model).from_config(model.get_config())
        rng = np.random.RandomState(int(key, 16) % (2 ** 31))
        base.randomise(copy, rng)
        arrays = [recording.as_fed(a) for a in arrays]
        if model.stateful:
            recording.reset_states(copy)
        answers = [recording.predict(copy, arrays) for _ in range(1 if model.stateful else 2)]
        if not all(np.array_equal(a, b) for a, b in zip(answers[0], answers[-1])):
            raise ValueError("two predictions of the same input differ")
        if sum(a.size for a in answers[0] + arrays) > LIMIT:
            raise ValueError("large arrays")
        name = "-".join(type(layer).__name__ for layer in copy.layers if type(layer).__name__ != "InputLayer")[:60]
        folder = os.path.join(self.folder, "%s-%s" % (name or type(copy).__name__, key))
        try:
            recording.record(folder, copy, [{"inputs": arrays, "reset_states": bool(model.stateful)}],
                             "a model of Keras's unit tests", layers=False)
            self.count += 1
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def hook(corpus):
    for method in ("predict", "predict_on_batch", "fit", "train_on_batch", "evaluate", "test_on_batch"):
        setattr(keras.models.Model, method, told(corpus, getattr(keras.models.Model, method)))


def told(corpus, original):
    def asked(self, x=None, *args, **kwargs):
        if type(self).__module__.startswith("keras."):
            corpus.tell(self, x)
        return original(self, x, *args, **kwargs)
    return asked


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--tests", required=True, help="the folder tests of a checkout of 2.2.4")
    parser.add_argument("--pytest", help="a folder that holds pytest before 5.5")
    parser.add_argument("modules", nargs="*", default=[])
    wanted = parser.parse_intermixed_args()
    sys.path.append(wanted.pytest or ".")
    import pytest
    if importlib.util.find_spec("pandas") is None:  # one test of the engine's asks it
        sys.modules["pandas"] = types.ModuleType("pandas")
    corpus = Corpus(os.path.join(wanted.out, recording.generation()))
    hook(corpus)
    files = [os.path.join(folder, name) for folder, _, names in os.walk(wanted.tests) for name in sorted(names)
             if name.endswith("_test.py") or name.startswith("test_")]
    modules = wanted.modules or ["keras/layers/", "keras/legacy/", "keras/test_sequential", "keras/engine/test_training", "test_loss",
                                 "test_model_saving", "integration"]
    for path in sorted(files):
        if any(part in path for part in modules):
            before = corpus.count
            pytest.main(["-q", "--tb=no", "-p", "no:cacheprovider", "--rootdir", wanted.tests, path])
            print("%s: %d fixtures" % (os.path.relpath(path, wanted.tests), corpus.count - before), flush=True)
    print("%d fixtures" % corpus.count)
    for why, count in sorted(corpus.skipped.items()):
        print("left out: %d %s" % (count, why))


if __name__ == "__main__":
    main()
