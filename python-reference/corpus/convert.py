"""Makes fixtures of the whole models in a checkout of somebody else's repository, with real Keras as the reference.

    run tf-keras-2.15 corpus/convert.py CHECKOUT FOLDER

Each model is loaded by the newest Keras that can, under a time-out, and asked once with sampled inputs. FOLDER/status.json says,
per model, which generation recorded it, or why none could.
"""
import collections
import json
import os
import queue
import signal
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 90  # for one model, and for the worker's start beside it


def main(checkout, folder):
    os.makedirs(folder, exist_ok=True)
    found = collections.OrderedDict(models(checkout))
    if not found:
        raise SystemExit('no file with a model_config under ' + checkout)
    status = {name: {'generation': None, 'messages': {}} for name in found}
    waiting = {name: generations(*info) for name, info in found.items()}
    for generation in ['tf-keras-2.15', 'keras-2.3.1', 'keras-2.2.4', 'keras-1.2.2']:
        names = [name for name, order in waiting.items() if generation in order and status[name]['generation'] is None]
        for name, answer in recorded(generation, names, checkout, folder):
            if answer['recorded']:
                status[name]['generation'] = generation
            else:
                status[name]['messages'][generation] = answer['message']
        print('%s: %d of %d' % (generation, sum(status[n]['generation'] == generation for n in names), len(names)), flush=True)
    with open(os.path.join(folder, 'status.json'), 'w') as stream:
        json.dump(status, stream, indent=1, sort_keys=True)


def models(checkout):
    """(path, (keras_version, backend)) of the files that hold an architecture; weights alone are no model."""
    import h5py
    for directory, _, files in sorted(os.walk(checkout)):
        for file in sorted(files):
            path = os.path.join(directory, file)
            if not file.endswith(('.h5', '.hdf5', '.keras')) or not h5py.is_hdf5(path):
                continue
            name = os.path.relpath(path, checkout).replace(os.sep, '/')
            try:
                with h5py.File(path, 'r') as archive:
                    if 'model_config' in archive.attrs:
                        yield name, (name, text(archive.attrs.get('keras_version')), text(archive.attrs.get('backend')))
            except OSError:
                yield name, (name, '2', 'tensorflow')  # damaged: Keras says so itself


def text(value):
    return value.decode() if isinstance(value, bytes) else value or ''


def generations(name, version, backend):
    """Who may read it. Only Keras up to 2.3.1 turns the kernels of a file from Theano round; Keras 1 names no backend in its files."""
    if version.startswith('1.'):
        theano = 'theano' in name or '_th_' in name
        return ['keras-1.2.2'] if theano else ['keras-2.3.1', 'keras-2.2.4', 'keras-1.2.2']
    if backend == 'theano':
        return ['keras-2.3.1', 'keras-2.2.4']
    return ['tf-keras-2.15', 'keras-2.3.1', 'keras-2.2.4']


def recorded(generation, names, checkout, folder):
    """Yields (name, answer); a worker that hangs or dies is started anew behind the model at fault."""
    names = list(names)
    while names:
        worker = Worker(generation)
        while names:
            name = names.pop(0)
            answer = worker.ask({'model': os.path.join(checkout, name), 'name': name,
                                 'folder': os.path.join(folder, 'fixtures', os.path.splitext(name)[0])})
            yield name, answer or {'recorded': False, 'message': 'no answer within %d s' % SECONDS}
            if answer is None:
                break
        worker.end()


class Worker:
    def __init__(self, generation):
        self.process = subprocess.Popen(
            [os.path.join(HERE, '..', 'run'), generation, os.path.join(HERE, 'record.py')], text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(
                os.environ, THEANO_FLAGS='optimizer=fast_compile', **{'PYTHONDONTWRITEBYTECODE': '1'}))
        self.answers = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.answers.put(json.loads(line))
        self.answers.put(None)

    def ask(self, task):
        try:
            self.process.stdin.write(json.dumps(task) + '\n')
            self.process.stdin.flush()
            return self.answers.get(timeout=SECONDS)
        except (BrokenPipeError, queue.Empty):
            return None

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


if __name__ == '__main__':
    if len(sys.argv) != 3:
        raise SystemExit('usage: convert.py CHECKOUT FOLDER')
    main(*sys.argv[1:])
