"""Files as CuDNNLSTM and CuDNNGRU save them, whose answers Keras gives on a CPU by loading them into LSTM and GRU.

TF 1.15 runs nothing of a graph that holds such a layer without a GPU, so the file is written from the CPU's model:
class names and options of the GPU's layer, and its arrays (same kernels' shapes, both biases in a row), all random.
What these arrays mean then is what Keras's own load_weights makes of them (engine/saving.py,
_convert_rnn_weights).
"""
import json
import os

import h5py
import numpy as np

from .base import Case


def cases(g):
    options = {"": {}, "-sequences": {"return_sequences": True}, "-backwards": {"go_backwards": True},
               "-bidirectional": {"wrapped": True}}
    for kind in ("LSTM", "GRU"):
        for suffix, o in options.items():
            yield Case("cudnn-%s%s" % (kind.lower(), suffix), lambda kind=kind, o=o: model(g, kind, **o),
                       write=lambda folder, answering, rng, kind=kind: write(g, folder, answering, rng, kind),
                       weights="kept", description="a file of CuDNN%s; the answers are those of %s on a CPU with its "
                                                   "weights, as Keras's load_weights converts them" % (kind, kind))


def model(g, kind, wrapped=False, **o):
    """The model for a CPU."""
    L = g.layers
    more = {"reset_after": True} if kind == "GRU" else {}
    layer = getattr(L, kind)(5, name="rnn", recurrent_activation="sigmoid", **dict(o, **more))
    return g.seq((4, 3), L.Bidirectional(layer, name="both") if wrapped else layer, L.Dense(2, name="top"))


def write(g, folder, answering, rng, kind):
    """Writes the GPU's file, and loads its weights into the model that answers."""
    path = os.path.join(folder, "model.h5")
    answering.save(path)
    known = set(getattr(g.layers, "CuDNN" + kind)(5).get_config()) | {"batch_input_shape", "dtype"}
    with h5py.File(path, "r+") as file:
        config = file.attrs["model_config"]
        config = json.loads(config.decode("utf-8") if isinstance(config, bytes) else config)
        file.attrs["model_config"] = json.dumps(renamed(config, kind, known)).encode("utf-8")
        arrays = []
        file["model_weights"].visititems(lambda name, item: arrays.append(item) if hasattr(item, "shape") else None)
        for old in arrays:
            name = old.name
            shape = old.shape
            if name.endswith("/bias:0") and "rnn" in name.split("/")[-2]:
                shape = (10 * len(GATES[kind]),)
            scale = 0.3 if len(shape) == 1 else 0.9 / np.sqrt(shape[0])
            del file[name]
            file[name] = (rng.normal(size=shape) * scale).astype("float32")
    answering.load_weights(path)
    return "model.h5", None


GATES = {"LSTM": "ifco", "GRU": "zrh"}


def renamed(config, kind, known):
    """The configuration with CuDNN's class name and options."""
    if isinstance(config, list):
        return [renamed(part, kind, known) for part in config]
    if not isinstance(config, dict):
        return config
    if config.get("class_name") == kind:
        options = {key: value for key, value in config["config"].items() if key in known}
        return {"class_name": "CuDNN" + kind, "config": options}
    return {key: renamed(value, kind, known) for key, value in config.items()}
