# -*- coding: utf-8 -*-
"""Loads a model and says which Keras this is, in the last line; fails with the reason in the last line."""
from __future__ import absolute_import, division, print_function

import argparse

try:
    import record
    import recording
except ImportError:  # installed by pip
    from keras4j_record import record, recording


def main():
    parser = argparse.ArgumentParser(description="Says which Keras loads a model here.")
    parser.add_argument("model")
    parser.add_argument("--config")
    parser.add_argument("--custom-objects", action="append", default=[])
    arguments = parser.parse_args()
    record.load(arguments.model, arguments.config, record.custom_objects(arguments.custom_objects))
    made = recording.producer()
    print("Keras %s on %s, Python %s" % (made["keras"], made["backend"], made["python"]))


if __name__ == "__main__":
    main()
