package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Attention layers: {@code softmax(scores(query, key)) value}.
 *
 * @param path of the layer's weights, with a slash at its end
 */
record AttentionLayers(Layout layout, Node node, String path, List<Flow> inputs)
        implements Attentive.Visitor<List<Flow>> {
    private static final double MASKED = (double) -1e9;

    private Tape tape() {
        return layout.tape;
    }

    private boolean argument(String name) {
        return Boolean.TRUE.equals(node.arguments().get(name));
    }

    private Flow value() {
        return inputs.get(inputs.size() > 1 ? 1 : 0);
    }

    private Flow key() {
        return inputs.size() > 2 ? inputs.get(2) : value();
    }

    private Flow dropped(LayerInfo info, String draw, Flow weights) {
        double rate = Cells.rate(info, "dropout");
        return rate == 0 ? weights : NoiseUnit.dropout(tape(), draw, rate, weights.shape(), weights);
    }

    @Override
    public List<Flow> attention(Attentive.Attention layer) {
        Flow query = inputs.get(0);
        Flow scores;
        if (layer.scoreMode().equals("dot")) {
            scores = tape().product(query, tape().transpose(key(), 0, 2, 1));
            scores = layer.useScale() ? tape().multiply(scores, tape().weight(path + "scale")) : scores;
        } else {
            Flow pairs = pairs(query);
            pairs = layer.useScale() ? tape().multiply(pairs, tape().weight(path + "scale")) : pairs;
            scores = tape().multiply(summed(tanh(pairs)), tape().weight(path + "concat_score_weight"));
        }
        return attended(scores, layer.causal(), layer.info());
    }

    @Override
    public List<Flow> additiveAttention(Attentive.AdditiveAttention layer) {
        Flow pairs = tanh(pairs(inputs.get(0)));
        pairs = layer.useScale() ? tape().multiply(pairs, tape().weight(path + "scale")) : pairs;
        return attended(summed(pairs), layer.causal(), layer.info());
    }

    /** query + key of every pair, (batch, targets, sources, features). */
    private Flow pairs(Flow query) {
        Flow key = key();
        return tape().add(
                        tape().reshape(query, query.batch, query.sizes[0], 1, query.sizes[1]),
                        tape().reshape(key, key.batch, 1, key.sizes[0], key.sizes[1]));
    }

    private Flow tanh(Flow x) {
        return tape().apply(x, layout.nonlinearity(Activation.TANH));
    }

    private Flow summed(Flow pairs) {
        return tape().reshape(tape().sum(pairs, List.of(3)), pairs.batch, pairs.sizes[0], pairs.sizes[1]);
    }

    private List<Flow> attended(Flow scores, boolean causal, LayerInfo info) {
        Flow query = inputs.get(0);
        Flow value = value();
        Allowed allowed = new Allowed(scores.shape(), causal || argument("use_causal_mask"), 0);
        allowed.masks(new boolean[0], value.mask);
        Flow masked = allowed.add(scores, true);
        Flow weights = dropped(info, path.substring(0, path.length() - 1), tape().softmax(masked));
        Flow y = tape().product(weights, value);
        if (query.masked()) {
            Flow zeros = tape().constant(new double[0], y.shape());
            y = tape().select(query.mask, IntStream.range(0, query.mask.length).toArray(), y, zeros);
            y = layout.masked(y, query.mask);
        }
        return argument("return_attention_scores") ? List.of(y, weights) : List.of(y);
    }

    @Override
    public List<Flow> multiHeadAttention(Attentive.MultiHeadAttention layer) {
        return heads(new Heads(
                layer.info(),
                layer.numHeads(),
                layer.numHeads(),
                layer.keyDim(),
                layer.valueDim(),
                layer.attentionAxes(),
                layer.slidingWindow(),
                layer.useGate(),
                layer.unattended()));
    }

    @Override
    public List<Flow> groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        return heads(new Heads(
                layer.info(),
                layer.numQueryHeads(),
                layer.numKeyValueHeads(),
                layer.headDim(),
                layer.headDim(),
                List.of(),
                layer.slidingWindow(),
                layer.useGate(),
                layer.unattended()));
    }

    private record Heads(
            LayerInfo info,
            int queries,
            int keys,
            int keyDim,
            int valueDim,
            List<Integer> axes,
            int window,
            boolean gate,
            Attentive.Unattended unattended) {}

    private List<Flow> heads(Heads heads) {
        Flow query = inputs.get(0);
        int rank = query.sizes.length + 1;
        int[] order = order(heads.axes(), rank);
        int free = rank - 1 - (heads.axes().isEmpty() ? rank - 2 : heads.axes().size());
        Flow q = tape().transpose(query, order);
        Flow k = tape().transpose(key(), order);
        Flow v = tape().transpose(value(), order);
        int batch = Axes.product(q.shape(), 0, free);
        int targets = Axes.product(q.shape(), free, rank - 1);
        int sources = Axes.product(k.shape(), free, rank - 1);
        Flow queries = split(projected(q, "query"), batch, targets, heads.queries(), heads.keyDim());
        Flow keys = shared(heads, split(projected(k, "key"), batch, sources, heads.keys(), heads.keyDim()));
        Flow values = shared(heads, split(projected(v, "value"), batch, sources, heads.keys(), heads.valueDim()));
        Flow scores =
                tape().line(tape().product(queries, tape().transpose(keys, 0, 1, 3, 2)), scale(heads.keyDim()), 0);
        Allowed allowed = new Allowed(scores.shape(), argument("use_causal_mask"), heads.window());
        allowed.masks(query.mask, value().mask);
        if (inputs.size() > 2) {
            allowed.masks(new boolean[0], key().mask);
        }
        boolean givesScores = argument("return_attention_scores");
        Flow weights = tape().softmax(allowed.add(scores, heads.unattended() == Attentive.Unattended.LOWERED));
        boolean zeroRows = switch (heads.unattended()) {
            case LOWERED -> false;
            case ZERO -> true;
            case MEAN_ON_ONE_AXIS -> rank != 3 || givesScores;
        };
        weights = zeroRows ? allowed.zeroRows(weights) : weights;
        Flow context = tape().product(dropped(heads.info(), path + "dropout", weights), values);
        context = tape().reshape(
                        tape().transpose(context, 0, 2, 1, 3), batch * targets, heads.queries() * heads.valueDim());
        if (heads.gate()) {
            Flow gate = tape().reshape(projected(q, "gate"), context.shape());
            context = tape().multiply(context, tape().apply(gate, layout.nonlinearity(Activation.SIGMOID)));
        }
        int[] kernel =
                tape().graph.parameters.get(path + "output/kernel").shape().sizes();
        int[] out = Arrays.copyOfRange(kernel, 2, kernel.length);
        Flow flat = tape().dense(context, tape().weight(path + "output/kernel"), bias("output"));
        int[] shape = Arrays.copyOf(q.shape(), rank - 1 + out.length);
        System.arraycopy(out, 0, shape, rank - 1, out.length);
        Flow y = tape().reshape(flat, shape);
        int[] back = IntStream.range(0, shape.length).toArray();
        for (int i = 0; i < rank - 1; i++) {
            back[order[i]] = i;
        }
        List<Flow> outputs = new ArrayList<>(List.of(layout.masked(tape().transpose(y, back), query.mask)));
        if (givesScores) {
            outputs.add(scoresOf(weights, q, k, free, heads.queries()));
        }
        return outputs;
    }

    /** Keras 3's ops.cast makes a float32 number of it first. */
    private double scale(int keyDim) {
        double scale = (double) (1 / Math.sqrt(keyDim));
        return tape().rules.roundsPenalties() ? (double) (float) scale : scale;
    }

    private Flow scoresOf(Flow weights, Flow q, Flow k, int free, int heads) {
        List<Integer> shape = new ArrayList<>();
        Arrays.stream(q.shape(), 0, free).forEach(shape::add);
        shape.add(heads);
        Arrays.stream(q.shape(), free, q.sizes.length).forEach(shape::add);
        Arrays.stream(k.shape(), free, k.sizes.length).forEach(shape::add);
        return tape().reshape(
                        weights, shape.stream().mapToInt(Integer::intValue).toArray());
    }

    private Optional<Flow> bias(String part) {
        return tape().find(path + part + "/bias").map(parameter -> tape().weight(path + part + "/bias"));
    }

    private Flow projected(Flow x, String part) {
        return tape().dense(x, tape().weight(path + part + "/kernel"), bias(part));
    }

    /** (batch, heads, steps, dim). */
    private Flow split(Flow x, int batch, int steps, int heads, int dim) {
        return tape().transpose(tape().reshape(x, batch, steps, heads, dim), 0, 2, 1, 3);
    }

    /** Heads that several queries share, once for each. */
    private Flow shared(Heads heads, Flow x) {
        int times = heads.queries() / heads.keys();
        if (times == 1) {
            return x;
        }
        int[] shape = Axes.with(x.shape(), 1, heads.queries());
        int inner = shape[2] * shape[3];
        int[] index = new int[Axes.product(shape)];
        for (int i = 0; i < index.length; i++) {
            int sample = i / inner / heads.queries();
            int head = i / inner % heads.queries() / times;
            index[i] = (sample * heads.keys() + head) * inner + i % inner;
        }
        return tape().gather(x, shape, index);
    }

    /** The free axes, then the attended ones, then the features. */
    private static int[] order(List<Integer> axes, int rank) {
        int[] attended = axes.isEmpty()
                ? IntStream.range(1, rank - 1).toArray()
                : axes.stream().mapToInt(axis -> Axes.axis(rank, axis)).sorted().toArray();
        IntStream free = IntStream.range(0, rank - 1)
                .filter(axis -> Arrays.stream(attended).noneMatch(a -> a == axis));
        return IntStream.concat(IntStream.concat(free, Arrays.stream(attended)), IntStream.of(rank - 1))
                .toArray();
    }

    /** Which scores (batch, heads..., targets, sources) may be attended to: by masks, by order, by distance. */
    private final class Allowed {
        private final int[] shape;
        private final boolean[] on;
        private final boolean[] still;
        private final List<boolean[]> ofQuery = new ArrayList<>();
        private final List<boolean[]> ofValue = new ArrayList<>();
        private boolean any;

        private Allowed(int[] shape, boolean causal, int window) {
            this.shape = shape;
            on = new boolean[Axes.product(shape)];
            still = new boolean[on.length];
            int sources = shape[shape.length - 1];
            int targets = shape[shape.length - 2];
            for (int i = 0; i < still.length; i++) {
                int source = i % sources;
                int target = i / sources % targets;
                still[i] = (!causal || source <= target) && (window == 0 || Math.abs(source - target) < window);
            }
            any = causal || window > 0;
        }

        private void masks(boolean[] query, boolean[] value) {
            if (query.length > 0) {
                ofQuery.add(query);
            }
            if (value.length > 0) {
                ofValue.add(value);
            }
            any |= query.length + value.length > 0;
        }

        /** @param lowers whether what may not be attended to keeps its score, less 1e9 */
        private Flow add(Flow scores, boolean lowers) {
            if (!any) {
                return scores;
            }
            Flow y = tape().flow(shape);
            return tape().graph
                    .add(
                            new Unit() {
                                @Override
                                public void forward(boolean training) {
                                    update();
                                    for (int i = 0; i < on.length; i++) {
                                        y.value[i] =
                                                on[i] ? scores.value[i] : lowers ? scores.value[i] + MASKED : MASKED;
                                    }
                                }

                                @Override
                                public void backward() {
                                    for (int i = 0; i < on.length; i++) {
                                        scores.gradient[i] += on[i] || lowers ? y.gradient[i] : 0;
                                    }
                                }
                            },
                            y);
        }

        private void update() {
            int sources = shape[shape.length - 1];
            int targets = shape[shape.length - 2];
            int perSample = on.length / shape[0];
            for (int i = 0; i < on.length; i++) {
                int sample = i / perSample;
                on[i] = still[i];
                for (boolean[] mask : ofQuery) {
                    on[i] &= mask[sample * targets + i / sources % targets];
                }
                for (boolean[] mask : ofValue) {
                    on[i] &= mask[sample * sources + i % sources];
                }
            }
        }

        /** A row with nothing to attend to is zero. */
        private Flow zeroRows(Flow weights) {
            if (!any) {
                return weights;
            }
            int sources = shape[shape.length - 1];
            boolean[] rows = new boolean[on.length / sources];
            tape().graph.units.add(new Unit() {
                @Override
                public void forward(boolean training) {
                    for (int r = 0; r < rows.length; r++) {
                        rows[r] = false;
                        for (int i = r * sources; i < (r + 1) * sources; i++) {
                            rows[r] |= on[i];
                        }
                    }
                }

                @Override
                public void backward() {}
            });
            Flow zeros = tape().constant(new double[0], shape);
            return tape().select(rows, IntStream.range(0, rows.length).toArray(), weights, zeros);
        }
    }
}
