package io.github.keras4j.metrics;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.MetricConfig;
import io.github.keras4j.model.training.MetricRules;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The metrics that are a mean of one number per row. */
final class RowMetrics {
    /** Keras's other names, without case and underscores. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("acc", "accuracy"),
            Map.entry("ce", "crossentropy"),
            Map.entry("mse", "meansquarederror"),
            Map.entry("mae", "meanabsoluteerror"),
            Map.entry("mape", "meanabsolutepercentageerror"),
            Map.entry("msle", "meansquaredlogarithmicerror"),
            Map.entry("bce", "binarycrossentropy"),
            Map.entry("kld", "kldivergence"),
            Map.entry("kullbackleiblerdivergence", "kldivergence"),
            Map.entry("logcosherror", "logcosh"),
            Map.entry("cosine", "cosineproximity"));

    /** Those without options. */
    private static final Map<String, RowFunction> PLAIN = Map.ofEntries(
            Map.entry("meansquarederror", Rows::squared),
            Map.entry("meanabsoluteerror", Rows::absolute),
            Map.entry("meanabsolutepercentageerror", Rows::percentage),
            Map.entry("meansquaredlogarithmicerror", Rows::squaredLogarithmic),
            Map.entry("logcosh", Rows::logCosh),
            Map.entry("categoricalhinge", Rows::categoricalHinge),
            Map.entry("kldivergence", Rows::divergence),
            Map.entry("poisson", Rows::poisson),
            Map.entry("categoricalaccuracy", Rows::sameLargest));

    private final String key;
    private final MetricConfig metric;
    private final Options options;
    private final MetricRules rules;
    private final Activation.Kind behind;
    private boolean anyLogits;

    private RowMetrics(MetricConfig metric, Options options, MetricRules rules, Activation.Kind behind) {
        this.metric = metric;
        this.options = options;
        this.rules = rules;
        this.behind = behind;
        key = ALIASES.getOrDefault(metric.key(), metric.key());
    }

    static boolean knows(MetricConfig metric) {
        String key = ALIASES.getOrDefault(metric.key(), metric.key());
        return PLAIN.containsKey(key)
                || switch (key) {
                    case "accuracy",
                            "crossentropy",
                            "binaryaccuracy",
                            "sparsecategoricalaccuracy",
                            "topkcategoricalaccuracy",
                            "sparsetopkcategoricalaccuracy",
                            "huber",
                            "hinge",
                            "squaredhinge",
                            "cosineproximity",
                            "cosinesimilarity",
                            "binarycrossentropy",
                            "categoricalcrossentropy",
                            "sparsecategoricalcrossentropy",
                            "pearsoncorrelation",
                            "concordancecorrelation" -> true;
                    default -> false;
                };
    }

    static Metric of(MetricConfig metric, Options options, MetricRules rules, Loss loss, Activation.Kind behind) {
        RowMetrics own = new RowMetrics(metric, options, rules, behind);
        own.anyLogits = loss.form().takesAnyLogits();
        return new RowMean(own.function(loss));
    }

    private Function<Batch, RowFunction> function(Loss loss) {
        if (key.equals("categoricalaccuracy")) {
            return batch -> batch.sparse() ? ofFirst() : Rows::sameLargest;
        }
        if (PLAIN.containsKey(key)) {
            return always(PLAIN.getOrDefault(key, Rows::squared));
        }
        return switch (key) {
            case "accuracy" -> metric.isClass() ? always(Rows::equal) : accuracy(loss);
            case "crossentropy" -> crossentropy(loss);
            case "binaryaccuracy" ->
                always(
                        rules.roundsAnswers()
                                ? Rows::roundedAccuracy
                                : Rows.binaryAccuracy(options.number("threshold", 0.5)));
            case "sparsecategoricalaccuracy" -> always(Rows::sameLargest);
            case "topkcategoricalaccuracy", "sparsetopkcategoricalaccuracy" -> {
                if (options.flag("from_sorted_ids", false)) {
                    throw options.refuse("is not computed from sorted ids");
                }
                yield always(Rows.amongLargest(options.whole("k", 5)));
            }
            case "huber" -> always(Rows.huber(options.number("delta", 1)));
            case "hinge", "squaredhinge" -> hinge(key.equals("squaredhinge"));
            case "cosineproximity", "cosinesimilarity" -> cosine();
            case "binarycrossentropy" -> binary();
            case "categoricalcrossentropy" -> categorical();
            case "sparsecategoricalcrossentropy" -> sparse();
            case "pearsoncorrelation" -> lastAxis(Rows::pearson);
            default -> lastAxis(Rows::concordance);
        };
    }

    /**
     * The largest of a row's only target is its first, so answers are compared with class 0. tf.keras makes this of {@code
     * accuracy} when a model with sparse labels is saved before its first fit (saving_utils.py, {@code
     * try_build_compiled_arguments}).
     */
    private RowFunction ofFirst() {
        if (rules.repeatsAreNumbered()) {
            throw options.refuse("wants one-hot targets in Keras 3");
        }
        return (y, p) -> Batch.largest(p, 0, p.length) == 0 ? 1 : 0;
    }

    private static Function<Batch, RowFunction> always(RowFunction function) {
        return batch -> function;
    }

    private Function<Batch, RowFunction> lastAxis(RowFunction function) {
        if (options.whole("axis", -1) != -1) {
            throw options.refuse("is computed along the last axis only");
        }
        return always(function);
    }

    private Function<Batch, RowFunction> accuracy(Loss loss) {
        RowFunction binary = rules.roundsAnswers() ? Rows::roundedAccuracy : Rows.binaryAccuracy(0.5);
        boolean byLoss = rules.accuracyByLoss() && loss.kind() == Loss.Kind.BINARY_CROSSENTROPY;
        return batch -> byLoss || batch.columns() == 1 ? binary : Rows::sameLargest;
    }

    private Function<Batch, RowFunction> crossentropy(Loss loss) {
        RowFunction binary = Rows.binaryCrossentropy(false, behind == Activation.Kind.SIGMOID, 0);
        RowFunction categorical = Rows.categoricalCrossentropy(false, behind == Activation.Kind.SOFTMAX, 0);
        boolean byLoss = rules.accuracyByLoss() && loss.kind() == Loss.Kind.BINARY_CROSSENTROPY;
        return batch -> byLoss || batch.columns() == 1 ? binary : categorical;
    }

    /** tf.keras and Keras 3 take labels 0 and 1 for -1 and 1, if a batch has no others. */
    private Function<Batch, RowFunction> hinge(boolean squared) {
        return batch -> {
            boolean converted = !rules.ofBatches();
            for (double y : batch.target()) {
                converted &= y == 0 || y == 1;
            }
            return Rows.hinge(converted, squared);
        };
    }

    /** Keras 1 and 2 negate it, and Keras 1 takes the mean of the products, not their sum. */
    private Function<Batch, RowFunction> cosine() {
        boolean negated = key.equals("cosineproximity") && rules.accuracyByLoss();
        boolean mean = rules.masks() == MetricRules.Masks.NONE;
        return lastAxis((y, p) -> (negated ? -1 : 1) * Rows.cosine(y, p) / (mean ? y.length : 1));
    }

    private Function<Batch, RowFunction> binary() {
        if (anyLogits && behind == Activation.Kind.SOFTMAX) {
            throw options.refuse("takes a softmax's logits for a sigmoid's in Keras 3, which is not done here");
        }
        boolean logits = options.flag("from_logits", false);
        return lastAxis(Rows.binaryCrossentropy(
                logits, behind == Activation.Kind.SIGMOID, options.number("label_smoothing", 0)));
    }

    private Function<Batch, RowFunction> categorical() {
        boolean logits = options.flag("from_logits", false);
        return lastAxis(Rows.categoricalCrossentropy(
                logits, behind == Activation.Kind.SOFTMAX, options.number("label_smoothing", 0)));
    }

    private boolean takesSigmoids() {
        return anyLogits && behind == Activation.Kind.SIGMOID;
    }

    /** Keras 3 takes the logits behind a sigmoid for a softmax's. */
    private RowFunction ofSigmoid(RowFunction ofLogits) {
        return !takesSigmoids()
                ? ofLogits
                : (y, p) -> {
                    double[] logits = new double[p.length];
                    for (int i = 0; i < p.length; i++) {
                        logits[i] = Math.log(p[i]) - Math.log1p(-p[i]);
                    }
                    return ofLogits.of(y, logits);
                };
    }

    private Function<Batch, RowFunction> sparse() {
        boolean logits = options.flag("from_logits", false);
        Optional<Integer> ignored =
                options.has("ignore_class") ? Optional.of(options.whole("ignore_class", 0)) : Optional.empty();
        RowFunction each = ofSigmoid(
                Rows.categoricalCrossentropy(logits || takesSigmoids(), behind == Activation.Kind.SOFTMAX, 0));
        return lastAxis((y, p) -> {
            boolean out =
                    ignored.isPresent() && ignored.get() >= 0 && ignored.get() < y.length && y[ignored.get()] == 1;
            return out ? 0 : each.of(y, p);
        });
    }
}
