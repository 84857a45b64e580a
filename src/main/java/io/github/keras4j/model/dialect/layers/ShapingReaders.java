package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Shaping.Range;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Layers that move values. */
public final class ShapingReaders {
    private ShapingReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "Flatten" -> (info, o, s) -> new Shaping.Flatten(info, s.channelsFirst(o));
            case "Reshape" ->
                (info, o, s) -> {
                    int[] sizes = o.integers("target_shape").stream()
                            .mapToInt(n -> n < 0 ? Shape.UNKNOWN : n)
                            .toArray();
                    return new Shaping.Reshape(info, Shape.of(sizes));
                };
            case "Permute" ->
                (info, o, s) -> {
                    List<Integer> dims = o.integers("dims");
                    if (!dims.stream()
                            .sorted()
                            .toList()
                            .equals(IntStream.rangeClosed(1, dims.size())
                                    .boxed()
                                    .toList())) {
                        throw Options.wrong("dims", o.get("dims"), "each axis from 1 on once");
                    }
                    return new Shaping.Permute(info, dims);
                };
            case "RepeatVector" -> (info, o, s) -> new Shaping.RepeatVector(info, o.size("n"));
            case "Cropping1D" -> (info, o, s) -> cropping(info, o, s, 1);
            case "Cropping2D" -> (info, o, s) -> cropping(info, o, s, 2);
            case "Cropping3D" -> (info, o, s) -> cropping(info, o, s, 3);
            case "ZeroPadding1D" -> (info, o, s) -> zeroPadding(info, o, s, 1);
            case "ZeroPadding2D" -> (info, o, s) -> zeroPadding(info, o, s, 2);
            case "ZeroPadding3D" -> (info, o, s) -> zeroPadding(info, o, s, 3);
            case "UpSampling1D" -> (info, o, s) -> upSampling(info, o, s, 1);
            case "UpSampling2D" -> (info, o, s) -> upSampling(info, o, s, 2);
            case "UpSampling3D" -> (info, o, s) -> upSampling(info, o, s, 3);
            default -> null;
        };
    }

    private static Layer cropping(LayerInfo info, Options o, Scope s, int rank) {
        return new Shaping.Cropping(info, ranges(o, "cropping", rank), s.channelsFirst(o));
    }

    private static Layer zeroPadding(LayerInfo info, Options o, Scope s, int rank) {
        return new Shaping.ZeroPadding(info, ranges(o, "padding", rank), s.channelsFirst(o));
    }

    private static Layer upSampling(LayerInfo info, Options o, Scope scope, int rank) {
        return new Shaping.UpSampling(
                info,
                o.perAxis("size", rank, 2),
                o.text("interpolation", "nearest"),
                scope.origin().samplingGrid(),
                scope.channelsFirst(o));
    }

    /**
     * n, (n, m) and ((a, b), (c, d)). Of rank 1, (a, b) is both ends; of higher rank, one number per axis for both
     * ends. Keras 1 also takes names: {"left_pad": 1, "right_pad": 2}, {"top_pad": ..., ...}, and for rank 2 the
     * four numbers (top, bottom, left, right) (keras/layers/convolutional.py 1.2.2, ZeroPadding2D).
     */
    private static List<Range> ranges(Options o, String name, int rank) {
        JsonNode value = o.getAny(name);
        List<Range> ranges = new ArrayList<>();
        if (value.isObject()) {
            Options given = new Options(value);
            String[][] ends = rank == 1
                    ? new String[][] {{"left_pad", "right_pad"}}
                    : new String[][] {{"top_pad", "bottom_pad"}, {"left_pad", "right_pad"}};
            for (String[] end : ends) {
                ranges.add(new Range(given.integer(end[0], 0), given.integer(end[1], 0)));
            }
            given.refuseUnknown();
            return ranges;
        }
        if (value.isNumber()) {
            int both = Options.asInt(name, value);
            for (int i = 0; i < rank; i++) {
                ranges.add(new Range(both, both));
            }
            return ranges;
        }
        if (value.isArray() && rank == 1 && value.size() == 1 && value.get(0).isNumber()) {
            int both = Options.asInt(name, value);
            return List.of(new Range(both, both));
        }
        if (value.isArray()
                && (rank == 1 && value.size() == 2 || rank == 2 && value.size() == 4)
                && allNumbers(value)) {
            for (int i = 0; i < value.size(); i += 2) {
                ranges.add(new Range(Options.asInt(name, value.get(i)), Options.asInt(name, value.get(i + 1))));
            }
            return ranges;
        }
        if (value.isArray() && value.size() == rank) {
            for (JsonNode item : value) {
                boolean pair = item.isArray() && item.size() == 2;
                ranges.add(new Range(
                        Options.asInt(name, pair ? item.get(0) : item),
                        Options.asInt(name, pair ? item.get(1) : item)));
            }
            return ranges;
        }
        throw Options.wrong(name, value, "a number, or a pair for each of " + rank + " axes");
    }

    private static boolean allNumbers(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.isNumber()) {
                return false;
            }
        }
        return true;
    }
}
