package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Preprocessing layers. */
public sealed interface Preprocessing extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R rescaling(Rescaling layer);

        R normalization(Normalization layer);

        R categoryEncoding(CategoryEncoding layer);

        R discretization(Discretization layer);

        R resizing(Resizing layer);

        R centerCrop(CenterCrop layer);

        R indexLookup(IndexLookup layer);

        R textVectorization(TextVectorization layer);

        R hashing(Hashing layer);

        R hashedCrossing(HashedCrossing layer);

        R autoContrast(AutoContrast layer);

        R stftSpectrogram(StftSpectrogram layer);

        R melSpectrogram(MelSpectrogram layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.preprocessing(this);
    }

    /**
     * x * scale + offset; each a scalar or one number per channel (last axis).
     *
     * @param passesMask whether its output has its input's mask: tf.keras's does not support masking
     *     (layers/preprocessing/image_preprocessing.py 2.15), Keras 3's does
     */
    record Rescaling(LayerInfo info, Tensor scale, Tensor offset, boolean passesMask) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rescaling(this);
        }
    }

    /**
     * (x - mean) / max(sqrt(variance), 1e-7). Mean and variance from the configuration where given there, else
     * weights {@code mean} and {@code variance}. {@code invert} turns it round.
     *
     * @param passesMask whether its output has its input's mask, as with Rescaling
     */
    record Normalization(
            LayerInfo info,
            List<Integer> axis,
            Optional<Tensor> mean,
            Optional<Tensor> variance,
            boolean invert,
            boolean passesMask)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalization(this);
        }
    }

    /** Output mode {@code int}, {@code one_hot}, {@code multi_hot} or {@code count}. */
    record CategoryEncoding(LayerInfo info, int numTokens, String outputMode) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.categoryEncoding(this);
        }
    }

    /**
     * The index of the bin, from 0, between ascending boundaries. Output modes as {@link CategoryEncoding}.
     *
     * @param binBoundaries from the configuration; empty: the weight {@code bin_boundaries} has them
     * @param numBins how many bins adapt() was to find; 0 where the configuration says the boundaries alone
     */
    record Discretization(LayerInfo info, List<Double> binBoundaries, int numBins, String outputMode)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.discretization(this);
        }
    }

    /** How an image of another ratio than the target's becomes one of its size. */
    enum Fit {
        /** Its whole becomes the whole. */
        STRETCH,
        /** Its largest middle part of the target's ratio does. */
        CROP,
        /** It gets borders first. */
        PAD
    }

    /**
     * Images to {@code height} times {@code width}, by the interpolation that Keras names.
     *
     * @param fillValue what borders hold
     * @param antialias whether kernels widen where the image shrinks
     */
    record Resizing(
            LayerInfo info,
            int height,
            int width,
            String interpolation,
            SamplingGrid grid,
            Fit fit,
            double fillValue,
            boolean antialias,
            boolean channelsFirst)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resizing(this);
        }
    }

    /**
     * Keras 3. Stretches each channel so that its least value becomes {@code low} and its greatest {@code high}; a
     * channel of one value stays.
     */
    record AutoContrast(LayerInfo info, double low, double high) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.autoContrast(this);
        }
    }

    /** What a {@link StftSpectrogram} makes of the real and the imaginary part of each frequency. */
    enum Spectrum {
        /** The logarithm of {@link #MAGNITUDE}. */
        LOG,
        /** The root of the sum of both squares. */
        MAGNITUDE,
        /** The sum of both squares, twice that for all but the first and the last frequency. */
        PSD,
        /** The real part. */
        REAL,
        /** The imaginary part. */
        IMAG,
        /** The angle between both. */
        ANGLE,
        /** The real parts, then the imaginary ones. */
        STFT
    }

    /**
     * Keras 3. Short windows of each channel of a signal, {@code frameStep} apart, times cosines and sines, which are
     * weights: real_kernel and imag_kernel (frameLength, 1, bins), of which {@code REAL} and {@code IMAG} have one.
     *
     * @param bins frequencies, half the Fourier length and one
     * @param expandDims whether channels keep an axis of their own, beside the frequencies'
     */
    record StftSpectrogram(
            LayerInfo info,
            Spectrum mode,
            int frameLength,
            int frameStep,
            int bins,
            Padding padding,
            boolean expandDims,
            boolean channelsFirst)
            implements Preprocessing {
        /** How many numbers stand for a window of one channel. */
        public int frequencies() {
            return mode == Spectrum.STFT ? 2 * bins : bins;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.stftSpectrogram(this);
        }
    }

    /** The weights of a {@link MelSpectrogram}'s window. */
    enum SoundWindow {
        /** All 1, over the whole Fourier length. */
        NONE,
        /** Hann's, periodic. */
        HANN,
        /** Hamming's, periodic. */
        HAMMING
    }

    /**
     * Keras 3. Power of a sound {@code (batch, samples)} in bands of the mel scale: {@code (batch, numMelBins, time)}.
     * With {@code powerToDb} in decibels, no less than {@code topDb} below the greatest of the whole batch.
     *
     * @param stride samples between windows
     * @param length samples of a window, centred in {@code fftLength}
     * @param magExp the power that a magnitude is raised to
     */
    record MelSpectrogram(
            LayerInfo info,
            int fftLength,
            int stride,
            int length,
            SoundWindow window,
            double samplingRate,
            int numMelBins,
            double minFreq,
            double maxFreq,
            boolean powerToDb,
            double topDb,
            double magExp,
            double minPower,
            double refPower)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.melSpectrogram(this);
        }
    }

    /** The middle of an image. */
    record CenterCrop(LayerInfo info, int height, int width, boolean channelsFirst) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.centerCrop(this);
        }
    }

    /**
     * StringLookup and IntegerLookup: the index of a word in a vocabulary, or with {@code invert} the word of an index.
     * Integers are looked up as their decimal digits. The vocabulary is an option, or the weight {@code vocabulary}: a
     * tensor of strings, which may begin with the mask token and {@code oovIndices} times the token for unknown words.
     *
     * @param integers whether its words are integers: IntegerLookup
     * @param vocabulary from the configuration; empty: the weight has it
     * @param oovIndices how many indices unknown words share; with 0 an unknown word is an error
     * @param maskToken has index 0 in output mode {@code int}, and counts as no word at all in the others
     * @param oovToken what {@code invert} gives for an index without a word
     * @param outputMode {@code int}, {@code one_hot}, {@code multi_hot}, {@code count} or {@code tf_idf}
     * @param paddedTo how long an encoded sample is with {@code pad_to_max_tokens}; empty: as the vocabulary
     * @param vocabularySize how many words the file says that there are, with the special ones; empty: it does not say
     * @param idfWeights from the configuration; the weight {@code idf_weights} goes before them
     * @param oovHash how an unknown word gets one of several indices
     * @param givesIntegers whether Keras gives integers; else it gives float32
     */
    record IndexLookup(
            LayerInfo info,
            boolean integers,
            Optional<Tensor> vocabulary,
            int oovIndices,
            Optional<String> maskToken,
            String oovToken,
            boolean invert,
            String outputMode,
            OptionalInt paddedTo,
            OptionalInt vocabularySize,
            Optional<Tensor> idfWeights,
            OovHash oovHash,
            boolean givesIntegers)
            implements Preprocessing {
        /** How many indices stand before the first word's. */
        public int firstIndex() {
            return (maskToken.isPresent() && outputMode.equals("int") ? 1 : 0) + oovIndices;
        }

        /** Whether a weight {@code idf_weights} belongs to it. */
        public boolean isWeighted() {
            return outputMode.equals("tf_idf");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.indexLookup(this);
        }
    }

    /**
     * How an unknown word gets an index.
     *
     * @param floorMod of an integer, which is then not hashed
     * @param salt two numbers that key SipHash; empty: FarmHash
     */
    record OovHash(boolean floorMod, List<Long> salt) {}

    /** What TextVectorization does to a text first. */
    enum Standardize {
        /** Nothing. */
        NONE,
        /** A to Z become small; other letters stay. */
        LOWER,
        /** ASCII punctuation goes. */
        STRIP_PUNCTUATION,
        /** Both. */
        LOWER_AND_STRIP_PUNCTUATION
    }

    /** What TextVectorization takes for a token. */
    enum Split {
        /** The whole text. */
        NONE,
        /** What stands between ASCII white space. */
        WHITESPACE,
        /** A Unicode character. */
        CHARACTER
    }

    /**
     * Texts to tokens to what a StringLookup gives.
     *
     * @param ngrams the widths of the n-grams that stand for the tokens, in order; empty: the tokens themselves
     * @param outputSequenceLength of output mode {@code int}; empty: as long as the batch's longest text
     * @param lookup of the tokens; its mask token is the empty text
     */
    record TextVectorization(
            LayerInfo info,
            Standardize standardize,
            Split split,
            List<Integer> ngrams,
            OptionalInt outputSequenceLength,
            IndexLookup lookup)
            implements Preprocessing {
        /** Whether the texts of a call decide how long its output is. */
        public boolean isOpen() {
            return lookup.outputMode().equals("int") && split != Split.NONE && outputSequenceLength.isEmpty();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.textVectorization(this);
        }
    }

    /**
     * The bin of a word's hash; integers are hashed as their decimal digits.
     *
     * @param maskValue a string or a number that has bin 0 to itself
     * @param salt two numbers that key SipHash; empty: FarmHash
     * @param outputMode {@code int}, {@code one_hot}, {@code multi_hot} or {@code count}
     */
    record Hashing(LayerInfo info, int numBins, Optional<Tensor> maskValue, List<Long> salt, String outputMode)
            implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hashing(this);
        }
    }

    /** The bin of the hash of several features together. Output mode {@code int} or {@code one_hot}. */
    record HashedCrossing(LayerInfo info, int numBins, String outputMode) implements Preprocessing {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hashedCrossing(this);
        }
    }
}
