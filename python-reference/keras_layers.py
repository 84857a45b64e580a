"""Lists the public layers of one Keras generation in src/test/resources/keras-layers.json: run GENERATION keras_layers.py

For each class of keras.layers, under each of its public names, the class name that a file stores. The file holds every
generation; a run writes its own part anew. EveryLayerTest holds keras4j to it: each is run, or refused with a reason.
"""
from __future__ import absolute_import, print_function

import collections
import inspect
import io
import json
import os

import recording

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "keras-layers.json")


def main():
    keras = recording.keras()
    layers = keras.layers
    base = getattr(layers, "Layer", None) or keras.engine.Layer
    names = {}
    for name in sorted(dir(layers)):
        found = getattr(layers, name)
        if inspect.isclass(found) and issubclass(found, base):
            names[name] = found.__name__
    known = {}
    if os.path.exists(TARGET):
        with io.open(TARGET, encoding="utf-8") as file:
            known = json.load(file)
    known[recording.generation()] = names
    ordered = collections.OrderedDict(
        (generation, collections.OrderedDict(sorted(known[generation].items()))) for generation in sorted(known))
    with io.open(TARGET, "w", encoding="utf-8") as file:
        file.write(u"" + json.dumps(ordered, indent=1, separators=(",", ": ")) + "\n")
    print("%s: %d names" % (recording.generation(), len(names)))


if __name__ == "__main__":
    main()
