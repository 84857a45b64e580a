"""Models for the requests that the documentation of TF Serving and of KServe shows, with the answers that they must get.

    python-reference/run tf-keras-2.15 python-reference/serving.py        # into fixtures/serving

A fixture's `documents.json` lists requests and responses. Their form is that of
https://www.tensorflow.org/tfx/serving/api_rest and of https://github.com/kserve/open-inference-protocol; the numbers
are what Keras's `predict` gives for the same inputs. Strings as inputs ("tag" in the documentation) are left out: the
Keras models read here take numbers.
"""
import json
import os

import numpy as np
import recording

keras = recording.keras()
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "fixtures", "serving")


def record(name, model, inputs, documents, description):
    folder = os.path.join(TARGET, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "documents.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(document) for document in documents) + "\n]\n")
    recording.record(folder, model, calls=[{"inputs": inputs}], description=description)  # and its checksums


def half_plus_three():
    x = keras.layers.Input(shape=(), name="x")
    model = keras.Model(x, keras.layers.Rescaling(0.5, offset=3.0, name="y")(x), name="half_plus_three")
    given = np.array([1.0, 2.0, 5.0], "float32")
    assert model.predict(given, verbose=0).tolist() == [3.5, 4.0, 5.5]  # as the documentation prints it
    answer = [3.5, 4.0, 5.5]
    record("half-plus-three", model, [given], [
        {"request": {"instances": [1.0, 2.0, 5.0]}, "response": {"predictions": answer}},
        {"request": {"signature_name": "serving_default", "instances": [{"x": 1.0}, {"x": 2.0}, {"x": 5.0}]},
         "response": {"predictions": answer}},
        {"request": {"inputs": [1.0, 2.0, 5.0]}, "response": {"outputs": answer}},
        {"request": {"inputs": {"x": [1.0, 2.0, 5.0]}}, "response": {"outputs": answer}},
        {"request": {"id": "42", "inputs": [{"name": "x", "shape": [3], "datatype": "FP32", "data": [1.0, 2.0, 5.0]}]},
         "response": {"model_name": "half_plus_three", "id": "42", "outputs": [
             {"name": "y", "shape": [3], "datatype": "FP32", "data": answer}]}},
    ], "TF Serving's toy: x / 2 + 3")


def sensors():
    """The documentation's inputs "signal" and "sensor", with two outputs of random weights."""
    signal = keras.layers.Input(shape=(5,), name="signal")
    sensor = keras.layers.Input(shape=(2, 2), name="sensor", dtype="int32")
    lookup = keras.layers.Embedding(10, 3, name="lookup")(keras.layers.Reshape((4,))(sensor))
    both = keras.layers.Concatenate()([signal, keras.layers.Flatten()(lookup)])
    kind = keras.layers.Dense(3, activation="softmax", name="kind")(both)
    level = keras.layers.Reshape((1, 2), name="level")(keras.layers.Dense(2)(both))
    model = keras.Model([signal, sensor], [kind, level], name="sensors")
    rng = np.random.RandomState(7)
    model.set_weights([rng.normal(0, 0.5, w.shape).astype("float32") for w in model.get_weights()])
    signals = [[1, 2, 3, 4, 5], [3, 4, 1, 2, 5]]
    sensed = [[[1, 2], [3, 4]], [[4, 5], [6, 8]]]
    given = [np.array(signals, "float32"), np.array(sensed, "int32")]
    kinds, levels = model.predict(given, verbose=0)
    rows = [{"signal": a, "sensor": b} for a, b in zip(signals, sensed)]
    answers = [{"kind": number(a), "level": number(b)} for a, b in zip(kinds, levels)]
    flat = [a for row in signals for a in row]
    tensors = [
        {"name": "sensor", "shape": [2, 2, 2], "datatype": "INT32", "data": sensed, "parameters": {"content_type": "np"}},
        {"name": "signal", "shape": [2, 5], "datatype": "FP64", "data": flat}]
    out = [{"name": "kind", "shape": [2, 3], "datatype": "FP32", "data": number(kinds.ravel())},
           {"name": "level", "shape": [2, 1, 2], "datatype": "FP32", "data": number(levels.ravel())}]
    record("sensors", model, given, [
        {"request": {"instances": rows}, "response": {"predictions": answers}},
        {"request": {"inputs": {"signal": signals, "sensor": sensed}},
         "response": {"outputs": {"kind": number(kinds), "level": number(levels)}}},
        {"request": {"id": "a\"b", "parameters": {"priority": 1}, "inputs": tensors},
         "response": {"model_name": "sensors", "id": "a\"b", "outputs": out}},
        {"request": {"inputs": tensors[::-1], "outputs": [{"name": "level", "parameters": {}}]},
         "response": {"model_name": "sensors", "outputs": out[1:]}},
        {"request": {"inputs": tensors, "outputs": [{"name": "level"}, {"name": "kind"}]},
         "response": {"model_name": "sensors", "outputs": out[::-1]}},
    ], "two named inputs, one of integers, and two named outputs")


def number(array):
    """Floats as the shortest decimals that give the same float32."""
    return [number(x) for x in array] if array.ndim else float(str(array))


half_plus_three()
sensors()
