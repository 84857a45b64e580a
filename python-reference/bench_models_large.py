# -*- coding: utf-8 -*-
"""Models of the size that people deploy, for the benchmarks: target/bench-models/NAME/model.h5 and model.onnx.

They take half a gigabyte, so they are made when they are needed and not kept. Weights are drawn as for the small ones.
"""
import os

import numpy as np

import recording

TARGET = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "target/bench-models")
OPSET = 15


def lstm_text(keras):
    layers = keras.layers
    return keras.Sequential([layers.Input((100,)), layers.Embedding(10000, 128),
                             layers.LSTM(512, return_sequences=True), layers.LSTM(512),
                             layers.Dense(10, activation="softmax")])


def transformer(keras):
    layers = keras.layers
    tokens = layers.Input((128,))
    x = layers.Embedding(8000, 256)(tokens)
    for _ in range(12):
        attended = layers.MultiHeadAttention(8, 32)(x, x)
        x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, attended]))
        y = layers.Dense(256)(layers.Dense(1024, activation="gelu")(x))
        x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, y]))
    return keras.Model(tokens, layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling1D()(x)))


def unet(keras):
    layers = keras.layers

    def twice(x, filters):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = layers.Activation("relu")(layers.BatchNormalization()(x))
        return x

    image = layers.Input((256, 256, 3))
    x = image
    kept = []
    for filters in (32, 64, 128, 256):
        x = twice(x, filters)
        kept.append(x)
        x = layers.MaxPooling2D(2)(x)
    x = twice(x, 512)
    for filters in (256, 128, 64, 32):
        x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
        x = twice(layers.Concatenate()([x, kept.pop()]), filters)
    return keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x))


def wavenet(keras):
    layers = keras.layers
    wave = layers.Input((1024, 1))
    x = layers.Conv1D(64, 2, padding="causal")(wave)
    skipped = []
    for dilation in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512) * 2:
        filtered = layers.Conv1D(64, 2, padding="causal", dilation_rate=dilation, activation="tanh")(x)
        gate = layers.Conv1D(64, 2, padding="causal", dilation_rate=dilation, activation="sigmoid")(x)
        y = layers.Multiply()([filtered, gate])
        skipped.append(layers.Conv1D(64, 1)(y))
        x = layers.Add()([x, layers.Conv1D(64, 1)(y)])
    y = layers.Activation("relu")(layers.Add()(skipped))
    return keras.Model(wave, layers.Conv1D(256, 1, activation="softmax")(layers.Conv1D(128, 1, activation="relu")(y)))


def models(keras):
    applications = keras.applications
    return {
        "mobilenet-v2-224": lambda: applications.MobileNetV2(weights=None),
        "efficientnet-b0-224": lambda: applications.EfficientNetB0(weights=None),
        "resnet50-224": lambda: applications.ResNet50(weights=None),
        "inception-v3-299": lambda: applications.InceptionV3(weights=None),
        "unet-256": lambda: unet(keras),
        "lstm-512x2-text": lambda: lstm_text(keras),
        "transformer-12x256x128": lambda: transformer(keras),
        "wavenet-20x64x1024": lambda: wavenet(keras),
    }


def draw(model, random):
    """Keras's initial weights, but for those that would be zeros and ones: biases and normalizations."""
    def moved(w):
        if w.ndim != 1:
            return w
        return (w + random.uniform(-0.1, 0.1, w.shape)).astype("float32")

    model.set_weights([moved(w) if np.issubdtype(w.dtype, np.floating) else w for w in model.get_weights()])


def make(names):
    import tensorflow as tf
    import tf2onnx
    keras = recording.keras()
    for name, build in models(keras).items():
        if name not in names and "large" not in names:
            continue
        recording.seed(7)
        keras.backend.clear_session()
        model = build()
        draw(model, np.random.RandomState(11))
        folder = os.path.join(TARGET, name)
        os.makedirs(folder, exist_ok=True)
        model.save(os.path.join(folder, "model.h5"), include_optimizer=False)
        signature = [tf.TensorSpec(model.input_shape, tf.float32, name="input")]
        tf2onnx.convert.from_keras(model, signature, opset=OPSET, output_path=os.path.join(folder, "model.onnx"))
        print(name, model.count_params())
