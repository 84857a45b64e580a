# -*- coding: utf-8 -*-
"""Small models whose training meets every optimizer, loss and recurrent layer, about 20 updates each.

Every optimizer meets every recurrent layer, and every loss meets every recurrent layer; then one model per further thing that changes an update:
clipping, regularizers, constraints, state, masks, a training taken up half-way. Seven samples in batches of three,
so the last batch of an epoch is a short one.
"""
from __future__ import absolute_import, division, print_function

import numpy as np

import recording
from train_record import Run

SAMPLES, STEPS, FEATURES, CLASSES = 7, 3, 2, 3
OPTIMIZERS = ("sgd", "sgd-momentum", "sgd-nesterov", "sgd-decay", "adam", "rmsprop", "adagrad", "adadelta", "adamax",
              "nadam")
LAYERS = ("LSTM", "GRU", "SimpleRNN")
# loss, activation of the last layer
LOSSES = (("categorical_crossentropy", "softmax"), ("sparse_categorical_crossentropy", "softmax"),
          ("binary_crossentropy", "sigmoid"), ("mean_squared_error", "linear"), ("mean_absolute_error", "tanh"))


def old():
    return recording.generation().startswith("keras-1.")


def optimizer(kind, **clipping):
    module = recording.keras().optimizers
    rate = "lr" if old() else "learning_rate"
    if kind == "sgd-decay" and recording.generation() == "keras-3":  # Keras 3 has no decay, but this schedule
        schedule = module.schedules.InverseTimeDecay(0.1, decay_steps=1, decay_rate=0.05)
        return module.SGD(learning_rate=schedule, **clipping)
    if kind == "sgd-decay" and recording.generation() == "tf-keras-2.15":
        return module.legacy.SGD(learning_rate=0.1, decay=0.05, **clipping)
    name, options = {
        "sgd": ("SGD", {rate: 0.1}),
        "sgd-momentum": ("SGD", {rate: 0.1, "momentum": 0.9}),
        "sgd-nesterov": ("SGD", {rate: 0.1, "momentum": 0.9, "nesterov": True}),
        "sgd-decay": ("SGD", {rate: 0.1, "decay": 0.05}),
        "adam": ("Adam", {rate: 0.01}),
        "rmsprop": ("RMSprop", {rate: 0.01}),
        "adagrad": ("Adagrad", {rate: 0.1}),
        "adadelta": ("Adadelta", {rate: 1.0}),
        "adamax": ("Adamax", {rate: 0.01}),
        "nadam": ("Nadam", {rate: 0.01}),
    }[kind]
    return getattr(module, name)(**dict(options, **clipping))


def samples(loss, shape=(STEPS, FEATURES), count=SAMPLES, vocabulary=None, y_shape=()):
    """x and y as this loss wants them, from a generator of their own."""
    def draw():
        random, dtype = np.random.RandomState(11), recording.floatx()
        if vocabulary:
            x = random.randint(0, vocabulary, (count,) + shape).astype("int32")
        else:
            x = random.normal(size=(count,) + shape).astype(dtype)
        classes = random.randint(0, CLASSES, (count,) + y_shape)
        if loss.startswith("categorical"):
            return x, np.eye(CLASSES, dtype=dtype)[classes]
        if loss.startswith("sparse"):
            return x, classes[..., None].astype("int32")
        if loss.startswith("binary"):
            return x, random.randint(0, 2, (count,) + y_shape + (CLASSES,)).astype(dtype)
        return x, random.normal(scale=0.5, size=(count,) + y_shape + (CLASSES,)).astype(dtype)
    return draw


def sequential(layers, loss, how, shape=(STEPS, FEATURES), batch=None, metrics=None):
    """A compiled Sequential. The input's shape goes where the generation wants it."""
    keras = recording.keras()
    model = keras.models.Sequential()
    if recording.generation() == "keras-3":
        model.add(keras.layers.Input(batch_shape=(batch,) + shape))
        made = [make({}) for make in layers]
    else:
        first = {"batch_input_shape": (batch,) + shape} if batch else {"input_shape": shape}
        made = [make(first if i == 0 else {}) for i, make in enumerate(layers)]
    for layer in made:
        model.add(layer)
    if metrics is None:
        metrics = [] if isinstance(loss, str) and loss.startswith("mean") else ["accuracy"]
    # XLA would take seconds to compile each of these for its 21 updates
    how_compiled = {"jit_compile": False} if recording.generation() == "keras-3" else {}
    model.compile(loss=loss, optimizer=how, metrics=metrics, **how_compiled)
    return model


def layer(name, *arguments, **options):
    """Makes the layer when asked, with the input shape among its options if it is the first."""
    return lambda first: getattr(recording.keras().layers, name)(*arguments, **dict(options, **first))


def wrapped(name, *inner):
    """A wrapper around a layer: wrapped("Bidirectional", "LSTM", 3, {options}, {the wrapper's own options})."""
    def make(first):
        layers = recording.keras().layers
        options = inner[2] if len(inner) > 2 else {}
        own = inner[3] if len(inner) > 3 else {}
        return getattr(layers, name)(getattr(layers, inner[0])(inner[1], **options), **dict(own, **first))
    return make


def small(name, layers, loss="categorical_crossentropy", kind="adam", clipping=None, shape=(STEPS, FEATURES),
          batch=None, epochs=7, batch_size=3, data=None, compiled_loss=None, dtypes=("float64",), **run):
    return Run(name, "%s, %s" % (name.replace("-", " "), loss),
               build=lambda: sequential(layers, compiled_loss() if compiled_loss else loss,
                                        optimizer(kind, **(clipping or {})), shape, batch),
               data=data or samples(loss, shape), epochs=epochs, batch_size=batch_size, dtypes=dtypes, **run)


def pairs():
    """Every optimizer with every recurrent layer, and every loss with every recurrent layer."""
    for i, kind in enumerate(OPTIMIZERS):
        for j, recurrent in enumerate(LAYERS):
            yield triple(kind, LOSSES[(i + 2 * j) % len(LOSSES)], recurrent,
                         dtypes=("float64", "float32") if j == 0 else ("float64",))


def triples():
    """Those that `pairs` leaves out: with them every optimizer has met every loss on every recurrent layer."""
    stored = set(run.name for run in pairs())
    for kind in OPTIMIZERS:
        for loss in LOSSES:
            for recurrent in LAYERS:
                run = triple(kind, loss, recurrent)
                if run.name not in stored:
                    yield run


def triple(kind, loss, recurrent, **run):
    loss, activation = loss
    short = loss.replace("_crossentropy", "").replace("mean_", "").replace("_error", "").replace("_", "-")
    return small("%s-%s-%s" % (kind, short, recurrent.lower()),
                 [layer(recurrent, 4), layer("Dense", CLASSES, activation=activation)], loss, kind, **run)


def softmax():
    return layer("Dense", CLASSES, activation="softmax")


def further():
    lstm = [layer("LSTM", 4), softmax()]
    yield small("clipnorm", lstm, kind="sgd", clipping={"clipnorm": 0.1})
    yield small("clipvalue", lstm, kind="sgd", clipping={"clipvalue": 0.02})
    yield small("clipnorm-adam", lstm, clipping={"clipnorm": 0.1})
    for run in penalties():
        yield run
    yield small("stateful-epoch", [layer("LSTM", 4, stateful=True), softmax()], batch=2, batch_size=2,
                data=samples("categorical", count=6), shuffle=False, reset_states="epoch")
    yield small("stateful-never", [layer("GRU", 4, stateful=True), softmax()], batch=2, batch_size=2,
                data=samples("categorical", count=6), shuffle=False)
    yield small("stateful-batch", [layer("SimpleRNN", 4, stateful=True), softmax()], batch=2, batch_size=2,
                data=samples("categorical", count=6), shuffle=False, reset_states="batch")
    for kind in ("adam", "sgd-momentum", "rmsprop", "nadam"):
        yield small("half-way-" + kind, lstm, kind=kind, warm_up=5)
    yield small("bidirectional", [wrapped("Bidirectional", "LSTM", 3), softmax()])
    yield small("bidirectional-sequences",
                [wrapped("Bidirectional", "GRU", 3, {"return_sequences": True}), layer("LSTM", 3), softmax()])
    yield small("time-distributed", [layer("LSTM", 4, return_sequences=True),
                                     wrapped("TimeDistributed", "Dense", CLASSES, {"activation": "softmax"})],
                data=samples("categorical", y_shape=(STEPS,)))
    words = samples("categorical", (5,), vocabulary=6)
    yield small("embedding", [layer("Embedding", 6, 4), layer("LSTM", 4), softmax()], shape=(5,), data=words)
    yield small("embedding-mask", [layer("Embedding", 6, 4, mask_zero=True), layer("LSTM", 4), softmax()],
                shape=(5,), data=words)
    if not old():  # an index that occurs twice in a batch: TensorFlow keeps this gradient as slices
        for kind in ("sgd-momentum", "rmsprop", "adagrad", "adadelta", "adamax", "nadam"):
            yield small("embedding-" + kind, [layer("Embedding", 6, 4), layer("LSTM", 4), softmax()], kind=kind,
                        shape=(5,), data=words)
        yield small("embedding-clipnorm", [layer("Embedding", 6, 4), layer("LSTM", 4), softmax()], shape=(5,),
                    data=words, clipping={"clipnorm": 0.02})
        penalty = recording.keras().regularizers.L1L2(l1=0.01, l2=0.02)
        yield small("embedding-regularizer", [layer("Embedding", 6, 4, embeddings_regularizer=penalty),
                                              layer("LSTM", 4), softmax()], shape=(5,), data=words)
    if recording.generation() == "keras-3":  # what DL4J's own importer lacks, for 1,002 updates: examples/dl4j-program
        sequences = {"return_sequences": True}
        yield small("dl4j-program", [layer("Masking", mask_value=0.0), layer("GRU", 5, **sequences),
                                     layer("LayerNormalization"), layer("LSTM", 4), softmax()],
                    data=with_blanks, epochs=334, dtypes=("float64", "float32"))
    yield small("masking", [layer("Masking", mask_value=0.0), layer("GRU", 4), softmax()], data=with_blanks)
    yield small("batch-normalization", [layer("LSTM", 4), layer("BatchNormalization"), softmax()])
    yield small("repeat-vector", [layer("LSTM", 4), layer("RepeatVector", 2), layer("GRU", 3), softmax()])
    yield small("flatten", [layer("SimpleRNN", 4, return_sequences=True), layer("Flatten"), softmax()])
    yield small("dropout-zero", [layer("LSTM", 4), layer("Dropout", 0.0), softmax()])
    yield small("activation", [layer("LSTM", 4), layer("Dense", 5), layer("Activation", "relu"),
                               layer("Dense", CLASSES), layer("Activation", "softmax")])
    gate = "inner_activation" if old() else "recurrent_activation"
    other = "sigmoid" if old() else "hard_sigmoid"
    for name in ("LSTM", "GRU"):
        yield small("%s-%s" % (name.lower(), other.replace("_", "-")), [layer(name, 4, **{gate: other}), softmax()])
    if not old():
        losses = recording.keras().losses
        logits = [layer("LSTM", 4), layer("Dense", CLASSES)]
        yield small("from-logits-categorical", logits,
                    compiled_loss=lambda: losses.CategoricalCrossentropy(from_logits=True))
        yield small("from-logits-binary", logits, "binary_crossentropy",
                    compiled_loss=lambda: losses.BinaryCrossentropy(from_logits=True))
        yield small("from-logits-sparse", logits, "sparse_categorical_crossentropy",
                    compiled_loss=lambda: losses.SparseCategoricalCrossentropy(from_logits=True))
        yield small("gru-reset-before", [layer("GRU", 4, reset_after=False), softmax()])


def penalties():
    """Regularizers and constraints, under the names of each generation."""
    keras = recording.keras()
    l1_l2 = (lambda a, b: keras.regularizers.l1l2(l1=a, l2=b)) if old() else (
        lambda a, b: keras.regularizers.L1L2(l1=a, l2=b) if hasattr(keras.regularizers, "L1L2")
        else keras.regularizers.l1_l2(l1=a, l2=b))
    kernel, recurrent, bias = ("W_", "U_", "b_") if old() else ("kernel_", "recurrent_", "bias_")
    for name, (a, b) in (("l1", (0.02, 0.0)), ("l2", (0.0, 0.03)), ("l1-l2", (0.01, 0.02))):
        def make(first, a=a, b=b):
            options = {key + "regularizer": l1_l2(a, b) for key in (kernel, recurrent, bias)}
            return keras.layers.LSTM(4, **dict(options, **first))

        def dense(first, a=a, b=b):
            return keras.layers.Dense(CLASSES, activation="softmax", **{kernel + "regularizer": l1_l2(a, b)})
        yield small("regularizer-" + name, [make, dense])
    for name, constraint in (("max-norm", lambda: _constraint("MaxNorm", 0.7)),
                             ("non-neg", lambda: _constraint("NonNeg")),
                             ("unit-norm", lambda: _constraint("UnitNorm"))):
        def make(first, constraint=constraint):  # Keras 1's recurrent layers take no constraints
            options = {} if old() else {kernel + "constraint": constraint(), recurrent + "constraint": constraint()}
            return keras.layers.LSTM(4, **dict(options, **first))

        def dense(first, constraint=constraint):
            return keras.layers.Dense(CLASSES, activation="softmax", **{kernel + "constraint": constraint()})
        yield small("constraint-" + name, [make, dense])


def masked():
    """What a masked step hands on, in both directions, to a layer that knows masks and to one that does not."""
    sequences = {"return_sequences": True}

    def run(name, *layers, **options):
        return small("masked-" + name, [layer("Masking", mask_value=0.0)] + list(layers),
                     **dict({"data": with_blanks}, **options))

    yield run("backwards", layer("LSTM", 3, go_backwards=True, **sequences), layer("GRU", 3), softmax())
    yield run("stateful", layer("GRU", 3, stateful=True, **sequences), layer("LSTM", 3, stateful=True), softmax(),
              batch=2, batch_size=2, data=lambda: [array[:6] for array in with_blanks()], shuffle=False)
    yield run("loss", wrapped("Bidirectional", "LSTM", 3, sequences, {"merge_mode": "sum"}),
              wrapped("TimeDistributed", "Dense", CLASSES, {"activation": "softmax"}),
              data=lambda: with_blanks((STEPS,)))
    if old():  # whose Flatten refuses masks
        yield run("bidirectional-sequences", wrapped("Bidirectional", "GRU", 3, sequences), layer("SimpleRNN", 3),
                  softmax())
        return
    yield run("flatten", layer("LSTM", 3, **sequences), layer("Flatten"), softmax())
    yield run("bidirectional-flatten", wrapped("Bidirectional", "LSTM", 3, sequences), layer("Flatten"), softmax())
    yield run("bidirectional-average", wrapped("Bidirectional", "SimpleRNN", 3, sequences, {"merge_mode": "ave"}),
              layer("Flatten"), softmax())


def _constraint(name, *arguments):
    return getattr(recording.keras().constraints, name)(*arguments)


def with_blanks(y_shape=()):
    x, y = samples("categorical", y_shape=y_shape)()
    x[::2, -1] = 0.0
    x[1, 0] = 0.0
    return x, y


def runs():
    if recording.generation() == "keras-1.0.6":  # no model.save, and the update rules of 1.2.2: the systems suffice
        return
    for run in pairs():
        yield run
    for run in further():
        yield run
    for run in masked():
        yield run
    import training_layers  # which asks for this module's optimizers
    for run in training_layers.runs():
        yield run
