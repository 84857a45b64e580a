# -*- coding: utf-8 -*-
"""Faults of planted.py where several causes look right, or none is known: none may be named."""
from __future__ import absolute_import, division, print_function

import numpy as np

import recording
from planted_models import Chain, both_ways, dense, lstm, masked, mlp, of, recurrent
from planting import built_otherwise, edited, fault, gates, one_weight, weights_changed

keras = recording.keras()
layers = keras.layers


@fault
def every_weight_greater(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "lstm_2", lambda arrays: [arrays[0] * 1.05] + arrays[1:]),
            [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2", None, trap=True)


@fault
def two_weights(p):
    chain = mlp()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "dense_2", one_weight(0, (2, 3), 0.4))
    p.write(right, weights_changed(chain, once, "dense_2", one_weight(0, (0, 1), -0.5)),
            [{"inputs": [p.inputs(8, 4)]}], "dense_2", None, trap=True)


@fault
def two_weights_of_a_unit_and_one_sample(p):
    """Any one of the unit's weights could explain the only number that there is."""
    chain = mlp()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "dense_2", one_weight(0, (2, 3), 0.4))
    p.write(right, weights_changed(chain, once, "dense_2", one_weight(0, (0, 3), -0.5)),
            [{"inputs": [p.inputs(1, 4)]}], "dense_2", None, trap=True)


@fault
def two_faults_in_two_layers(p):
    chain = recurrent()
    right = p.drawn(chain.model())
    once = weights_changed(chain, right, "lstm_2", gates([0, 2, 1, 3]))
    p.write(right, weights_changed(chain, once, "lstm_3", one_weight(1, (1, 2), 0.5)),
            [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_2", None, trap=True)


@fault
def trained_on(p):
    """A later checkpoint of the same model: everything moved a little."""
    chain = recurrent()
    right = p.drawn(chain.model())
    faulty = chain.model()
    faulty.set_weights([w + 0.01 * p.random.normal(size=w.shape) for w in right.get_weights()])
    p.write(right, faulty, [{"inputs": [p.inputs(4, 6, 3)]}], "lstm_1", None, trap=True)


@fault
def samples_in_another_order(p):
    chain = mlp()
    right = p.drawn(chain.model())
    given = p.inputs(6, 4)
    inputs = recording.json_text(given)
    p.write(right, right, [{"inputs": [given]}], "dense_1", None,
            edited(lambda text: text.replace(inputs, recording.json_text(given[[1, 2, 3, 4, 5, 0]]), 1)), trap=True)


@fault
def inputs_normalised_twice_before_a_kernel(p):
    """A kernel twenty-six times as great would give the same."""
    chain = recurrent()
    right = p.drawn(chain.model())
    once = p.inputs(2, 6, 3)
    inputs = recording.json_text(once)
    p.write(right, right, [{"inputs": [once]}], "lstm_1", None,
            edited(lambda text: text.replace(inputs, recording.json_text((once / 26).astype("float32")), 1)), trap=True)


@fault
def first_kernel_tenfold(p):
    """Inputs ten times as great would give the same."""
    chain = Chain((4,), ("dense_1", dense(6)), ("dense_2", dense(5)), ("dense_3", dense(3)))
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "dense_1", lambda arrays: [arrays[0] / 10] + arrays[1:]),
            [{"inputs": [p.inputs(6, 4)]}], "dense_1", None, trap=True)


@fault
def sum_of_exchanged_directions(p):
    """Directions exchanged in a sum are directions run the other way."""
    chain = both_ways("sum")
    right = p.drawn(chain.model())
    p.write(right, weights_changed(chain, right, "both", lambda arrays: arrays[3:] + arrays[:3]),
            [{"inputs": [p.inputs(4, 5, 2)]}], "both", None, trap=True)


@fault
def column_of_an_embedding(p):
    """The whole column is shifted, as no one number is."""
    chain = Chain((6,), ("embedding", of(layers.Embedding, 9, 4)), ("lstm", lstm(5)), ("dense", dense(2, "linear")),
                  dtype="int32")
    right = p.drawn(chain.model())

    def change(arrays):
        arrays[0][:, 1] += 0.3
        return arrays

    p.write(right, weights_changed(chain, right, "embedding", change),
            [{"inputs": [np.array([[1, 2, 3, 4, 5, 6], [7, 8, 1, 2, 3, 4]])]}], "embedding", None, trap=True)


@fault
def gamma_of_a_single_feature(p):
    """Of one feature gamma and the variance scale alike."""
    chain = Chain((4, 1), ("norm", of(layers.BatchNormalization)), ("lstm", lstm(3)), ("dense", dense(2, "linear")))
    right = p.drawn(chain.model())
    right.get_layer("norm").set_weights([np.array([number]) for number in (0.5, 0.1, -0.2, 0.8)])
    p.write(right, weights_changed(chain, right, "norm", one_weight(0, (0,), 0.2)), [{"inputs": [p.inputs(5, 4, 1)]}],
            "norm", None, trap=True)


@fault
def saturated_gates(p):
    """Gates that are all open or shut are so by every sigmoid."""
    chain = Chain((4, 2), ("dense_1", dense(2)), ("lstm", lstm(3, return_sequences=True,
                                                               recurrent_activation="hard_sigmoid")),
                  ("dense_2", dense(2, "linear")))
    right = p.drawn(chain.model())
    lstm_layer = right.get_layer("lstm")
    kernel, recurrent_kernel, bias = lstm_layer.get_weights()
    bias[:6] = [9, 9, -9, 9, -9, 9]  # i and f
    bias[9:] = [9, 9, 9]             # o
    lstm_layer.set_weights([kernel, recurrent_kernel, bias])
    faulty = built_otherwise(chain, right, lstm=lstm(3, return_sequences=True, recurrent_activation="relu"))
    p.write(right, faulty, [{"inputs": [p.inputs(5, 4, 2)]}], "lstm", None, trap=True)


@fault
def masked_by_another_layer(p):
    """A step is wrong in the data: the mask would hide it, and is not what is wrong."""
    chain = masked()
    right = p.drawn(chain.model())
    given = p.inputs(1, 5, 2)
    wrong = given.copy()
    wrong[0, 4] += 1
    inputs = recording.json_text(given)
    p.write(right, right, [{"inputs": [given]}], "masking", None,
            edited(lambda text: text.replace(inputs, recording.json_text(wrong), 1)), trap=True)
