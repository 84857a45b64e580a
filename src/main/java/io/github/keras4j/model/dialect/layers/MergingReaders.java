package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Merging.DotStyle;
import io.github.keras4j.model.Merging.Operation;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Layers that join several inputs. */
public final class MergingReaders {
    private MergingReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "Add" -> elementwise(Operation.ADD);
            case "Subtract" -> elementwise(Operation.SUBTRACT);
            case "Multiply" -> elementwise(Operation.MULTIPLY);
            case "Average" -> elementwise(Operation.AVERAGE);
            case "Maximum" -> elementwise(Operation.MAXIMUM);
            case "Minimum" -> elementwise(Operation.MINIMUM);
            case "Concatenate" ->
                (info, o, s) -> new Merging.Concatenate(info, o.integer("axis", -1), MaskRules.ofMerge(s.origin()));
            case "Dot" ->
                (info, o, s) -> new Merging.Dot(
                        s.origin().isKeras3() ? info.with(LayerInfo.LEAST_NORM, 1e-7) : info, // ops.normalize's epsilon
                        dotAxes(o.get("axes"), s),
                        o.flag("normalize", false),
                        DotStyle.DOT);
            case "Merge" -> MergingReaders::merge;
            default -> null;
        };
    }

    private static Reader elementwise(Operation operation) {
        return (info, o, s) -> new Merging.Elementwise(info, operation, MaskRules.ofMerge(s.origin()));
    }

    /** Keras 1's one layer for all of them (keras/engine/topology.py 1.2.2, class Merge). */
    private static Layer merge(LayerInfo info, Options o, Scope s) {
        o.ignore("concat_axis", "dot_axes", "output_shape", "output_shape_type", "output_mask_type")
                .ignore("node_indices", "tensor_indices");
        if (o.any("arguments")
                .map(arguments -> !arguments.isEmpty() || !arguments.isObject())
                .orElse(false)) {
            throw Options.wrong("arguments", o.getAny("arguments"), "nothing where the mode is a name");
        }
        if (!o.text("mode_type", "raw").equals("raw") || !o.get("mode").isString()) {
            throw new Refusal("its mode is a Python function, whose code can't be run. Received: mode_type="
                    + o.text("mode_type", "raw") + ". Merge by a name (sum, concat, ...) instead");
        }
        String mode = o.text("mode", "sum");
        Merging.Masks masks = MaskRules.ofMerge(s.origin());
        return switch (mode) {
            case "sum" -> new Merging.Elementwise(info, Operation.ADD, masks);
            case "mul" -> new Merging.Elementwise(info, Operation.MULTIPLY, masks);
            case "ave" -> new Merging.Elementwise(info, Operation.AVERAGE, masks);
            case "max" -> new Merging.Elementwise(info, Operation.MAXIMUM, masks);
            case "concat" -> new Merging.Concatenate(info, o.integer("concat_axis", -1), masks);
            case "dot" -> new Merging.Dot(info, dotAxes(o.get("dot_axes"), s), false, DotStyle.KERAS_1_DOT);
            case "cos" -> new Merging.Dot(info, dotAxes(o.get("dot_axes"), s), true, DotStyle.KERAS_1_COSINE);
            default ->
                throw new Refusal("its mode is not known. Received: mode=" + mode
                        + "; known: sum, mul, concat, ave, cos, dot, max");
        };
    }

    /** One number is the axis of both inputs; a negative one counts from each input's own end. */
    private static List<Integer> dotAxes(JsonNode axes, Scope s) {
        Generation generation = s.origin().generation();
        boolean early = generation == Generation.KERAS_1 || generation == Generation.KERAS_2;
        for (Shape shape : s.inputs()) {
            if (early && !s.origin().isTheano() && shape.rank() > 3) {
                // keras/backend/tensorflow_backend.py 2.2.4, batch_dot: a matmul of the last two axes, whatever is
                // asked for, and of equal axes before them
                throw new Refusal(
                        "Keras before 2.3 sums over other axes than those that it is asked for where an input has"
                                + " more than three. Received: axes=" + Options.brief(axes) + " on shape " + shape
                                + ". Build the model in a later Keras");
            }
        }
        List<Integer> given = new ArrayList<>();
        if (axes.canConvertToInt()) {
            given.add(axes.intValue());
            given.add(axes.intValue());
        } else {
            axes.forEach(axis -> given.add(Options.asInt("axes", axis)));
        }
        if (given.size() != 2) {
            throw Options.wrong("axes", axes, "one axis, or one per input");
        }
        List<Integer> counted = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int axis = given.get(i);
            counted.add(
                    axis < 0 && s.inputs().size() > i ? axis + s.inputs().get(i).rank() : axis);
        }
        return counted;
    }
}
