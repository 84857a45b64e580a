package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.Fit;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Preprocessing layers. */
public final class PreprocessingReaders {
    private PreprocessingReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "Rescaling" ->
                (info, o, s) -> new Preprocessing.Rescaling(
                        info,
                        numbers("scale", o.getAny("scale")),
                        o.isMissing("offset") ? Tensor.of(Shape.of(), 0) : numbers("offset", o.getAny("offset")),
                        MaskRules.passesSinceKeras3(s.origin()));
            case "Normalization" -> PreprocessingReaders::normalization;
            case "CategoryEncoding" ->
                (info, o, s) -> {
                    o.only("sparse", "false");
                    return new Preprocessing.CategoryEncoding(
                            info, o.size("num_tokens"), ofSamples(o.text("output_mode", "multi_hot"), s));
                };
            case "Discretization" ->
                (info, o, s) -> {
                    o.ignore("epsilon");
                    o.only("sparse", "false");
                    List<Double> boundaries = new ArrayList<>();
                    o.any("bin_boundaries")
                            .map(node -> numbers("bin_boundaries", node))
                            .ifPresent(values -> {
                                for (int i = 0; i < values.size(); i++) {
                                    boundaries.add(values.getDouble(i));
                                }
                            });
                    return new Preprocessing.Discretization(
                            info,
                            boundaries,
                            o.integerOrNone("num_bins", 0),
                            ofSamples(o.text("output_mode", "int"), s));
                };
            case "Resizing" ->
                (info, o, s) -> {
                    o.only("fill_mode", "constant");
                    boolean crops = o.flag("crop_to_aspect_ratio", false);
                    boolean pads = o.flag("pad_to_aspect_ratio", false);
                    return new Preprocessing.Resizing(
                            info,
                            o.size("height"),
                            o.size("width"),
                            o.text("interpolation", "bilinear"),
                            s.origin().samplingGrid(),
                            crops ? Fit.CROP : pads ? Fit.PAD : Fit.STRETCH,
                            o.number("fill_value", 0),
                            o.flag("antialias", false),
                            s.channelsFirst(o));
                };
            case "CenterCrop" ->
                (info, o, s) ->
                        new Preprocessing.CenterCrop(info, o.size("height"), o.size("width"), s.channelsFirst(o));
            default -> null;
        };
    }

    /** An output mode, where each sample is encoded by itself. */
    static String ofSamples(String mode, Scope s) {
        boolean joins = List.of("multi_hot", "count", "tf_idf").contains(mode);
        if (s.rank() > 2 && joins) {
            // the same file: reduction_axis = 1; earlier generations take no more than two axes
            throw new Refusal(
                    "Keras 3 joins the tokens along axis 1, whatever shape it promises. Received: output_mode=" + mode
                            + " on shape " + s.inputs().get(0) + ". Give it (batch, tokens)");
        }
        if (s.rank() == 1 && joins) {
            // keras/src/utils/numerical_utils.py 3.15, encode_categorical_inputs: the last axis is the batch's
            throw new Refusal("Keras takes a batch of single tokens for one sample of many. Received: output_mode="
                    + mode + " on shape " + s.inputs().get(0) + ". Give its input an axis of size 1");
        }
        return mode;
    }

    private static Layer normalization(LayerInfo info, Options o, Scope s) {
        Optional<Tensor> mean = o.any("mean").map(node -> numbers("mean", node));
        Optional<Tensor> variance = o.any("variance").map(node -> numbers("variance", node));
        if (s.rank() != Shape.UNKNOWN && s.builtRank() > s.rank()) {
            // normalization.py 3.15 and 2.15, build: mean and variance get the axes of the first input, and give them
            // to
            // whatever comes later
            throw new Refusal("it was built for " + s.builtRank() + " axes, and Keras gives its answer that many."
                    + " Received: an input of " + s.rank() + ". Give each of the two a layer of its own");
        }
        return new Preprocessing.Normalization(
                info,
                sorted(o.has("axis") ? o.integers("axis") : o.isNull("axis") ? List.of() : List.of(-1), s.rank()),
                mean,
                variance,
                o.flag("invert", false),
                MaskRules.passesSinceKeras3(s.origin()));
    }

    /** Keras sorts them: weights lie in the input's order of axes (normalization.py 3.15 and 2.15, build). */
    static List<Integer> sorted(List<Integer> axes, int rank) {
        return rank == Shape.UNKNOWN
                ? axes
                : axes.stream()
                        .map(axis -> axis < 0 ? axis + rank : axis)
                        .sorted()
                        .toList();
    }

    /** A number, nested lists, or an array object of Keras's ({@code {"value": ..., "dtype": ...}}). */
    public static Tensor numbers(String option, JsonNode node) {
        JsonNode data = node.isObject() ? StoredArray.value(option, node) : node;
        List<Double> flat = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        collect(option, data, 0, sizes, flat);
        double[] values = flat.stream().mapToDouble(Double::doubleValue).toArray();
        Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        if (shape.elements() != values.length) {
            throw Options.wrong(option, node, "numbers in rows of equal length");
        }
        return Tensor.wrap(shape, values);
    }

    private static void collect(String option, JsonNode node, int depth, List<Integer> sizes, List<Double> flat) {
        if (node.isNumber()) {
            flat.add(node.doubleValue());
        } else if (node.isBoolean()) {
            flat.add(node.booleanValue() ? 1.0 : 0.0);
        } else if (node.isArray()) {
            if (sizes.size() == depth) {
                sizes.add(node.size());
            }
            node.forEach(item -> collect(option, item, depth + 1, sizes, flat));
        } else {
            throw Options.wrong(option, node, "numbers");
        }
    }
}
