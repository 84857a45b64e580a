package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.model.Preprocessing;

/**
 * The bands of the mel scale as triangles over frequencies, rounded to float where Keras rounds
 * (layers/preprocessing/mel_spectrogram.py 3.15, linear_to_mel_weight_matrix). Immutable.
 */
final class MelBands {
    private static final float BREAK_FREQUENCY = 700;
    private static final float HIGH_FREQUENCY_Q = 1127;
    /** Numbers of a vector register, by which TensorFlow takes an array's; what is left over it takes one by one. */
    private static final int PACKET = 8;

    private final int bins;
    private final int mels;
    /** By frequency, then by band. */
    private final float[] weights;

    MelBands(Preprocessing.MelSpectrogram layer) {
        bins = layer.fftLength() / 2 + 1;
        mels = layer.numMelBins();
        weights = new float[bins * mels];
        float[] edges = linspace(mel((float) layer.minFreq()), mel((float) layer.maxFreq()), mels + 2);
        float[] frequencies = linspace(0, (float) layer.samplingRate() / 2, bins);
        int inPackets = 1 + (bins - 1) / PACKET * PACKET;
        for (int k = 1; k < bins; k++) { // the frequency 0 is left out
            float own =
                    k < inPackets ? HIGH_FREQUENCY_Q * log(1 + frequencies[k] / BREAK_FREQUENCY) : mel(frequencies[k]);
            for (int m = 0; m < mels; m++) {
                float rising = (own - edges[m]) / (edges[m + 1] - edges[m]);
                float falling = (edges[m + 2] - own) / (edges[m + 2] - edges[m + 1]);
                weights[k * mels + m] = Math.max(0, Math.min(rising, falling));
            }
        }
    }

    private static float mel(float hertz) {
        return HIGH_FREQUENCY_Q * (float) Math.log(1 + hertz / BREAK_FREQUENCY);
    }

    /**
     * TensorFlow's logarithm of what fills its vectors (Eigen, GenericPacketMathFunctions.h, plog_impl_float, without fused
     * multiply-adds), equal in 4,096 of 4,096 numbers asked. A band's edges are differences of these, so that their last
     * digit shows in decibels.
     */
    private static float log(float x) {
        int exponent = Math.getExponent(x) + 1;
        float m = Math.scalb(x, -exponent); // from 0.5 to 1
        if (m < 0.70710678f) {
            exponent--;
            m = m - 1 + m;
        } else {
            m = m - 1;
        }
        float p = m * ((0.18256296349849254f * m + 1.0000000190281063f) * m + 1.0000000190281136f);
        float q = ((0.049616247954120038f * m + 0.59923249590823520f) * m + 1.4999999999999927f) * m + 1;
        return exponent * 0.6931471805599453f + p / q;
    }

    private static float[] linspace(float start, float stop, int count) {
        float[] numbers = new float[count];
        float step = (stop - start) / (count - 1);
        for (int i = 0; i < count; i++) {
            numbers[i] = i == count - 1 ? stop : start + step * i;
        }
        return numbers;
    }

    /** The sums of the powers in each band. */
    void multiply(float[] powers, float[] sums) {
        for (int m = 0; m < mels; m++) {
            double sum = 0;
            for (int k = 0; k < bins; k++) {
                sum += (double) powers[k] * weights[k * mels + m];
            }
            sums[m] = (float) sum;
        }
    }
}
