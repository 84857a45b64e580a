"""Keras 3's spectrograms: STFTSpectrogram and MelSpectrogram."""
import numpy as np

from .base import Case


def cases(g):
    L = g.layers
    if not g.has("STFTSpectrogram"):
        return
    small = {"frame_length": 8, "frame_step": 3, "fft_length": 16}
    modes = {mode: dict(small, mode=mode) for mode in ("log", "magnitude", "psd", "real", "imag", "stft", "angle")}
    modes.update({
        "same": dict(small, padding="same"), "expand-dims": dict(small, expand_dims=True),
        "defaults": {"frame_length": 10}, "hamming-spectrum": dict(small, window="hamming", scaling="spectrum", periodic=True),
        "no-window": dict(small, window=None, scaling=None), "one-step": dict(small, frame_step=1, mode="stft", expand_dims=True),
    })
    for name, o in sorted(modes.items()):
        # channels_first: TensorFlow has no such convolution on a CPU
        yield Case("stft-spectrogram-" + name, lambda o=o: g.seq((30, 2), L.STFTSpectrogram(**o)), weights="kept", file="keras")
    yield Case("stft-spectrogram-open-time", lambda: g.seq((None, 1), L.STFTSpectrogram(**small), L.GlobalAveragePooling1D(),
                                                           L.Dense(2)), weights="kept", steps=41, file="keras")
    yield Case("stft-spectrogram-long", lambda: g.seq((700, 1), L.STFTSpectrogram(frame_length=300, frame_step=100)),
               weights="kept", file="keras")
    yield Case("stft-spectrogram-trained", lambda: g.seq((30, 1), L.STFTSpectrogram(**small), L.Conv1D(3, 2), L.Flatten(),
                                                         L.Dense(2)), file="h5")

    tiny = {"fft_length": 64, "sequence_stride": 16, "sampling_rate": 800, "num_mel_bins": 12, "min_freq": 20}
    mels = {
        "": tiny, "power": dict(tiny, power_to_db=False), "magnitude": dict(tiny, power_to_db=False, mag_exp=1.0),
        "shorter": dict(tiny, sequence_length=40), "hamming": dict(tiny, window="hamming"), "no-window": dict(tiny, window=None),
        "frequencies": dict(tiny, min_freq=50.0, max_freq=300.0), "decibels": dict(tiny, top_db=20.0, min_power=1e-3, ref_power=2.0),
        "odd": dict(tiny, fft_length=60, sequence_stride=7, mag_exp=3.0), "odder": dict(tiny, fft_length=45, sequence_stride=20),
    }
    for name, o in sorted(mels.items()):
        yield Case("mel-spectrogram" + ("-" + name if name else ""), lambda o=o: g.seq((150,), L.MelSpectrogram(**o)),
                   inputs=_sounds(150), file="keras")
    yield Case("mel-spectrogram-defaults", lambda: g.seq((4000,), L.MelSpectrogram()), inputs=_sounds(4000), calls=[(1, False)],
               file="keras")
    yield Case("mel-spectrogram-classifier", lambda: g.seq(
        (400,), L.MelSpectrogram(**tiny), L.Reshape((12, 26, 1)), L.Conv2D(3, 3, activation="relu"),
        L.GlobalAveragePooling2D(), L.Dense(2, activation="softmax")), inputs=_sounds(400), file="keras")


def _sounds(samples):
    def draw(rng, batch):
        t = np.arange(samples)
        tones = [np.sin(2 * np.pi * f * t) for f in rng.uniform(0.02, 0.4, size=batch)]
        return [(np.stack(tones) + 0.1 * rng.normal(size=(batch, samples))).astype("float32")]
    return draw
