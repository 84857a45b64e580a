package io.github.keras4j.coverage;

import io.github.keras4j.compare.Coverage;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.verify.VerifyOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Finds inputs that wake what a fixture leaves dead: draws many rows in several sizes, looks at what every layer gives,
 * and keeps the rows that wake units, or look up rows of an embedding, which none before did.
 */
public final class InputSuggester {
    private static final int ROUNDS = 40;
    private static final int ROWS = 64;
    private static final double[] SIZES = {1, 0.1, 5, 30, 0.01};

    private final KerasModel model;

    /** @param model whose inputs are drawn */
    public InputSuggester(KerasModel model) {
        this.model = model;
    }

    /**
     * Rows that wake the most.
     *
     * @param first inputs that are recorded already; they come first
     * @param most how many rows to add at most
     * @return in the model's order, each {@code [rows, ...]}
     * @throws Keras4jException if {@code purejava} does not run the model, or its rows have no fixed shape
     */
    public List<Tensor> suggest(List<Tensor> first, int most) {
        List<Tensor> chosen = first;
        Set<String> awake = new HashSet<>();
        Random random = new Random(7);
        try (Plan plan = EngineChoice.pureJava().compile(model).orThrow()) {
            if (model.network().isStateful()) {
                throw new Keras4jException("Inputs are suggested for a model whose rows do not depend on each other."
                        + " Received: a stateful model");
            }
            int rows = first.get(0).shape().size(0);
            for (int row = 0; row < rows; row++) {
                awake.addAll(woken(plan, first, rows).get(row));
            }
            int added = 0;
            for (int round = 0; round < ROUNDS && added < most; round++) {
                List<Tensor> drawn = drawn(first, random, SIZES[round % SIZES.length]);
                List<Set<String>> woken = woken(plan, drawn, ROWS);
                while (added < most) {
                    int best = -1;
                    long gain = 0;
                    for (int row = 0; row < ROWS; row++) {
                        long news = woken.get(row).stream()
                                .filter(unit -> !awake.contains(unit))
                                .count();
                        if (news > gain) {
                            best = row;
                            gain = news;
                        }
                    }
                    if (best < 0) {
                        break;
                    }
                    awake.addAll(woken.get(best));
                    chosen = appended(chosen, drawn, best);
                    added++;
                }
            }
        }
        return chosen;
    }

    /** The coverage that a fixture of these inputs would have, with Java's answers in Python's place. */
    public Coverage coverage(Fixture like, List<Tensor> inputs) {
        try (Plan plan = EngineChoice.pureJava().compile(model).orThrow();
                Session session = plan.openSession()) {
            List<Tensor> outputs = session.predict(inputs);
            Fixture.Call call = new Fixture.Call(
                    true,
                    named(model.network().inputNames(), inputs),
                    named(model.network().outputNames(), outputs),
                    List.of());
            Fixture fixture = new Fixture(
                    like.folder(),
                    like.description(),
                    like.model(),
                    like.config(),
                    like.sha256(),
                    like.producer(),
                    like.rtol(),
                    like.atol(),
                    like.reject(),
                    like.recipe(),
                    List.of(call),
                    like.training());
            return new CoverageMeter(model, fixture, VerifyOptions.DEFAULT).measure();
        }
    }

    private static List<Named> named(List<String> names, List<Tensor> values) {
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            named.add(new Named(names.get(i), values.get(i)));
        }
        return named;
    }

    /** What each row wakes: units of layers that rectify, and rows of embeddings. */
    private List<Set<String>> woken(Plan plan, List<Tensor> inputs, int rows) {
        List<Set<String>> woken = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            woken.add(new HashSet<>());
        }
        try (Session session = plan.openSession()) {
            Trace trace = session.trace(inputs);
            for (Layer layer : model.network().layers()) {
                List<Tensor> given = trace.layers().getOrDefault(layer.name(), List.of());
                if (given.size() == 1
                        && CoverageMeter.rectifies(layer)
                        && given.get(0).shape().rank() > 1) {
                    mark(woken, layer.name(), given.get(0));
                }
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            if (!input.dtype().isFloating() || tables().containsKey(i)) {
                int each = input.size() / rows;
                for (int at = 0; at < input.size(); at++) {
                    String value =
                            input.dtype() == DType.STRING ? input.getString(at) : Long.toString(input.getLong(at));
                    woken.get(at / each).add("input " + i + ": " + value);
                }
            }
        }
        return woken;
    }

    private static void mark(List<Set<String>> woken, String layer, Tensor output) {
        int units = output.shape().size(-1);
        int each = output.size() / woken.size();
        for (int at = 0; at < output.size(); at++) {
            if (output.getDouble(at) != 0) {
                woken.get(at / each).add(layer + ": " + at % units);
            }
        }
    }

    private List<Tensor> drawn(List<Tensor> like, Random random, double size) {
        Map<Integer, Integer> tables = tables();
        List<Tensor> sampled = InputSampler.batch(model, ROWS);
        List<Tensor> drawn = new ArrayList<>();
        for (int i = 0; i < like.size(); i++) {
            Shape shape = like.get(i).shape().with(0, ROWS);
            if (like.get(i).dtype() == DType.STRING) {
                drawn.add(sampled.get(i));
                continue;
            }
            double[] values = new double[shape.elements()];
            int limit = tables.getOrDefault(i, 0);
            for (int at = 0; at < values.length; at++) {
                values[at] = limit > 0
                        ? random.nextInt(limit)
                        : like.get(i).dtype().isFloating()
                                ? (float) (size * random.nextGaussian())
                                : random.nextInt(10);
            }
            drawn.add(Tensor.wrap(shape, values).cast(like.get(i).dtype()));
        }
        return drawn;
    }

    /** For each input that an embedding reads, how many rows that has. */
    private Map<Integer, Integer> tables() {
        Map<Integer, Integer> tables = new LinkedHashMap<>();
        for (int i = 0; i < model.network().inputs().size(); i++) {
            var ref = model.network().inputs().get(i);
            int input = i;
            model.network().nodes().stream()
                    .filter(node -> node.inputs().contains(ref) && node.layer() instanceof Core.Embedding)
                    .forEach(node -> tables.merge(input, ((Core.Embedding) node.layer()).inputDim(), Math::min));
        }
        return tables;
    }

    private static List<Tensor> appended(List<Tensor> chosen, List<Tensor> drawn, int row) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            all.add(Tensor.concatenate(List.of(chosen.get(i), drawn.get(i).rows(row, row + 1))));
        }
        return all;
    }
}
