package io.github.keras4j.coverage;

import io.github.keras4j.compare.Coverage;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.verify.CallComparison;
import io.github.keras4j.verify.VerifyOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures what a fixture notices, on {@code purejava}. A change is by a twentieth of the weight or of the array's usual
 * size, whichever is more, and counts as noticed if the comparison fails for it on both sides. The same fixture always
 * gives the same numbers.
 */
public final class CoverageMeter {
    /** Work is weights of the model times runs: so that any model takes seconds. */
    private static final long MOST_WORK = 400_000_000;

    private static final int MOST_RUNS = 2_000;
    private static final int LEAST_RUNS = 40;

    private final KerasModel model;
    private final Fixture fixture;
    private final VerifyOptions options;

    /**
     * Of one fixture.
     *
     * @param model the fixture's
     * @param options with the tolerance; {@code layers} has recorded layers notice, too
     */
    public CoverageMeter(KerasModel model, Fixture fixture, VerifyOptions options) {
        this.model = model;
        this.fixture = fixture;
        this.options = options;
    }

    private record Group(String path, int from, int step, int count) {}

    /**
     * Measures it, on all cores.
     *
     * @throws Keras4jException if {@code purejava} does not run the model, or the fixture does not pass as it is
     */
    public Coverage measure() {
        long start = System.nanoTime();
        try (Plan plan = EngineChoice.pureJava().compile(model).orThrow()) {
            if (new CallComparison(model, fixture, options).run(plan) instanceof Verification.Failed) {
                throw new Keras4jException("Coverage is measured of a fixture that passes. Received: differences");
            }
            Map<String, Tensor> arrays = new LinkedHashMap<>(model.weights().flatten());
            arrays.values().removeIf(array -> array.size() == 0);
            arrays.keySet().removeIf(path -> path.endsWith("/count")); // how many rows Normalization.adapt has seen
            List<String> paths = List.copyOf(arrays.keySet());
            List<String> missed = IntStream.range(0, paths.size())
                    .parallel()
                    .filter(i ->
                            !isNoticed(new Group(paths.get(i), 0, 1, Integer.MAX_VALUE), array(arrays, paths.get(i))))
                    .mapToObj(paths::get)
                    .toList();
            long runs = Math.max(
                    LEAST_RUNS,
                    Math.min(MOST_RUNS, MOST_WORK / Math.max(1, model.weights().count())));
            Random random = new Random(19);
            List<Group> units = sampled(units(arrays), (int) runs, random);
            long unitsNoticed = units.parallelStream()
                    .filter(unit -> isNoticed(unit, array(arrays, unit.path())))
                    .count();
            List<Group> single = sampled(single(arrays, (int) runs, random), (int) runs, random);
            List<Coverage.Weight> weights = single.parallelStream()
                    .map(one -> new Coverage.Weight(
                            one.path(),
                            one.from(),
                            ChangedWeights.change(array(arrays, one.path()), one.from()),
                            isNoticed(one, array(arrays, one.path()))))
                    .toList();
            return new Coverage(
                    paths.size(),
                    missed,
                    units.size(),
                    (int) unitsNoticed,
                    weights,
                    dead(plan),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static Tensor array(Map<String, Tensor> arrays, String path) {
        return Objects.requireNonNull(arrays.get(path));
    }

    private boolean isNoticed(Group group, Tensor array) {
        return isNoticed(group, array, 1) && isNoticed(group, array, -1);
    }

    private boolean isNoticed(Group group, Tensor array, int sign) {
        Tensor moved = ChangedWeights.moved(array, sign, group.from(), group.step(), group.count());
        KerasModel changed = ChangedWeights.with(model, group.path(), moved);
        try {
            Compilation compilation = EngineChoice.pureJava().compile(changed);
            if (compilation instanceof Compilation.Refused) {
                return true; // verify would say so
            }
            try (Plan plan = compilation.orThrow()) {
                return new CallComparison(changed, fixture, options).run(plan) instanceof Verification.Failed;
            }
        } catch (Keras4jException e) {
            return true;
        }
    }

    /** Columns of the last axis, of an embedding its rows. */
    private static List<Group> units(Map<String, Tensor> arrays) {
        List<Group> units = new ArrayList<>();
        arrays.forEach((path, array) -> {
            int rank = array.shape().rank();
            if (rank == 0) {
                return;
            }
            boolean byRows = path.endsWith("embeddings");
            int last = array.shape().size(-1);
            int count = byRows ? array.shape().size(0) : last;
            for (int i = 0; i < count; i++) {
                units.add(byRows ? new Group(path, i * last, 1, last) : new Group(path, i, last, Integer.MAX_VALUE));
            }
        });
        return units;
    }

    /** Weights drawn evenly from all arrays, so that a small one has its say. */
    private static List<Group> single(Map<String, Tensor> arrays, int most, Random random) {
        List<Group> single = new ArrayList<>();
        int each = Math.max(1, most / Math.max(1, arrays.size()));
        arrays.forEach((path, array) -> {
            List<Integer> places = array.size() <= each
                    ? IntStream.range(0, array.size()).boxed().toList()
                    : random.ints(each, 0, array.size()).boxed().distinct().toList();
            places.forEach(i -> single.add(new Group(path, i, 1, 1)));
        });
        return single;
    }

    private static List<Group> sampled(List<Group> all, int most, Random random) {
        if (all.size() <= most) {
            return all;
        }
        List<Group> shuffled = new ArrayList<>(all);
        java.util.Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, most));
    }

    /** Units that give zeros only, of layers that can. */
    private List<Coverage.Dead> dead(Plan plan) {
        Map<String, boolean[]> alive = new LinkedHashMap<>();
        CallComparison calls = new CallComparison(model, fixture, options);
        try (Session session = plan.openSession()) {
            for (int call = 0; call < fixture.calls().size(); call++) {
                if (fixture.calls().get(call).resetStates()) {
                    session.resetStates();
                }
                Trace trace = session.trace(calls.inputs(call, fixture.calls().get(call)));
                for (Layer layer : model.network().layers()) {
                    List<Tensor> given = trace.layers().getOrDefault(layer.name(), List.of());
                    if (rectifies(layer) && given.size() == 1) {
                        mark(alive, layer.name(), given.get(0));
                    }
                }
            }
        }
        List<Coverage.Dead> dead = new ArrayList<>();
        alive.forEach((name, units) -> {
            List<Integer> silent = IntStream.range(0, units.length)
                    .filter(i -> !units[i])
                    .boxed()
                    .toList();
            if (!silent.isEmpty()) {
                dead.add(new Coverage.Dead(name, silent, units.length));
            }
        });
        return dead;
    }

    /** Which units of a layer's output are not always 0. */
    static void mark(Map<String, boolean[]> alive, String layer, Tensor output) {
        if (output.dtype() == DType.STRING || output.shape().rank() < 2) {
            return;
        }
        int units = output.shape().size(-1);
        boolean[] marks = alive.computeIfAbsent(layer, name -> new boolean[units]);
        for (int i = 0; i < output.size(); i++) {
            marks[i % units] |= output.getDouble(i) != 0;
        }
    }

    /** Whether a layer ends in a ReLU of some kind and keeps its units on the last axis. */
    static boolean rectifies(Layer layer) {
        if (layer instanceof Core.Dense dense) {
            return isRelu(dense.activation());
        }
        if (layer instanceof Convolutional.Conv conv) {
            return isRelu(conv.activation()) && !conv.channelsFirst();
        }
        return layer instanceof Activations.Activate activate && isRelu(activate.activation());
    }

    private static boolean isRelu(Activation activation) {
        return activation.kind() == Activation.Kind.RELU && activation.alpha() == 0;
    }
}
