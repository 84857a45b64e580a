# -*- coding: utf-8 -*-
"""Answers batches for keras4j: `keras4j validate --python` runs it and speaks with it over stdin and stdout.

A request is a line of JSON, {"inputs": [{"dtype": "<f4", "shape": [..]}, ..]}, and the bare elements of each array; a
string array has its texts in the JSON as "texts" instead. The answer is likewise, with "outputs". The first line that is
written says who answers.
"""
from __future__ import absolute_import, division, print_function

import argparse
import json
import os
import sys

import numpy as np

try:
    import record
    import recording
except ImportError:  # installed by pip
    from keras4j_record import record, recording


def read_exactly(stream, size):
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_inputs(stream):
    line = stream.readline()
    if not line:
        return None
    inputs = []
    for one in json.loads(line.decode("utf-8"))["inputs"]:
        if "texts" in one:
            inputs.append(np.array(one["texts"], dtype="U").reshape(one["shape"]))
        else:
            dtype = np.dtype(str(one["dtype"]))
            count = int(np.prod(one["shape"], dtype="int64"))
            inputs.append(np.frombuffer(read_exactly(stream, count * dtype.itemsize), dtype).reshape(one["shape"]))
    return inputs


def write(stream, head, arrays=()):
    stream.write((json.dumps(head) + "\n").encode("utf-8"))
    for array in arrays:
        stream.write(array.tobytes())
    stream.flush()


def main():
    parser = argparse.ArgumentParser(description="Answers batches over stdin and stdout.")
    parser.add_argument("model")
    parser.add_argument("--config")
    parser.add_argument("--custom-objects", action="append", default=[])
    arguments = parser.parse_args()
    replies = os.fdopen(os.dup(1), "wb")  # Keras prints to stdout as it likes: that goes to stderr
    os.dup2(2, 1)
    requests = getattr(sys.stdin, "buffer", sys.stdin)
    model = record.load(arguments.model, arguments.config, record.custom_objects(arguments.custom_objects))
    write(replies, {"producer": recording.producer(), "inputs": recording.input_names(model)})
    while True:
        inputs = read_inputs(requests)
        if inputs is None:
            return
        outputs = [np.ascontiguousarray(answer) for answer in recording.predict(model, [
            recording.as_fed(array) for array in inputs])]
        outputs = [o if o.dtype in (np.dtype("<f4"), np.dtype("<f8")) else o.astype("<f8") for o in outputs]
        write(replies, {"outputs": [{"dtype": o.dtype.str, "shape": list(o.shape)} for o in outputs]}, outputs)


if __name__ == "__main__":
    main()
