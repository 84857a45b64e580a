"""Layers that change images at random in training: what they give in inference."""
import numpy as np

from .base import Case

FACTORS = {
    "RandomBrightness": {"factor": 0.3, "value_range": (0, 1)}, "RandomContrast": {"factor": (0.2, 0.4)},
    "RandomFlip": {"mode": "vertical", "seed": 4}, "RandomHeight": {"factor": 0.3}, "RandomRotation": {"factor": 0.2, "fill_mode": "wrap"},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": (-0.2, 0.3), "fill_value": 0.5}, "RandomWidth": {"factor": 0.3},
    "RandomZoom": {"height_factor": (0.1, 0.2), "interpolation": "nearest"},
    "AugMix": {"num_chains": 2, "all_ops": False}, "CutMix": {"factor": 0.5}, "MaxNumBoundingBoxes": {"max_number": 3},
    "MixUp": {"alpha": 0.3}, "RandAugment": {"num_ops": 3, "interpolation": "nearest"},
    "RandomColorDegeneration": {"factor": 0.5}, "RandomColorJitter": {"brightness_factor": 0.2, "hue_factor": (0.1, 0.2)},
    "RandomElasticTransform": {"scale": 0.5}, "RandomErasing": {"scale": (0.1, 0.2), "fill_value": 0.2},
    "RandomGaussianBlur": {"kernel_size": 3, "sigma": 0.5}, "RandomGrayscale": {"factor": 0.4}, "RandomHue": {"factor": 0.5},
    "RandomInvert": {"factor": 0.5}, "RandomPerspective": {"scale": 0.4}, "RandomPosterization": {"factor": 3},
    "RandomSaturation": {"factor": 0.5}, "RandomSharpness": {"factor": 0.5}, "RandomShear": {"x_factor": 0.1, "y_factor": 0.2},
    "Solarization": {"addition_factor": 0.1, "threshold_factor": (0.1, 0.3)},
}


def images(*shape):
    return lambda rng, batch: [rng.randint(0, 256, size=(batch,) + shape).astype("float32")]


def cases(g):
    L = g.layers
    if not g.has("RandomFlip"):
        return

    stored = "keras" if g.three else "h5"  # Keras 3 fails to write AugMix into an .h5

    def made():
        return [getattr(L, name)(**FACTORS[name]) for name in sorted(FACTORS) if g.has(name)]

    yield Case("augmentation-sequential", lambda: g.seq((3, 2, 3), *(made() + [L.Conv2D(2, 2)])),
               inputs=images(3, 2, 3), calls=[(1, False)], scale=0.01, file=stored)

    def functional():
        x = y = g.input((3, 2, 3))
        for layer in made():
            y = layer(y)
        return g.model(x, L.GlobalAveragePooling2D()(y))
    yield Case("augmentation-functional", functional, inputs=images(3, 2, 3), calls=[(1, False)], file=stored)

    def cropped(shape, **o):
        x = g.input(shape)
        return g.model(x, L.GlobalAveragePooling2D(**(o and {"data_format": "channels_first"}))(L.RandomCrop(3, 4, **o)(x)))
    yield Case("random-crop", lambda: cropped((5, 7, 2)), inputs=images(5, 7, 2), calls=[(2, False)])
    yield Case("random-crop-smaller", lambda: cropped((3, 2, 2)), inputs=images(3, 2, 2), calls=[(2, False)])
    if not g.three:
        return

    def contrasts():
        x = g.input((3, 4, 2))
        ranges = [L.AutoContrast(), L.AutoContrast(value_range=(-10, 300)), L.AutoContrast(data_format="channels_first")]
        return g.model(x, [layer(x) for layer in ranges])

    def with_a_flat_channel(rng, batch):
        x = rng.uniform(0, 255, size=(batch, 3, 4, 2)).astype("float32")
        x[0, :, :, 1] = 7
        return [x]
    yield Case("auto-contrast", contrasts, inputs=with_a_flat_channel, calls=[(2, False)])

    def piped():
        layer = L.Normalization()
        layer.adapt(np.random.RandomState(5).normal(2, 3, size=(20, 3)).astype("float32"))
        return g.seq((3, 4, 3), L.Pipeline([L.Rescaling(1 / 255.0), L.RandomFlip(), layer, L.RandomRotation(0.1)]), L.Conv2D(2, 2))
    yield Case("pipeline", piped, inputs=images(3, 4, 3), calls=[(2, False)], weights="kept", file="keras")
    yield Case("pipeline-h5", piped, inputs=images(3, 4, 3), calls=[(2, False)], weights="kept")
    yield Case("refuse-histogram-equalization", lambda: g.seq(
        (8, 8, 3), L.ContrastLimitedAdaptiveHistogramEqualization(name="my_clahe"), L.Conv2D(2, 2)), reject="my_clahe")
