package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operations whose numbers hang on shapes, or count from here to there. */
final class Ranges {
    private Ranges() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "shape", call -> {
            int[] shape = call.x().shape();
            return known(call, new int[] {shape.length}, shape);
        });
        Operations.single(all, "size", call -> known(call, new int[0], call.x().elements()));
        Operations.single(all, "ndim", call -> known(call, new int[0], call.x().rank()));
        Operations.single(all, "full", call -> {
            int[] shape =
                    call.known("shape").stream().mapToInt(Integer::intValue).toArray();
            Value value = call.value("fill_value");
            int[] positions = Broadcast.positions(value.shape(), shape);
            return call.fill(shape, i -> value.data()[positions[i]]);
        });
        Operations.single(all, "arange", Ranges::arange);
        Operations.single(all, "linspace", call -> {
            call.only("retstep", false);
            return between(call, (a, b, part) -> a + (b - a) * part);
        });
        Operations.single(all, "logspace", call -> {
            double base = call.number("base");
            return between(call, (a, b, part) -> Math.pow(base, a + (b - a) * part));
        });
        Operations.single(
                all,
                "geomspace",
                call -> between(
                        call,
                        (a, b, part) -> Math.copySign(
                                Math.exp(Math.log(Math.abs(a)) * (1 - part) + Math.log(Math.abs(b)) * part), a)));
        Operations.single(all, "tri_mask", call -> {
            Value lengths = call.value("lengths");
            int[] shape = Arrays.copyOf(lengths.shape(), lengths.rank() + 1);
            int most = call.integer("maxlen");
            shape[lengths.rank()] = most;
            return call.fill(shape, i -> i % most < lengths.data()[i / most] ? 1 : 0);
        });
        Operations.single(all, "vander", Ranges::vander);
        all.put("unravel_index", Ranges::unravel);
    }

    /** Numbers that are there before the program runs. */
    private static Value known(OperationCall call, int[] shape, int... numbers) {
        Value y = call.binding().value(shape);
        for (int i = 0; i < numbers.length; i++) {
            y.data()[i] = call.type().store(numbers[i]);
        }
        return call.binding().know(y);
    }

    private static Value arange(OperationCall call) {
        boolean one = call.optional("stop").isEmpty();
        float start = one ? 0 : number(call, "start");
        float stop = number(call, one ? "start" : "stop");
        float step = call.optional("step").isEmpty() ? 1 : number(call, "step");
        int count = (int) Math.max(0, Math.ceil(((double) stop - start) / step));
        return call.fill(new int[] {count}, i -> start + i * (double) step);
    }

    private static float number(OperationCall call, String name) {
        call.known(name);
        return call.value(name).data()[0];
    }

    private interface Between {
        double at(double a, double b, double part);
    }

    private static Value between(OperationCall call, Between between) {
        int num = call.integer("num");
        boolean endpoint = call.flag("endpoint");
        Value a = call.value("start");
        Value b = call.value("stop");
        int axis = call.integer("axis");
        boolean whole = call.type().isInteger();
        List<Value> parts = new java.util.ArrayList<>();
        for (int i = 0; i < num; i++) {
            double part = num == 1 ? 0 : (double) i / (endpoint ? num - 1 : num);
            parts.add(Pairwise.zip(call, call.type(), a, b, (x, y) -> {
                double v = between.at(x, y, part);
                return whole ? Math.floor(v) : v;
            }));
        }
        return Joins.stack(parts, axis, call.binding());
    }

    /** keras/src/backend/tensorflow/numpy.py 3.15, vander: powers in float32, then of x's type. */
    private static Value vander(OperationCall call) {
        Value x = call.x();
        int n = call.optionalInteger("N").orElse(x.size(0));
        boolean increasing = call.flag("increasing");
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = n;
        return call.fill(shape, i -> Math.pow(x.data()[i / n], increasing ? i % n : n - 1 - i % n));
    }

    /**
     * keras/src/backend/tensorflow/numpy.py 3.15, unravel_index: it divides by the sizes from the last one on for a
     * vector, as numpy does, and from the first one on for other indices.
     */
    private static List<Value> unravel(OperationCall call) {
        Value x = call.value("indices");
        int[] shape =
                call.integers("shape").stream().mapToInt(Integer::intValue).toArray();
        List<Value> parts = new java.util.ArrayList<>();
        Value left = x;
        for (int i = 0; i < shape.length; i++) {
            int size = shape[x.rank() == 1 ? shape.length - 1 - i : i];
            parts.add(0, Elementwise.map(call, left, v -> v - size * Math.floor(v / size)));
            left = Elementwise.map(call, left, v -> Math.floor(v / size));
        }
        return parts;
    }
}
