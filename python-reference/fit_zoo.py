# -*- coding: utf-8 -*-
"""Records small trainings by model.fit: losses x optimizers x schedules x metrics, one file for each generation.

    python-reference/run keras-3 python-reference/fit_zoo.py fixtures/fit        (float64: KERAS4J_FLOATX=float64)

In float32 only the metrics are recorded, since some of Keras's fail in float64 (top-k; F-scores of tf.keras).

A case keeps what the model file says of its compilation, the loss of every update, and the history. Models, weights and
data are shared by all cases of a generation. FitZooTest trains each again.
"""
from __future__ import absolute_import, division, print_function

import json
import os
import sys
import tempfile

import h5py
import numpy as np

import recording

GENERATION = recording.generation()
OLD = GENERATION.startswith("keras-1.")
NEW = GENERATION in ("tf-keras-2.15", "keras-3")
SINGLE = recording.floatx() == "float32"
DIGITS = 8 if SINGLE else 13
THIRD = GENERATION == "keras-3"
keras = recording.keras()
L = keras.layers


def number(value, digits):
    value = float(value)
    return float("%.*g" % (digits, value)) if np.isfinite(value) else None


# ---- models: a dense layer, and a head; heads are shared by losses that want the same answers

def dense(units, activation, name, first=False):
    options = {"activation": activation, "name": name}
    if OLD and first:
        options["input_dim"] = 4
    elif first and not THIRD:
        options["input_shape"] = (4,)
    return L.Dense(units, **options)


def single(units, activation):
    model = keras.models.Sequential()
    if THIRD:
        model.add(L.Input((4,)))
    model.add(dense(5, "tanh", "hidden", True))
    model.add(dense(units, activation, "answer"))
    return model


def two():
    x = L.Input(shape=(4,), name="x")
    hidden = dense(5, "tanh", "hidden")(x)
    left, right = dense(3, "softmax", "left")(hidden), dense(2, "linear", "right")(hidden)
    if OLD:
        return keras.models.Model(input=x, output=[left, right])
    return keras.models.Model(x, [left, right])


def steps():
    """Answers for each step, some of which a mask leaves out."""
    model = keras.models.Sequential()
    if THIRD:
        model.add(L.Input((3, 4)))
        model.add(L.Masking(name="masking"))
    else:
        model.add(L.Masking(input_shape=(3, 4), name="masking"))
    options = {"name": "recurrent", "return_sequences": True}
    model.add(L.SimpleRNN(4, **options))
    model.add(L.TimeDistributed(dense(3, "softmax", "each"), name="answer"))
    return model


MODELS = {"softmax": lambda: single(3, "softmax"), "logits": lambda: single(3, "linear"),
          "sigmoid": lambda: single(2, "sigmoid"), "binary": lambda: single(1, "sigmoid"),
          "linear": lambda: single(2, "linear"), "positive": lambda: single(2, "softplus"),
          "two": two, "steps": steps}


def weights(model):
    random = np.random.RandomState(5)
    return [np.round(random.normal(scale=0.6, size=w.shape), 3) for w in model.get_weights()]


def data():
    random = np.random.RandomState(3)
    n = 14
    x = np.round(random.normal(size=(n, 4)), 2)
    classes = random.randint(0, 3, n)
    both = random.randint(0, 2, (n, 2))
    stepped = np.round(random.normal(size=(n, 3, 4)), 2)
    stepped[::3, 2] = 0
    step_classes = random.randint(0, 3, (n, 3))
    return {"x": x, "steps": stepped, "one_hot": np.eye(3)[classes], "classes": classes.astype("float64"),
            "both": both.astype("float64"), "one": both[:, :1].astype("float64"), "signs": 2.0 * both - 1,
            "real": np.round(random.normal(size=(n, 2)), 2), "counts": random.randint(0, 4, (n, 2)).astype("float64"),
            "step_one_hot": np.eye(3)[step_classes], "step_classes": step_classes[..., None].astype("float64"),
            "weights": np.round(random.uniform(0, 2, n), 1) * (np.arange(n) % 5 > 0)}


DATA = data()
TRAINED = 10  # the others are for validation
TARGET = {"softmax": "one_hot", "logits": "one_hot", "sigmoid": "both", "binary": "one", "linear": "real",
          "positive": "counts", "steps": "step_one_hot"}

# ---- cases

CASES = []


def case(name, model, loss, optimizer=None, metrics=None, y=None, **more):
    CASES.append(dict(more, name=name, model=model, loss=loss, optimizer=optimizer, metrics=metrics,
                      y=y or TARGET.get(model)))


def opt(kind, **options):
    if OLD and "learning_rate" in options:
        options["lr"] = options.pop("learning_rate")
    return lambda: getattr(keras.optimizers, kind)(**options)


def legacy(kind, **options):
    return lambda: getattr(keras.optimizers.legacy, kind)(**options)


def loss(kind, **options):
    return lambda: getattr(keras.losses, kind)(**options)


def metric(kind, **options):
    return lambda: getattr(keras.metrics, kind)(**options)


def losses():
    plain = [("softmax", "categorical_crossentropy"), ("sigmoid", "binary_crossentropy"),
             ("linear", "mean_squared_error"), ("linear", "mean_absolute_error"),
             ("linear", "mean_absolute_percentage_error"), ("positive", "mean_squared_logarithmic_error"),
             ("linear", "mse"), ("linear", "mae"), ("linear", "mape"), ("linear", "msle"), ("positive", "poisson"),
             ("softmax", "kullback_leibler_divergence"), ("softmax", "kld"), ("linear", "cosine_proximity"),
             ("positive", "mean_absolute_percentage_error"), ("sigmoid", "mse"), ("softmax", "mae")]
    if THIRD:
        plain = [p for p in plain if p[1] not in ("cosine_proximity", "kullback_leibler_divergence", "kld")]
        plain += [("linear", "cosine_similarity"), ("softmax", "kl_divergence"), ("softmax", "dice"),
                  ("softmax", "tversky"), ("linear", "huber"), ("linear", "log_cosh")]
    elif NEW:
        plain += [("linear", "cosine_similarity"), ("linear", "huber"), ("linear", "logcosh"), ("linear", "log_cosh")]
    if NEW:
        plain += [("softmax", "categorical_hinge"), ("softmax", "categorical_focal_crossentropy"),
                  ("sigmoid", "binary_focal_crossentropy"), ("linear", "binary_crossentropy")]
    for model, name in plain:
        case("loss-%s-%s" % (name, model), model, name)
    for name in ("hinge", "squared_hinge"):
        case("loss-%s-signs" % name, "linear", name, y="signs")
        case("loss-%s-zeros-and-ones" % name, "linear", name, y="both", metrics=[name])
    case("loss-sparse", "softmax", "sparse_categorical_crossentropy", y="classes", metrics=["accuracy"])
    case("loss-softplus-sparse", "positive", "sparse_categorical_crossentropy", y="one")
    case("loss-softplus-categorical", "positive", "categorical_crossentropy", y="both")
    for weighted in ("mse", "binary_crossentropy", "poisson"):
        model = {"mse": "linear", "binary_crossentropy": "sigmoid", "poisson": "positive"}[weighted]
        case("weighted-%s" % weighted, model, weighted, sample_weight=True, metrics=["mae"])
    case("class-weight", "softmax", "categorical_crossentropy", class_weight={0: 2.0, 1: 0.5, 2: 1.0},
         metrics=["accuracy"])
    case("class-weight-sparse", "softmax", "sparse_categorical_crossentropy", y="classes",
         class_weight={0: 2.0, 1: 0.5, 2: 1.0}, metrics=["accuracy"])
    if not NEW:
        return
    for name, model, y, options in (
            ("CategoricalCrossentropy", "softmax", None, {"label_smoothing": 0.1}),
            ("CategoricalCrossentropy", "logits", None, {"from_logits": True, "label_smoothing": 0.2}),
            ("CategoricalCrossentropy", "logits", None, {"from_logits": True, "reduction": "sum"}),
            ("SparseCategoricalCrossentropy", "logits", "classes", {"from_logits": True}),
            ("SparseCategoricalCrossentropy", "softmax", "classes", {"ignore_class": 1}),
            ("SparseCategoricalCrossentropy", "logits", "classes", {"from_logits": True, "ignore_class": 0}),
            ("BinaryCrossentropy", "sigmoid", None, {"label_smoothing": 0.3}),
            ("BinaryCrossentropy", "linear", "both", {"from_logits": True}),
            ("BinaryFocalCrossentropy", "sigmoid", None, {"gamma": 3.0, "apply_class_balancing": True}),
            ("BinaryFocalCrossentropy", "linear", "both", {"from_logits": True, "alpha": 0.4, "label_smoothing": 0.1}),
            ("BinaryFocalCrossentropy", "positive", "both", {"gamma": 2.0}),
            ("CategoricalFocalCrossentropy", "softmax", None, {"alpha": 0.5, "gamma": 1.5}),
            ("CategoricalFocalCrossentropy", "logits", None, {"from_logits": True, "label_smoothing": 0.1}),
            ("Huber", "linear", None, {"delta": 0.4}), ("Huber", "linear", None, {"delta": 1.5, "reduction": "sum"}),
            ("LogCosh", "linear", None, {}), ("KLDivergence", "softmax", None, {}), ("Poisson", "positive", None, {}),
            ("CosineSimilarity", "linear", None, {}), ("CategoricalHinge", "softmax", None, {}),
            ("Hinge", "linear", "both", {}), ("SquaredHinge", "linear", "signs", {}),
            ("MeanSquaredError", "linear", None, {"reduction": "sum"}), ("MeanAbsoluteError", "linear", None, {}),
            ("MeanAbsolutePercentageError", "linear", None, {}), ("MeanSquaredLogarithmicError", "positive", None, {})):
        label = "-".join([name] + sorted("%s=%s" % (k, v) for k, v in options.items()))
        if THIRD and "delta" in options:
            continue  # its files do not keep delta
        case("loss-%s-%s" % (label, model), model, loss(name, **options), y=y)
        if "reduction" in options or "ignore_class" in options:
            case("weighted-%s-%s" % (label, model), model, loss(name, **options), y=y, sample_weight=True)
    if THIRD:
        case("loss-Dice", "softmax", loss("Dice"))
        case("loss-Tversky", "sigmoid", loss("Tversky", alpha=0.3, beta=0.7))
        case("loss-CategoricalGeneralizedCrossEntropy", "softmax",
             loss("CategoricalGeneralizedCrossEntropy", q=0.7), y="classes")
        case("weighted-mean-with-sample-weight", "linear",
             loss("MeanSquaredError", reduction="mean_with_sample_weight"), sample_weight=True)
        case("loss-ctc", "softmax", "ctc", refused="ctc", y="one_hot")
        case("loss-circle", "softmax", "circle", refused="circle", y="classes")


def optimizers():
    lr = {"learning_rate": 0.05}
    listed = [("SGD", lr), ("SGD", dict(lr, momentum=0.8)), ("SGD", dict(lr, momentum=0.8, nesterov=True)),
              ("SGD", dict(lr, nesterov=True)), ("RMSprop", lr), ("RMSprop", dict(lr, rho=0.7)), ("Adagrad", lr), ("Adadelta", {"learning_rate": 1.0}),
              ("Adam", lr), ("Adam", dict(lr, beta_1=0.5, beta_2=0.8)), ("Adamax", lr), ("Nadam", lr),
              ("SGD", dict(lr, clipnorm=0.1)), ("SGD", dict(lr, clipvalue=0.02)), ("Adam", dict(lr, clipnorm=0.1))]
    if OLD:
        listed += [(name, dict(lr, decay=0.1)) for name in ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax")]
        listed += [("Nadam", dict(lr, schedule_decay=0.01))]
    if NEW:
        listed += [("RMSprop", dict(lr, momentum=0.8)), ("RMSprop", dict(lr, centered=True)),
                   ("RMSprop", dict(lr, centered=True, momentum=0.5)), ("Adagrad", dict(lr, initial_accumulator_value=0.5)),
                   ("Adam", dict(lr, amsgrad=True)), ("AdamW", lr), ("AdamW", dict(lr, weight_decay=0.1, amsgrad=True)),
                   ("Lion", {"learning_rate": 0.01}), ("Lion", {"learning_rate": 0.01, "beta_1": 0.7, "weight_decay": 0.1}),
                   ("Ftrl", lr), ("Ftrl", dict(lr, l1_regularization_strength=0.01, l2_regularization_strength=0.02)),
                   ("Ftrl", dict(lr, l2_shrinkage_regularization_strength=0.05, beta=0.3)),
                   ("Ftrl", dict(lr, learning_rate_power=-0.3, initial_accumulator_value=0.4)),
                   ("Adafactor", lr), ("Adafactor", dict(lr, relative_step=False)),
                   ("Adafactor", dict(lr, clip_threshold=0.5, beta_2_decay=-0.6, epsilon_2=0.01)),
                   ("SGD", dict(lr, global_clipnorm=0.1)), ("Adam", dict(lr, clipvalue=0.01)),
                   ("SGD", dict(lr, weight_decay=0.1)), ("Adam", dict(lr, weight_decay=0.1)),
                   ("Nadam", dict(lr, weight_decay=0.05)), ("Adamax", dict(lr, weight_decay=0.05)),
                   ("SGD", dict(lr, use_ema=True)), ("Adam", dict(lr, use_ema=True, ema_momentum=0.8)),
                   ("Adam", dict(lr, use_ema=True, ema_momentum=0.6, ema_overwrite_frequency=2)),
                   ("RMSprop", dict(lr, weight_decay=0.01, global_clipnorm=0.5))]
    if THIRD:
        listed += [("Lamb", lr), ("Lamb", dict(lr, beta_1=0.7, weight_decay=0.05)),
                   ("SGD", dict(lr, gradient_accumulation_steps=2)), ("Adam", dict(lr, gradient_accumulation_steps=3)),
                   ("Adam", dict(lr, gradient_accumulation_steps=2, use_ema=True, weight_decay=0.1, clipnorm=0.2)),
                   ("Adam", dict(lr, loss_scale_factor=8.0))]
    for name, options in listed:
        label = "-".join([name] + sorted("%s=%s" % (k, v) for k, v in options.items() if k != "learning_rate"))
        case("optimizer-" + label, "softmax", "categorical_crossentropy", opt(name, **options), epochs=4)
    if THIRD:
        case("optimizer-Muon", "softmax", "categorical_crossentropy", opt("Muon"), refused="muon")
    if GENERATION == "tf-keras-2.15":
        for name, options in (("SGD", dict(lr, decay=0.1)), ("SGD", dict(lr, momentum=0.8, nesterov=True, decay=0.1)),
                              ("Adam", dict(lr, decay=0.1)), ("Adam", dict(lr, amsgrad=True)), ("RMSprop", dict(lr, momentum=0.8)),
                              ("RMSprop", dict(lr, centered=True, decay=0.1)), ("Adagrad", dict(lr, decay=0.1)),
                              ("Adadelta", {"learning_rate": 1.0, "decay": 0.1}), ("Adamax", dict(lr, decay=0.1)), ("Nadam", lr),
                              ("Ftrl", dict(lr, l1_regularization_strength=0.01)), ("SGD", dict(lr, clipnorm=0.1)),
                              ("SGD", dict(lr, global_clipnorm=0.1)), ("Adam", dict(lr, clipvalue=0.01))):
            label = "-".join([name] + sorted("%s=%s" % (k, v) for k, v in options.items() if k != "learning_rate"))
            case("legacy-" + label, "softmax", "categorical_crossentropy", legacy(name, **options), epochs=4)


def schedules():
    if not NEW:
        return
    s = keras.optimizers.schedules
    made = [("ExponentialDecay", (0.1, 3, 0.7), {}), ("ExponentialDecay", (0.1, 3, 0.7), {"staircase": True}),
            ("PiecewiseConstantDecay", ([2, 5], [0.1, 0.05, 0.01]), {}), ("PolynomialDecay", (0.1, 6), {"power": 2.0}),
            ("PolynomialDecay", (0.1, 4), {"cycle": True, "end_learning_rate": 0.02}),
            ("InverseTimeDecay", (0.1, 2, 0.5), {}), ("InverseTimeDecay", (0.1, 3, 0.5), {"staircase": True}),
            ("CosineDecay", (0.1, 7), {}), ("CosineDecay", (0.1, 7), {"alpha": 0.2}),
            ("CosineDecay", (0.02, 6), {"warmup_target": 0.1, "warmup_steps": 3, "alpha": 0.1}),
            ("CosineDecayRestarts", (0.1, 3), {}), ("CosineDecayRestarts", (0.1, 2), {"t_mul": 1.0, "m_mul": 0.8}),
            ("CosineDecayRestarts", (0.1, 2), {"t_mul": 1.5, "m_mul": 0.9, "alpha": 0.1})]
    for i, (name, arguments, options) in enumerate(made):
        label = "-".join([name] + sorted("%s=%s" % (k, v) for k, v in options.items()))

        def rate(name=name, arguments=arguments, options=options):
            return getattr(s, name)(*arguments, **options)
        case("schedule-" + label, "softmax", "categorical_crossentropy",
             lambda rate=rate: keras.optimizers.SGD(learning_rate=rate(), momentum=0.5), epochs=4)
        other = ("Adam", "AdamW", "Nadam", "RMSprop", "Adagrad", "Adamax", "Adadelta", "Ftrl", "Lion", "Adafactor")[i % 10]
        case("schedule-%s-%s" % (label, other), "linear", "mse",
             lambda rate=rate, other=other: getattr(keras.optimizers, other)(learning_rate=rate()), epochs=4)


def metrics():
    old = ["accuracy", "mse", "mae", "mape", "msle"]
    for model, own in (("softmax", ["categorical_accuracy", "categorical_crossentropy", "kullback_leibler_divergence"]),
                       ("sigmoid", ["binary_accuracy", "binary_crossentropy", "hinge", "squared_hinge"]),
                       ("binary", ["acc", "binary_accuracy"]), ("linear", ["cosine_proximity"]),
                       ("positive", ["poisson"])):
        names = {"softmax": "categorical_crossentropy", "sigmoid": "binary_crossentropy",
                 "binary": "binary_crossentropy", "linear": "mse", "positive": "poisson"}
        if THIRD:
            own = [{"cosine_proximity": "cosine_similarity",
                    "kullback_leibler_divergence": "kl_divergence"}.get(n, n) for n in own]
        case("metrics-" + model, model, names[model], metrics=old + own, validate=True)
        case("metrics-mse-" + model, model, "mse", metrics=["accuracy"] + own, validate=True)
    case("metrics-sparse", "softmax", "sparse_categorical_crossentropy", y="classes",
         metrics=["acc", "sparse_categorical_accuracy"] + ([] if OLD else ["sparse_categorical_crossentropy"]), validate=True)
    case("metrics-names", "linear", "mse", metrics=["mean_squared_error", "mean_absolute_error"], validate=True)
    case("metrics-masked", "steps", "categorical_crossentropy", metrics=["accuracy", "mse"], validate=True, x="steps")
    case("metrics-masked-sparse", "steps", "sparse_categorical_crossentropy", metrics=["accuracy"], y="step_classes", x="steps")
    outputs = {"model": "two", "y": ["one_hot", "real"]}
    case("two-outputs", loss={"left": "categorical_crossentropy", "right": "mse"}, metrics=["accuracy"], validate=True, **outputs)
    case("two-outputs-weighted", loss=["categorical_crossentropy", "mae"], loss_weights=[0.3, 2.0], metrics={"right": "mse"},
         validate=True, sample_weight=True, **outputs)
    case("two-outputs-one-of-weight-0", loss={"left": "categorical_crossentropy", "right": "mse"},
         loss_weights={"left": 0.0, "right": 1.0}, metrics={"left": ["accuracy"], "right": ["mae", "mse"]}, **outputs)
    case("two-outputs-one-loss", loss="mse", metrics={"left": "acc"}, **outputs)
    if OLD:
        for model in ("sigmoid", "binary"):
            case("metrics-keras-1-" + model, model, "binary_crossentropy", validate=True,
                 metrics=["precision", "recall", "fmeasure", "matthews_correlation", "f1score"])
        case("metrics-keras-1-softmax", "softmax", "categorical_crossentropy", metrics=["precision", "recall", "matthews_correlation"])
        case("metrics-unknown", "softmax", "categorical_crossentropy", metrics=["fbeta_score"])
        return
    classes = [("BinaryAccuracy", "binary", {"threshold": 0.6}), ("BinaryAccuracy", "sigmoid", {}), ("CategoricalAccuracy", "softmax", {}),
               ("TopKCategoricalAccuracy", "softmax", {"k": 2}), ("MeanSquaredError", "linear", {}), ("MeanAbsoluteError", "linear", {}),
               ("MeanAbsolutePercentageError", "linear", {}), ("MeanSquaredLogarithmicError", "positive", {}), ("RootMeanSquaredError", "linear", {}),
               ("LogCoshError", "linear", {}), ("CosineSimilarity", "linear", {}), ("KLDivergence", "softmax", {}), ("Poisson", "positive", {}),
               ("Hinge", "sigmoid", {}), ("SquaredHinge", "sigmoid", {}), ("CategoricalHinge", "softmax", {}),
               ("BinaryCrossentropy", "sigmoid", {"label_smoothing": 0.1}), ("CategoricalCrossentropy", "softmax", {"label_smoothing": 0.2}),
               ("BinaryCrossentropy", "linear", {"from_logits": True}),
               ("AUC", "sigmoid", {}), ("AUC", "binary", {"curve": "PR"}), ("AUC", "sigmoid", {"curve": "PR", "summation_method": "majoring", "num_thresholds": 20}),
               ("AUC", "sigmoid", {"summation_method": "minoring", "multi_label": True}), ("AUC", "softmax", {"multi_label": True, "num_labels": 3, "label_weights": [1.0, 2.0, 3.0], "curve": "PR"}),
               ("AUC", "binary", {"thresholds": [0.3, 0.45, 0.7]}), ("AUC", "softmax", {"num_thresholds": 50}),
               ("Precision", "sigmoid", {}), ("Precision", "softmax", {"top_k": 2}), ("Precision", "softmax", {"class_id": 1, "thresholds": 0.4}), ("Precision", "softmax", {"top_k": 1, "class_id": 2}),
               ("Recall", "sigmoid", {"thresholds": 0.55}), ("Recall", "softmax", {"top_k": 2, "class_id": 0}), ("Recall", "binary", {}),
               ("TruePositives", "sigmoid", {}), ("FalsePositives", "sigmoid", {"thresholds": 0.3}), ("TrueNegatives", "binary", {}), ("FalseNegatives", "binary", {"thresholds": 0.6}),
               ("SensitivityAtSpecificity", "binary", {"specificity": 0.5}), ("SpecificityAtSensitivity", "sigmoid", {"sensitivity": 0.7, "num_thresholds": 30}),
               ("PrecisionAtRecall", "sigmoid", {"recall": 0.6}), ("RecallAtPrecision", "sigmoid", {"precision": 0.55, "num_thresholds": 1}), ("RecallAtPrecision", "softmax", {"precision": 0.4, "class_id": 1}),
               ("F1Score", "softmax", {"average": "micro"}), ("F1Score", "sigmoid", {"average": "macro", "threshold": 0.5}), ("F1Score", "softmax", {"average": "weighted"}),
               ("FBetaScore", "sigmoid", {"average": "weighted", "beta": 2.0, "threshold": 0.45}), ("FBetaScore", "softmax", {"average": "macro", "beta": 0.5}),
               ("R2Score", "linear", {}), ("R2Score", "linear", {"class_aggregation": "variance_weighted_average"}), ("R2Score", "linear", {"num_regressors": 3}),
               ("BinaryIoU", "sigmoid", {"threshold": 0.5}), ("BinaryIoU", "binary", {"target_class_ids": [1], "threshold": 0.4}),
               ("OneHotIoU", "softmax", {"num_classes": 3, "target_class_ids": [0, 2]}), ("OneHotMeanIoU", "softmax", {"num_classes": 3}),
               ("MeanIoU", "sigmoid", {"num_classes": 2}), ("IoU", "softmax", {"num_classes": 3, "target_class_ids": [0, 1], "sparse_y_true": False, "sparse_y_pred": False, "ignore_class": 2})]
    if THIRD:
        classes += [("AUC", "sigmoid", {"curve": "PRGAIN"}), ("PearsonCorrelation", "softmax", {}), ("ConcordanceCorrelation", "softmax", {})]
    # several in one case: a training for each would take long and say no more
    for model in ("softmax", "sigmoid", "binary", "linear", "positive"):
        own = [c for c in classes if c[1] == model]
        for at in range(0, len(own), 4):
            part = own[at:at + 4]
            made = [metric(name, **dict(options, name="m%d_%s" % (i, name))) for i, (name, _, options) in enumerate(part)]
            bce = {"sigmoid": "binary_crossentropy", "binary": "binary_crossentropy", "softmax": "categorical_crossentropy"}
            case("metric-classes-%s-%d" % (model, at // 4), model, bce.get(model, "mse"), metrics=made, validate=True)
            case("weighted-metric-classes-%s-%d" % (model, at // 4), model, bce.get(model, "mse"), weighted=made, sample_weight=True)
    case("metrics-sparse-classes", "softmax", "sparse_categorical_crossentropy", y="classes", validate=True,
         metrics=[metric("SparseCategoricalAccuracy"), metric("SparseTopKCategoricalAccuracy", k=2), metric("SparseCategoricalCrossentropy", ignore_class=1)])
    case("metrics-strings-of-classes", "sigmoid", "binary_crossentropy", metrics=["AUC", "Precision", "Recall"], validate=True)
    case("metrics-bce-softmax", "softmax", "binary_crossentropy", metrics=["accuracy"])
    case("metrics-twice", "linear", "mse", metrics=["mae"], weighted=["mae"], sample_weight=True)
    case("metrics-top-5-of-3", "softmax", "categorical_crossentropy", metrics=["top_k_categorical_accuracy"])
    case("metrics-masked-weighted", "steps", "categorical_crossentropy", metrics=["accuracy"], weighted=["mse"], validate=True, x="steps", sample_weight=True)
    case("metrics-vector", "softmax", "categorical_crossentropy", metrics=[metric("F1Score")], refused="f1_score", trained=False)
    case("metrics-mean", "softmax", "categorical_crossentropy", metrics=[metric("Mean")], refused="mean", trained=False)
    case("two-outputs-classes", loss={"left": "categorical_crossentropy", "right": "mse"}, validate=True,
         metrics={"left": [metric("AUC", name="auc")], "right": [metric("RootMeanSquaredError")]}, **outputs)


def callbacks():
    case("plateau", "softmax", "categorical_crossentropy", opt("SGD", **{"learning_rate": 0.05}), epochs=5, validate=True,
         callback="plateau")
    case("scheduler", "softmax", "categorical_crossentropy", opt("Adam", **{"learning_rate": 0.05}), epochs=4,
         callback="scheduler")


# ---- recording

class Steps(keras.callbacks.Callback):
    """The loss of each update; tf.keras and Keras 3 tell the mean of an epoch's so far."""
    def __init__(self, batch):
        super(Steps, self).__init__()
        self.batch, self.losses = batch, []

    def on_epoch_begin(self, epoch, logs=None):
        self.seen, self.sum = 0, 0.0

    def on_batch_end(self, batch, logs=None):
        loss = float(logs["loss"])
        if NEW:
            size = min(self.batch, TRAINED - self.seen)
            self.seen += size
            total = loss * self.seen
            loss, self.sum = (total - self.sum) / size, total
        self.losses.append(number(loss, DIGITS))


def compiled(model, c):
    def made(value):
        if isinstance(value, dict):
            return {k: made(v) for k, v in value.items()}
        if isinstance(value, list):
            return [made(v) for v in value]
        return value() if callable(value) else value
    options = {"loss": made(c["loss"]), "optimizer": made(c["optimizer"] or opt("SGD", learning_rate=0.1))}
    if c.get("metrics"):
        options["metrics"] = made(c["metrics"])
    if c.get("weighted"):
        options["weighted_metrics"] = made(c["weighted"])
    if c.get("loss_weights"):
        options["loss_weights"] = c["loss_weights"]
    if THIRD:
        options["jit_compile"] = False
    model.compile(**options)


def configuration(model, folder, keras_format):
    """What a file says of the compilation: an .h5's attribute, or a .keras file's."""
    if keras_format:
        import zipfile
        path = os.path.join(folder, "m.keras")
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json").decode())["compile_config"]
    path = os.path.join(folder, "m.h5")
    model.save(path)
    with h5py.File(path, "r") as f:
        text = f.attrs["training_config"]
    return json.loads(text if isinstance(text, str) else text.decode())


def record(c, folder):
    model = MODELS[c["model"]]()
    model.set_weights(weights(model))
    compiled(model, c)
    # both of a new generation's formats, each for half of the cases
    keras_format = NEW and (len(CASES_DONE) % 2 == 1 or c["name"].startswith("two-outputs-classes"))
    entry = {"name": c["name"], "model": c["model"], "config": configuration(model, folder, keras_format)}
    entry["y"] = c["y"] if isinstance(c["y"], list) else [c["y"]]
    if c.get("x"):
        entry["x"] = c["x"]
    if c.get("refused"):
        entry["refused"] = c["refused"]
        return entry
    epochs = c.get("epochs", 2)
    x = DATA[c.get("x", "x")]
    y = [DATA[name] for name in entry["y"]]
    steps = Steps(4)
    options = {"batch_size": 4, "shuffle": False, "verbose": 0, "callbacks": [steps]}
    options["nb_epoch" if OLD else "epochs"] = epochs
    entry["epochs"] = epochs
    if c.get("callback") == "plateau":
        options["callbacks"].append(keras.callbacks.ReduceLROnPlateau(
            monitor="val_loss", factor=0.5, patience=1, **({"epsilon": 1.0} if OLD else {"min_delta": 1.0})))
    if c.get("callback") == "scheduler":
        options["callbacks"].append(keras.callbacks.LearningRateScheduler(lambda epoch, *rate: 0.05 / (epoch + 1)))
    if c.get("callback"):
        entry["callback"] = c["callback"]

    def part(arrays, start, end):
        cut = [a[start:end] for a in arrays]
        return cut[0] if len(cut) == 1 else cut
    if c.get("validate"):
        options["validation_data"] = (x[TRAINED:], part(y, TRAINED, None))
        entry["validate"] = True
    if c.get("sample_weight"):
        own = DATA["weights"][:TRAINED]
        options["sample_weight"] = [own, own] if len(y) > 1 and not NEW else own
        entry["sample_weight"] = True
    if c.get("class_weight"):
        options["class_weight"] = c["class_weight"]
        entry["class_weight"] = {str(k): v for k, v in c["class_weight"].items()}
    history = model.fit(x[:TRAINED], part(y, 0, TRAINED), **options)
    entry["losses"] = steps.losses
    entry["history"] = {k: [number(v, 7 if SINGLE else 9) for v in values] for k, values in history.history.items()}
    final = np.concatenate([w.ravel() for w in model.get_weights()])
    entry["weights_sum"] = number(np.abs(final).sum(), DIGITS)
    return entry


CASES_DONE = []


def stored(name, folder):
    """The model as its .h5 holds it: configuration, and each layer's arrays."""
    model = MODELS[name]()
    model.set_weights(weights(model))
    path = os.path.join(folder, "model.h5")
    model.save(path)

    def text(value):
        return value if isinstance(value, str) else value.decode()
    with h5py.File(path, "r") as f:
        group = f["model_weights"]
        layers = {}
        for layer in group.attrs["layer_names"]:
            own = group[text(layer)]
            layers[text(layer)] = [[text(n), list(own[n].shape), [number(v, 9) for v in np.ravel(own[n])]]
                                   for n in own.attrs["weight_names"]]
        return {"config": json.loads(text(f.attrs["model_config"])), "layers": layers,
                "order": [text(n) for n in group.attrs["layer_names"]],
                "keras_version": text(f.attrs["keras_version"]), "backend": text(f.attrs["backend"]) if "backend" in f.attrs else ""}


def main(target, only=None):
    for add in (metrics,) if SINGLE else (losses, optimizers, schedules, metrics, callbacks):
        add()
    if SINGLE:
        CASES[:] = [c for c in CASES if "classes" in c["name"] or "top-5" in c["name"]]
    folder = tempfile.mkdtemp()
    result = {"models": {name: stored(name, folder) for name in sorted(MODELS)},
              "data": {name: {"shape": list(array.shape), "values": [number(v, 9) for v in array.ravel()]}
                       for name, array in sorted(DATA.items())},
              "trained": TRAINED, "batch_size": 4, "cases": []}
    for c in CASES:
        if only and only not in c["name"]:
            continue
        try:
            result["cases"].append(record(c, folder))
        except Exception as e:  # a Keras that fails on a case has nothing to record
            print("%s: %s: %s" % (c["name"], type(e).__name__, str(e).strip().splitlines()[-1][:200]), file=sys.stderr)
        CASES_DONE.append(c)
        keras.backend.clear_session() if NEW else None
    if not os.path.isdir(target):
        os.makedirs(target)
    path = os.path.join(target, GENERATION + ("-float32" if SINGLE else "") + ".json")
    with open(path, "w") as f:
        f.write(json.dumps(result, sort_keys=True, separators=(",", ":")).replace('{"class_weight', '\n{"class_weight').replace('{"config":', '\n{"config":') + "\n")
    print("%d of %d cases, %d bytes" % (len(result["cases"]), len(CASES), os.path.getsize(path)))


if __name__ == "__main__":
    main(*sys.argv[1:])
