"""Records the layer cases of Keras 1 (1.0.6, 1.2.2; Theano): record-layers-keras1 GENERATION [--into FOLDER] [CASE...]

What is recorded is what Keras answers for its file: the model is saved, loaded again, and asked then.
CASE may be a pattern, as in 'masking-*'. With --into every case goes to FOLDER/GENERATION; without it,
those that are worth their bytes (layer_cases_keras1/stored.py) go to fixtures/layers/GENERATION.
"""
from __future__ import print_function

import fnmatch
import os
import shutil
import sys
import time
import traceback

import recording

recording.keras()

from keras import backend as K  # noqa: E402  the generation's own, once recording has prepared it
from keras.backend import common  # noqa: E402

from layer_cases_keras1 import cases, stored  # noqa: E402
from layer_cases_keras1 import core, recurrent, masks, convolutional, pooling, merging, models, refusals  # noqa: E402,F401

ROOT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'fixtures', 'layers')
LIMIT = 60000  # bytes of one fixture: these are to stay readable


def keep_convolutions_in_c():
    """`linker=py` computes with numpy, which spares Theano's C compiler; only its convolutions exist in C alone."""
    from theano.tensor.nnet import corr, corr3d

    def make_py_thunk(op, node, storage_map, compute_map, no_recycling):
        op.prepare_node(node, storage_map=storage_map, compute_map=compute_map, impl='c')
        return op.make_c_thunk(node, storage_map, compute_map, no_recycling)

    corr.BaseCorrMM.make_py_thunk = make_py_thunk
    corr3d.BaseCorr3dMM.make_py_thunk = make_py_thunk


def main(arguments):
    keep_convolutions_in_c()
    into = arguments[1] if arguments[:1] == ['--into'] else None
    patterns = arguments[2:] if into else arguments
    names = [name for name in cases.CASES if into or stored.is_stored(recording.generation(), name)]
    names = [name for name in names if not patterns or any(fnmatch.fnmatch(name, p) for p in patterns)]
    if not names:
        raise SystemExit('no case is called ' + ' '.join(patterns))
    failed = []
    for name in names:
        begin = time.time()
        try:
            record(cases.CASES[name], os.path.join(into or ROOT, recording.generation(), name))
            print('%-60s %5.1f s' % (name, time.time() - begin))
        except Exception:  # the others are recorded all the same; the exit status tells
            failed.append(name)
            print('%-60s FAILED' % name)
            traceback.print_exc()
        sys.stdout.flush()
    print('%d recorded, %d failed %s' % (len(names) - len(failed), len(failed), ' '.join(failed)))
    return 1 if failed else 0


def record(case, folder):
    common._UID_PREFIXES.clear()  # layers are numbered from 1 in each case
    K.set_image_dim_ordering(case.ordering)
    random = cases.generator(case.name)
    model = case.build()
    cases.draw_weights(model, random)
    compile_model(model, case)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    saved = recording.save_model(model, folder, 'weights' if case.weights_only else 'h5')
    if case.numbered:
        number_weights(os.path.join(folder, saved[0]))
    if case.reload and not case.reject:
        model = loaded(folder, saved, case)
    if getattr(model, 'model', False) is None:
        model.build()  # an uncompiled Sequential has no graph yet, and no names for its inputs
    calls = []
    if not case.reject:
        for number, (batch, reset) in enumerate(case.calls):
            arrays = case.inputs(random, batch, number) if case.inputs else cases.usual_inputs(model, random, batch)
            calls.append({'inputs': arrays, 'reset_states': reset})
    recording.record(folder, model, calls, case.description, layers=len(model.layers) > 2, saved=saved,
                     expect={'reject': case.reject} if case.reject else 'match')
    size = sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))
    if size > LIMIT:
        raise ValueError('%d bytes: make the case smaller' % size)


def number_weights(path):
    """Writes the weights again as Keras 0.3's Sequential.save_weights did (keras/models.py 0.3.3)."""
    import h5py
    with h5py.File(path, 'r') as old:
        layers = [[old[layer][name][()] for name in old[layer].attrs['weight_names']] for layer in old.attrs['layer_names']]
    with h5py.File(path, 'w') as new:
        new.attrs['nb_layers'] = len(layers)
        for k, arrays in enumerate(layers):
            group = new.create_group('layer_%d' % k)
            group.attrs['nb_params'] = len(arrays)
            for p, array in enumerate(arrays):
                group.create_dataset('param_%d' % p, data=array)


def compile_model(model, case):
    """Keras 1.0.6 predicts only once compiled; elsewhere only the cases that ask for it carry a training configuration."""
    if case.compiled or not cases.NEW:
        model.compile(loss='mse', optimizer='adam')


def loaded(folder, saved, case):
    """The model as Keras reads it back from the file."""
    common._UID_PREFIXES.clear()
    model_file, config_file = saved
    if config_file is None:
        from keras.models import load_model
        return load_model(os.path.join(folder, model_file))
    from keras.models import model_from_json
    with open(os.path.join(folder, config_file)) as stream:
        model = model_from_json(stream.read())
    model.load_weights(os.path.join(folder, model_file))
    compile_model(model, case)
    return model


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
