"""Records models of others, one after the other, under one generation: a worker of convert.py.

Reads lines of `{"model": FILE, "folder": FOLDER, "name": NAME}`, answers each with `{"name", "recorded", "message"}`.
"""
from __future__ import print_function

import json
import os
import shutil
import sys
import warnings
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import numpy as np  # noqa: E402
import recording  # noqa: E402

LENGTH = 12  # of a dimension that the model leaves open: long enough for its convolutions
BATCH = 3


def main():
    warnings.simplefilter('ignore')
    answers, sys.stdout = sys.stdout, sys.stderr  # some Keras prints as it loads
    keras = recording.keras()
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        task = json.loads(line)
        answer = {'name': task['name'], 'recorded': True, 'message': ''}
        try:
            record(keras, task)
        except BaseException as problem:  # any fault of a model is that model's answer
            if isinstance(problem, KeyboardInterrupt):
                raise
            shutil.rmtree(task['folder'], ignore_errors=True)
            text = ' '.join(str(problem).split())
            answer.update(recorded=False, message=(type(problem).__name__ + ': ' + text)[:300])
        print(json.dumps(answer), file=answers)
        answers.flush()
        if hasattr(keras.backend, 'clear_session'):
            keras.backend.clear_session()


def record(keras, task):
    options = {} if recording.generation().startswith('keras-1.') else {'compile': False}
    model = keras.models.load_model(task['model'], **options)
    if hasattr(model, 'build') and getattr(model, 'model', False) is None:
        model.build()  # a Sequential of Keras 1
    if keras.backend.backend() == 'theano' and made_on_tensorflow(task['model']):
        turn_kernels(keras, model)
    if os.path.isdir(task['folder']):
        shutil.rmtree(task['folder'])
    os.makedirs(task['folder'])
    shutil.copyfile(task['model'], os.path.join(task['folder'], 'model.h5'))
    random = np.random.RandomState(zlib.crc32(task['name'].encode('utf-8')) & 0x7fffffff)
    inputs = sampled(model, random)
    # What runs code of its author must be refused, though Keras can run it.
    expect = {'reject': 'Lambda'} if has_lambda(model) else 'match'
    recording.record(task['folder'], model, [{'inputs': inputs}], task['name'], layers=False, saved=('model.h5', None),
                     expect=expect)


def turn_kernels(keras, model):
    """Theano's convolutions turn the kernel round: Keras 1's own conversion of kernels that come from TensorFlow.

    keras.utils.layer_utils.convert_all_kernels_in_model takes every kernel in the order of keras.json, not its layer's.
    """
    from keras.utils.np_utils import convert_kernel
    for layer in model.layers:
        if type(layer).__name__ in ['Convolution1D', 'AtrousConvolution1D', 'Convolution2D', 'AtrousConvolution2D', 'Convolution3D']:
            kernel = keras.backend.get_value(layer.W)
            keras.backend.set_value(layer.W, convert_kernel(kernel, getattr(layer, 'dim_ordering', 'tf')))


def made_on_tensorflow(path):
    """Keras 1 names no backend in its files; TensorFlow's variables end in `:0`."""
    import h5py
    found = []
    with h5py.File(path, 'r') as archive:
        archive.visit(lambda name: found.append(name) if name.endswith(':0') else None)
    return bool(found)


def sampled(model, random):
    rows = indices(model)
    shapes = model.input_shape if isinstance(model.input_shape, list) else [model.input_shape]
    arrays = []
    for name, shape in zip(recording.input_names(model), shapes):
        shape = [shape[0] or BATCH] + [n or LENGTH for n in shape[1:]]
        if name in rows:
            arrays.append(random.randint(0, rows[name], size=shape).astype('int32'))
        else:
            arrays.append(random.normal(size=shape).astype('float32'))
    return arrays


def indices(model):
    """The inputs that an Embedding reads, with its number of rows."""
    found = {}
    layers = list(model.layers)
    first = [layer for layer in layers if type(layer).__name__ != 'InputLayer'][:1]
    for layer in layers:
        if type(layer).__name__ != 'Embedding':
            continue
        if layer in first and len(recording.input_names(model)) == 1:
            found[recording.input_names(model)[0]] = layer.input_dim
            continue
        source = layer.input._keras_history
        found[recording._plain(source[0].name)] = layer.input_dim
    return found


def has_lambda(model):
    layers = list(model.layers)
    return any(type(layer).__name__ == 'Lambda' or (hasattr(layer, 'layers') and has_lambda(layer)) for layer in layers)


if __name__ == '__main__':
    main()
