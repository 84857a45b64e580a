"""Records the layer cases of Keras 2.2.4 to Keras 3: layers.py [--list] [--all] [--new] [--out FOLDER] [CASE...]

Start it by record-layers GENERATION [CASE...]. A CASE may hold *; without one, those of layer_cases/committed.py
are recorded, with --all every one. A case that this Keras cannot run (a kernel that has no CPU version, a saver that
refuses) fails the command, unless layer_cases/impossible.py names it with the reason.
"""
from __future__ import absolute_import, print_function

import argparse
import fnmatch
import os
import shutil
import sys
import time
import traceback

import numpy as np

import recording
from layer_cases import all_cases, base
from layer_cases.committed import committed
from layer_cases.impossible import impossible

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "layers")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="only print the cases' names")
    parser.add_argument("--all", action="store_true", help="also the cases that are not kept in the repository")
    parser.add_argument("--new", action="store_true", help="only what is not there yet")
    parser.add_argument("--out", default=FIXTURES, help="the folder that holds a folder per generation")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="a case's name, may hold *")
    wanted = parser.parse_args()
    keras = recording.keras()
    generation = base.Generation(keras, recording.generation())
    cases = [case for case in all_cases(generation) if not impossible(generation.name, case.name)
             and (any(fnmatch.fnmatch(case.name, one) for one in wanted.cases) if wanted.cases
                  else wanted.all or committed(generation.name, case.name))]
    if not cases:
        sys.exit("no case of %s is named %s" % (generation.name, " ".join(wanted.cases)))
    if wanted.list:
        print("\n".join(case.name for case in cases))
        return
    folder = os.path.join(wanted.out, generation.name)
    failed, recorded, since = [], 0, time.time()
    if not wanted.cases and os.path.isdir(folder):  # what is no case any more goes
        for name in set(os.listdir(folder)) - {case.name for case in cases}:
            shutil.rmtree(os.path.join(folder, name))
    for case in cases:
        if wanted.new and os.path.exists(os.path.join(folder, case.name, "fixture.json")):
            continue
        try:
            record(keras, case, os.path.join(folder, case.name))
            recorded += 1
        except Exception as problem:  # one case must not stop the others; all are named at the end
            shutil.rmtree(os.path.join(folder, case.name), ignore_errors=True)
            failed.append("%s: %s: %s" % (case.name, type(problem).__name__, str(problem).strip()[:300]))
            if os.environ.get("KERAS4J_TRACE"):
                traceback.print_exc()
    print("%s: %d recorded, %d failed, %.0f s" % (generation.name, recorded, len(failed), time.time() - since))
    if failed:
        sys.exit("\n".join(failed))


def record(keras, case, folder):
    keras.backend.clear_session()
    recording.seed(7)
    rng = np.random.RandomState(case.seed())
    with case.setting():
        model = case.build()
        if case.weights == "random":
            base.randomise(model, rng, case.scale)
        calls = [] if case.reject else [
            {"inputs": case.inputs_of(model, rng, batch), "reset_states": reset} for batch, reset in case.calls_of(model)]
        if os.path.isdir(folder):
            shutil.rmtree(folder)
        os.makedirs(folder)
        saved = case.write(folder, model, rng) if case.write else None
        recording.record(folder, model, calls, case.description, file_format=case.file,
                         tolerance=case.tolerance, saved=saved, layers=several(model),
                         expect={"reject": case.reject} if case.reject else "match")
        if not case.reject:
            steady(model, calls)


def several(model):
    """Whether the layers' activations say more than the outputs do."""
    return sum(type(layer).__name__ != "InputLayer" for layer in model.layers) > 1


def steady(model, calls):
    """A reference that changes from one call to the next is none: asks the first call again."""
    if any(getattr(layer, "stateful", False) for layer in model.layers) or any(c["reset_states"] for c in calls):
        return
    once, again = (recording.predict(model, [recording.as_fed(x) for x in calls[0]["inputs"]]) for _ in range(2))
    for a, b in zip(once, again):
        if not np.array_equal(np.nan_to_num(a), np.nan_to_num(b)):
            raise ValueError("two predictions of the same input differ")
    for answer in once:
        if answer.dtype.kind == "f" and not np.isfinite(answer).all() and np.isnan(answer).all():
            raise ValueError("only NaN")


if __name__ == "__main__":
    main()
