# -*- coding: utf-8 -*-
"""How a fault is planted and kept: its folder, its random numbers, and ways to change a model."""
from __future__ import absolute_import, division, print_function

import os
import shutil
import zlib

import numpy as np

import recording


class Plant(object):
    """What is known of one fault: it has a folder and a random generator of its own."""

    def __init__(self, name, folder):
        self.folder = os.path.join(folder, name)
        self.name = name
        self.random = np.random.RandomState(zlib.crc32(name.encode("utf-8")) % (2 ** 31))

    def drawn(self, model):
        """Random weights; variances stay positive."""
        drawn = []
        for variable, value in zip(model.weights, model.get_weights()):
            weight = self.random.normal(size=value.shape) * 0.6
            drawn.append(0.05 + np.abs(weight) if "variance" in getattr(variable, "path", variable.name) else weight)
        model.set_weights(drawn)
        return model

    def inputs(self, *shape):
        return self.random.normal(size=shape).astype("float32")

    def write(self, right, faulty, calls, layer, cause, change=None, trap=False):
        """Records the right model beside the faulty one's file. change: of the calls, after Keras answered them."""
        if os.path.isdir(self.folder):
            shutil.rmtree(self.folder)
        os.makedirs(self.folder)
        faulty.save(os.path.join(self.folder, "model.h5"))
        recording.record(self.folder, right, calls, self.name.replace("-", " "), saved=("model.h5", None))
        if change:
            change(os.path.join(self.folder, "fixture.json"))
        text = recording.json_text(recording.OrderedDict([("layer", layer), ("cause", cause), ("trap", trap)]))
        recording.write_text(os.path.join(self.folder, "fault.json"), text + "\n")


def weights_changed(chain, right, layer, change):
    """The right model but for one layer's weights; change takes and gives the list of its arrays."""
    faulty = chain.model()
    faulty.set_weights(right.get_weights())
    found = faulty.get_layer(layer)
    found.set_weights(change([np.array(array) for array in found.get_weights()]))
    return faulty


def one_weight(array, index, by):
    def change(arrays):
        arrays[array][index] += by
        return arrays
    return change


def gates(order):
    def change(arrays):
        return [np.concatenate([np.split(array, len(order), axis=-1)[i] for i in order], axis=-1) for array in arrays]
    return change


def built_otherwise(chain, right, **others):
    faulty = chain.model(**others)
    faulty.set_weights(right.get_weights())
    return faulty


def never_reset(text):
    return text.replace('"reset_states": true', '"reset_states": false')


def edited(change):
    def edit(path):
        with open(path) as stream:
            text = stream.read()
        assert change(text) != text
        recording.write_text(path, change(text))
    return edit


FAULTS = []


def fault(planted):
    FAULTS.append((planted.__name__.replace("_", "-"), planted))
    return planted
