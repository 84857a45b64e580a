package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Preprocessing;
import java.util.Optional;

/** DL4J's Keras importer has no preprocessing layer. */
record Dl4jPreprocessingRules() implements Preprocessing.Visitor<Optional<String>> {
    @Override
    public Optional<String> rescaling(Preprocessing.Rescaling layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> normalization(Preprocessing.Normalization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> discretization(Preprocessing.Discretization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> resizing(Preprocessing.Resizing layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> melSpectrogram(Preprocessing.MelSpectrogram layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> autoContrast(Preprocessing.AutoContrast layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> centerCrop(Preprocessing.CenterCrop layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> indexLookup(Preprocessing.IndexLookup layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> textVectorization(Preprocessing.TextVectorization layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> hashing(Preprocessing.Hashing layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> hashedCrossing(Preprocessing.HashedCrossing layer) {
        return refused(Dl4jRules.ABSENT);
    }
}
