package io.github.keras4j.metrics;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.MetricConfig;
import io.github.keras4j.model.training.MetricRules;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A metric's code from what the file says of it. */
final class MetricFactory {
    private final MetricConfig metric;
    private final MetricRules rules;
    private final Options options;

    private MetricFactory(MetricConfig metric, MetricRules rules) {
        this.metric = metric;
        this.rules = rules;
        options = new Options(metric);
    }

    /**
     * @param behind the output's activation where a cross-entropy finds the logits behind it
     * @throws io.github.keras4j.errors.Keras4jException for a metric that is not known, or not one number
     */
    static Metric of(MetricConfig metric, MetricRules rules, Loss loss, Activation.Kind behind) {
        MetricFactory factory = new MetricFactory(metric, rules);
        Metric made = factory.make(loss, behind);
        factory.options.finish();
        return rules.ofBatches() && !(made instanceof RowMean) ? new BatchMean(made) : made;
    }

    private Metric make(Loss loss, Activation.Kind behind) {
        if (RowMetrics.knows(metric)) {
            return RowMetrics.of(metric, options, rules, loss, behind);
        }
        if (rules.ofBatches()) {
            return new BatchCounts(
                    switch (metric.key()) {
                        case "precision" -> BatchCounts.Kind.PRECISION;
                        case "recall" -> BatchCounts.Kind.RECALL;
                        case "fmeasure", "fbetascore", "fscore", "f1score" -> BatchCounts.Kind.FMEASURE;
                        case "matthewscorrelation" -> BatchCounts.Kind.MATTHEWS;
                        default -> throw unknown();
                    });
        }
        return switch (metric.key()) {
            case "rootmeansquarederror" -> new Derived(new RowMean(batch -> Rows::squared), Math::sqrt);
            case "truepositives" -> counted(false, counts -> counts.truePositives[0]);
            case "falsepositives" -> counted(false, counts -> counts.falsePositives[0]);
            case "truenegatives" -> counted(false, counts -> counts.trueNegatives[0]);
            case "falsenegatives" -> counted(false, counts -> counts.falseNegatives[0]);
            case "precision" -> counted(true, counts -> counts.precision(0));
            case "recall" -> counted(true, counts -> counts.recall(0));
            case "sensitivityatspecificity" -> constrained("specificity", Thresholds::recall, Thresholds::specificity);
            case "specificityatsensitivity" -> constrained("sensitivity", Thresholds::specificity, Thresholds::recall);
            case "precisionatrecall" -> constrained("recall", Thresholds::precision, Thresholds::recall);
            case "recallatprecision" -> constrained("precision", Thresholds::recall, Thresholds::precision);
            case "auc" -> auc();
            case "fbetascore", "f1score" -> score();
            case "r2score" ->
                new Determination(
                        switch (options.text("class_aggregation", "uniform_average")) {
                            case "uniform_average" -> false;
                            case "variance_weighted_average" -> true;
                            default -> throw options.refuse("has an aggregation that Keras does not have");
                        },
                        options.whole("num_regressors", 0));
            case "iou", "meaniou", "binaryiou", "onehotiou", "onehotmeaniou" -> union();
            default -> throw unknown();
        };
    }

    private RuntimeException unknown() {
        return options.refuse("is not one that keras4j computes; compile without it");
    }

    private Metric counted(boolean ofClasses, ToDoubleFunction<Thresholds> formula) {
        int topK = ofClasses ? options.whole("top_k", 0) : 0;
        int classId = ofClasses ? options.whole("class_id", -1) : -1;
        List<Double> thresholds = options.numbers("thresholds");
        if (thresholds.size() > 1) {
            throw options.refuse("is no single number with several thresholds");
        }
        double at = thresholds.isEmpty() ? topK > 0 ? -1e10 : 0.5 : thresholds.get(0);
        return new Counted(thresholds(new double[] {at}, false, topK, classId), formula);
    }

    private Thresholds thresholds(double[] at, boolean even, int topK, int classId) {
        return new Thresholds(at, even, false, List.of(), topK, classId, rules.refusesBeyondOne());
    }

    private Metric constrained(String name, Counted.AtThreshold wanted, Counted.AtThreshold constraint) {
        if (!options.has(name)) {
            throw options.refuse("needs the option " + name);
        }
        int count = options.whole("num_thresholds", 200);
        double[] at = count == 1 ? new double[] {0.5} : Thresholds.between(count);
        Thresholds counts = thresholds(at, count > 1, 0, options.whole("class_id", -1));
        return new Counted(counts, Counted.largest(wanted, constraint, options.number(name, 0)));
    }

    private Metric auc() {
        List<Double> given = options.numbers("thresholds");
        int count = options.whole("num_thresholds", 200);
        double[] at;
        boolean even = true;
        if (given.isEmpty()) {
            at = Thresholds.between(count);
        } else {
            at = new double[given.size() + 2];
            List<Double> sorted = new java.util.ArrayList<>(given);
            Collections.sort(sorted);
            for (int i = 0; i < sorted.size(); i++) {
                at[i + 1] = sorted.get(i);
            }
            at[at.length - 1] = 1;
            even = Thresholds.isEven(at);
        }
        at[0] = -1e-7;
        at[at.length - 1] = 1 + 1e-7;
        List<Double> weights = options.numbers("label_weights");
        boolean byLabel = options.flag("multi_label", false);
        options.whole("num_labels", 0);
        AreaUnderCurve area = new AreaUnderCurve(
                oneOf(AreaUnderCurve.Curve.class, options.text("curve", "ROC")),
                oneOf(AreaUnderCurve.Heights.class, options.text("summation_method", "interpolation")),
                byLabel ? weights : List.of());
        boolean logits = options.flag("from_logits", false);
        Thresholds counts = new Thresholds(at, even, byLabel, weights, 0, -1, rules.refusesBeyondOne() && !logits);
        Metric metric = new Counted(counts, area);
        return logits ? new OfLogits(metric) : metric;
    }

    private <E extends Enum<E>> E oneOf(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> options.refuse("has an option that Keras does not have: " + name));
    }

    private Metric score() {
        String average = options.text("average", "none");
        if (average.equals("none")) {
            throw options.refuse("is no single number without average='micro', 'macro' or 'weighted'");
        }
        double beta = metric.key().equals("f1score") ? 1 : options.number("beta", 1);
        double threshold = options.number("threshold", Double.NaN);
        return new FScore(oneOf(FScore.Average.class, average), beta, threshold, rules.epsilonInRatios());
    }

    private Metric union() {
        String key = metric.key();
        boolean binary = key.equals("binaryiou");
        boolean oneHot = key.startsWith("onehot");
        int count = binary ? 2 : options.whole("num_classes", 0);
        int[] wanted = options.numbers("target_class_ids").stream()
                .mapToInt(Double::intValue)
                .toArray();
        if (wanted.length == 0) {
            wanted = IntStream.range(0, count).toArray();
        }
        if (options.whole("axis", -1) != -1) {
            throw options.refuse("is computed along the last axis only");
        }
        int classes = count;
        if (Arrays.stream(wanted).anyMatch(id -> id < 0 || id >= classes)) {
            throw options.refuse("names classes that there are not");
        }
        String dtype = options.text("dtype", "");
        boolean whole = rules.unionsOfIntegers() && (dtype.isEmpty() || dtype.startsWith("int"));
        return new Union(
                new Union.Classes(
                        count,
                        wanted,
                        options.whole("ignore_class", -1),
                        oneHot || !options.flag("sparse_y_true", true),
                        oneHot ? !options.flag("sparse_y_pred", false) : !options.flag("sparse_y_pred", true),
                        binary ? options.number("threshold", 0.5) : Double.NaN),
                whole,
                rules.epsilonInRatios());
    }
}
