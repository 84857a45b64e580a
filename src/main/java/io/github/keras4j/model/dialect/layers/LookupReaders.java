package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.IndexLookup;
import io.github.keras4j.model.Preprocessing.OovHash;
import io.github.keras4j.model.Preprocessing.Split;
import io.github.keras4j.model.Preprocessing.Standardize;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Layers that look words up or hash them. */
public final class LookupReaders {
    private LookupReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "StringLookup" ->
                (info, o, s) -> {
                    encoding(o);
                    return lookup(info, o, s, false, word(o, "mask_token", false));
                };
            case "IntegerLookup" ->
                (info, o, s) -> {
                    o.only("vocabulary_dtype", "int64", "int32");
                    return lookup(info, o, s, true, word(o, "mask_token", true));
                };
            case "TextVectorization" -> LookupReaders::textVectorization;
            case "Hashing" ->
                (info, o, s) -> {
                    o.only("sparse", "false");
                    String mode = PreprocessingReaders.ofSamples(
                            oneOf(o, "output_mode", "int", "one_hot", "multi_hot", "count"), s);
                    return new Preprocessing.Hashing(
                            info, o.size("num_bins"), o.any("mask_value").map(LookupReaders::scalar), salt(o), mode);
                };
            case "HashedCrossing" ->
                (info, o, s) -> {
                    o.only("sparse", "false");
                    return new Preprocessing.HashedCrossing(
                            info, o.size("num_bins"), oneOf(o, "output_mode", "int", "one_hot"));
                };
            default -> null;
        };
    }

    private static IndexLookup lookup(
            LayerInfo info, Options o, Scope s, boolean integers, Optional<String> maskToken) {
        o.only("sparse", "false");
        boolean invert = o.flag("invert", false);
        String mode = PreprocessingReaders.ofSamples(
                oneOf(o, "output_mode", "int", "one_hot", "multi_hot", "count", "tf_idf"), s);
        int oov = o.integer("num_oov_indices", 1);
        if (oov < 0) {
            throw Options.wrong("num_oov_indices", o.get("num_oov_indices"), "a number of at least 0");
        }
        boolean farmhash = oneOf(o, "oov_method", "floormod", "farmhash").equals("farmhash");
        Optional<Tensor> vocabulary = words(o, integers);
        boolean padded = o.flag("pad_to_max_tokens", false);
        int most = o.integerOrNone("max_tokens", 0);
        if (padded && most < 1) {
            throw new Refusal("pad_to_max_tokens wants max_tokens. Received: max_tokens=" + most);
        }
        return new IndexLookup(
                info,
                integers,
                vocabulary,
                oov,
                maskToken,
                word(o, "oov_token", integers).orElse(integers ? "-1" : "[UNK]"),
                invert,
                mode,
                padded ? OptionalInt.of(most) : OptionalInt.empty(),
                o.has("vocabulary_size") ? OptionalInt.of(o.integer("vocabulary_size")) : OptionalInt.empty(),
                o.any("idf_weights").map(node -> PreprocessingReaders.numbers("idf_weights", node)),
                new OovHash(integers && !farmhash, salt(o)),
                // encoded samples are of the table's type in Keras 3, of the layer's in tf.keras
                // (index_lookup.py 3.15 and 2.15, call)
                invert ? integers : mode.equals("int") || s.origin().isKeras3() && !mode.equals("tf_idf"));
    }

    private static Preprocessing.TextVectorization textVectorization(LayerInfo info, Options o, Scope s) {
        encoding(o);
        o.only("ragged", "false");
        List<Integer> ngrams = o.has("ngrams") ? o.integers("ngrams") : List.of();
        if (o.has("ngrams") && o.get("ngrams").isNumber()) {
            ngrams = IntStream.rangeClosed(1, ngrams.get(0)).boxed().toList();
        }
        if (ngrams.stream().anyMatch(width -> width < 1)) {
            throw Options.wrong("ngrams", o.get("ngrams"), "widths of at least 1");
        }
        Split split = o.isNull("split")
                ? Split.NONE
                : switch (o.text("split", "whitespace")) {
                    case "whitespace" -> Split.WHITESPACE;
                    case "character" -> Split.CHARACTER;
                    default -> throw Options.wrong("split", o.get("split"), "whitespace, character or null");
                };
        Standardize standardize = o.isNull("standardize")
                ? Standardize.NONE
                : switch (o.text("standardize", "lower_and_strip_punctuation")) {
                    case "lower_and_strip_punctuation" -> Standardize.LOWER_AND_STRIP_PUNCTUATION;
                    case "lower" -> Standardize.LOWER;
                    case "strip_punctuation" -> Standardize.STRIP_PUNCTUATION;
                    default ->
                        throw Options.wrong(
                                "standardize",
                                o.get("standardize"),
                                "lower_and_strip_punctuation, lower, strip_punctuation or null");
                };
        OptionalInt length = o.has("output_sequence_length")
                ? OptionalInt.of(o.size("output_sequence_length"))
                : OptionalInt.empty();
        // a text's tokens are samples of their own, whatever the rank of what is fed
        Scope tokens = split == Split.NONE ? s : s.within(List.of());
        IndexLookup lookup = lookup(info, o, tokens, false, Optional.of(""));
        if (lookup.outputMode().equals("one_hot") && split != Split.NONE) {
            throw new Refusal("Keras gives a ragged tensor, which is not run. Received: output_mode=one_hot,"
                    + " split=" + o.text("split", "whitespace") + ". Use output_mode=multi_hot");
        }
        return new Preprocessing.TextVectorization(info, standardize, split, ngrams, length, lookup);
    }

    private static void encoding(Options o) {
        String encoding = o.text("encoding", "utf-8");
        if (!encoding.equalsIgnoreCase("utf-8")) {
            throw new Refusal("only UTF-8 is read. Received: encoding=" + encoding);
        }
    }

    private static String oneOf(Options o, String option, String... allowed) {
        String value = o.text(option, allowed[0]);
        String modern = switch (value) {
            case "binary" -> "multi_hot"; // the names of TensorFlow 2.3
            case "tf-idf" -> "tf_idf";
            default -> value;
        };
        if (!List.of(allowed).contains(modern)) {
            throw Options.wrong(option, o.get(option), "one of " + String.join(", ", allowed));
        }
        return modern;
    }

    private static Optional<String> word(Options o, String option, boolean integers) {
        return o.find(option).map(node -> word(option, node, integers));
    }

    /** A word, or an integer as its digits. */
    private static String word(String option, JsonNode node, boolean integers) {
        if (!integers && node.isString()) {
            return node.asString();
        }
        if (integers && node.isIntegralNumber() && node.canConvertToLong()) {
            return Long.toString(node.longValue());
        }
        throw Options.wrong(option, node, integers ? "a whole number" : "a word");
    }

    private static Optional<Tensor> words(Options o, boolean integers) {
        Optional<JsonNode> given = o.any("vocabulary");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        JsonNode list = given.get().isObject() ? StoredArray.value("vocabulary", given.get()) : given.get();
        if (list.isString()) {
            throw new Refusal("its vocabulary is a file on the disk of whoever saved the model. Received: vocabulary="
                    + list.asString() + ". Make the layer with the words themselves");
        }
        if (!list.isArray()) {
            throw Options.wrong("vocabulary", list, "a list of words");
        }
        List<String> words = new ArrayList<>();
        for (JsonNode item : list) {
            words.add(word("vocabulary", item, integers));
        }
        return Optional.of(Tensor.of(Shape.of(words.size()), words.toArray(String[]::new)));
    }

    private static Tensor scalar(JsonNode node) {
        if (node.isString()) {
            return Tensor.of(Shape.of(), node.asString());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Tensor.wrap(Shape.of(), new long[] {node.longValue()});
        }
        throw Options.wrong("mask_value", node, "a word or a whole number");
    }

    private static List<Long> salt(Options o) {
        Optional<JsonNode> node = o.find("salt");
        if (node.isEmpty()) {
            return List.of();
        }
        List<Long> salt = new ArrayList<>();
        for (JsonNode item : node.get().isArray() ? node.get() : List.of(node.get(), node.get())) {
            if (!item.isIntegralNumber() || !item.canConvertToLong()) {
                throw Options.wrong("salt", node.get(), "two whole numbers");
            }
            salt.add(item.longValue());
        }
        if (salt.size() != 2) {
            throw Options.wrong("salt", node.get(), "two whole numbers");
        }
        return salt;
    }
}
