"""The layer cases of Keras 2.2.4 to Keras 3, one module per topic; each module has cases(g)."""
from __future__ import absolute_import

from importlib import import_module

from .files import copies, readable

TOPICS = [
    "core",
    "activations",
    "shapes",
    "recurrent",
    "states",
    "cells",
    "masks",
    "wrappers",
    "convolution",
    "pooling",
    "normalization",
    "merging",
    "topology",
    "convolutional_recurrent",
    "attention",
    "preprocessing",
    "sound",
    "texts",
    "operations",
    "calls",
    "training_calls",
    "augmentation",
    "applications",
    "architectures",
    "files",
    "refusals",
]


def all_cases(generation):
    """Every case that this generation can run, in the order of the topics; a name names one case."""
    found = []
    for topic in TOPICS:
        found.extend(import_module("layer_cases." + topic).cases(generation))
    found = list(readable(generation, found))
    found.extend(copies(generation, found))
    names = [case.name for case in found]
    twice = sorted(name for name in set(names) if names.count(name) > 1)
    if twice:
        raise ValueError("named twice: %s" % ", ".join(twice))
    return found
