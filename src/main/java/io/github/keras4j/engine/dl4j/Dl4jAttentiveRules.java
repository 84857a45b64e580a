package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Attentive;
import java.util.Optional;

/** DL4J's Keras importer has no attention layer. */
record Dl4jAttentiveRules() implements Attentive.Visitor<Optional<String>> {
    @Override
    public Optional<String> attention(Attentive.Attention layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> additiveAttention(Attentive.AdditiveAttention layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> multiHeadAttention(Attentive.MultiHeadAttention layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        return refused(Dl4jRules.ABSENT);
    }
}
