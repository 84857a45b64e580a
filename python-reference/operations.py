"""Records what operations give: operations.py [--out FOLDER] [GROUP...] under keras-3 or tf-keras-2.15

Every case is an output of its group's model, so that a few fixtures hold many operations with their arguments varied.
They lie under fixtures/operations/GENERATION/GROUP. A case that this Keras can't build fails the command.
"""
import argparse
import os
import shutil
import sys

import numpy as np

import recording

keras = recording.keras()
if recording.generation() == "keras-3":
    from operation_cases.keras_3 import GROUPS
else:
    from operation_cases.tf_keras import GROUPS

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "operations")


def outputs_of(answer):
    """The tensors of an answer, in order; single ones, lists, tuples and dicts."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, (list, tuple)):
        return [tensor for part in answer for tensor in outputs_of(part)]
    return [answer]


def record(folder, group):
    recording.forget_names()
    arrays = list(group.inputs.values())
    inputs = {name: keras.Input(batch_shape=((len(array) if group.fixed else None,) + array.shape[1:]),
                                dtype=str(array.dtype), name=name) for name, array in group.inputs.items()}
    outputs, failed = [], []
    for name, case in group.cases.items():
        try:
            taken = [key for key in case.__code__.co_varnames[:case.__code__.co_argcount] if key in inputs]
            outputs += outputs_of(case(**{key: inputs[key] for key in taken}))
        except Exception as problem:
            failed.append("%s: %s: %s" % (name, type(problem).__name__, str(problem).strip().split("\n")[0][:200]))
    if failed:
        raise ValueError("; ".join(failed))
    model = keras.Model(list(inputs.values()), outputs)
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.makedirs(folder)
    recording.record(folder, model, [{"inputs": arrays}], group.description, layers=False, file_format=group.file)
    return len(group.cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=FIXTURES)
    parser.add_argument("groups", nargs="*")
    wanted = parser.parse_args()
    failed, count = [], 0
    for name, group in GROUPS.items():
        if wanted.groups and name not in wanted.groups:
            continue
        try:
            count += record(os.path.join(wanted.out, recording.generation(), name), group)
        except Exception as problem:
            failed.append("%s: %s: %s" % (name, type(problem).__name__, str(problem)[:1500]))
    print("%d cases of operations recorded" % count)
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
