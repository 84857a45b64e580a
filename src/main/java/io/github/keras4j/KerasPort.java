package io.github.keras4j;

import io.github.keras4j.engine.OneAtATime;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaSession;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * A Keras model, ready to run in Java. Thread-safe: any number of threads may call {@link #predict}. For the fastest
 * calls, or to keep states from call to call, each thread opens its own {@link Session}.
 *
 * <pre>{@code
 * try (KerasPort model = Keras4j.load(Path.of("model.h5"))) {
 *     Tensor y = model.predict(Tensor.of(x)); // x: float[batch][steps][features]
 * }
 * }</pre>
 */
public final class KerasPort implements AutoCloseable {
    /** Batches are not split into smaller parts than this: it would not pay. */
    private static final int LEAST_SHARE = 64;

    private final KerasModel model;
    private final String engine;
    private final Plan plan;
    private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    KerasPort(KerasModel model, String engine, Plan plan) {
        this.model = model;
        this.engine = engine;
        this.plan = plan;
    }

    /** The model: its layers, its weights, and which Keras saved it. */
    public KerasModel model() {
        return model;
    }

    /** The name of the engine that runs it. */
    public String engine() {
        return engine;
    }

    /**
     * Predicts for a model with one input and one output, like Keras's {@code predict_on_batch}.
     *
     * @param input {@code [batch, ...]}
     * @throws Keras4jException for a wrong shape, or if the model has several inputs or outputs
     */
    public Tensor predict(Tensor input) {
        List<Tensor> outputs = predict(List.of(input));
        if (outputs.size() != 1) {
            throw new Keras4jException("model '" + model.name() + "' has the outputs "
                    + model.network().outputNames() + "; give its inputs as a list or by name to get them all");
        }
        return outputs.get(0);
    }

    /**
     * Predicts. States of stateful layers start at zero in every call. A large batch is spread over the cores (the
     * common {@link java.util.concurrent.ForkJoinPool}) if that pays; the answers have the same bits.
     *
     * @param inputs in the model's order, each {@code [batch, ...]}
     * @return in the model's order
     * @throws Keras4jException for a wrong number of inputs or a wrong shape
     */
    public List<Tensor> predict(List<Tensor> inputs) {
        int batch = inputs.isEmpty() || inputs.get(0).shape().rank() == 0
                ? 0
                : inputs.get(0).shape().size(0);
        int share = batch < 2 * LEAST_SHARE
                ? batch
                : plan.share(inputs.stream().map(Tensor::shape).toList(), ForkJoinPool.getCommonPoolParallelism() + 1);
        if (share >= batch) {
            return predictAlone(inputs);
        }
        List<List<Tensor>> parts = IntStream.range(0, (batch + share - 1) / share)
                .parallel()
                .mapToObj(i -> predictAlone(inputs.stream()
                        .map(input -> input.rows(i * share, Math.min(batch, (i + 1) * share)))
                        .toList()))
                .toList();
        return IntStream.range(0, parts.get(0).size())
                .mapToObj(i -> Tensor.concatenate(
                        parts.stream().map(part -> part.get(i)).toList()))
                .toList();
    }

    private void requireOpen() {
        if (closed) {
            throw new Keras4jException("model '" + model.name() + "' is closed. Load it again");
        }
    }

    private List<Tensor> predictAlone(List<Tensor> inputs) {
        requireOpen();
        Session pooled = idle.poll();
        Session session = pooled == null ? plan.openSession() : pooled;
        try {
            session.resetStates();
            return session.predict(inputs);
        } finally {
            idle.add(session);
        }
    }

    /**
     * Predicts with inputs and outputs by name. The outputs of a layer with several are called {@code lstm}, {@code
     * lstm_1}, ...
     *
     * @param inputs by input layer's name
     * @throws Keras4jException for a missing or an unknown name, or a wrong shape
     */
    public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
        List<String> names = model.network().inputNames();
        if (!inputs.keySet().equals(new java.util.HashSet<>(names))) {
            throw new Keras4jException(
                    "model '" + model.name() + "' takes the inputs " + names + ". Received: " + inputs.keySet());
        }
        List<Tensor> ordered = new ArrayList<>();
        for (String name : names) {
            ordered.add(inputs.get(name));
        }
        List<Tensor> outputs = predict(ordered);
        Map<String, Tensor> named = new LinkedHashMap<>();
        List<String> keys = model.network().outputKeys();
        for (int i = 0; i < outputs.size(); i++) {
            named.put(keys.get(i), outputs.get(i));
        }
        return named;
    }

    /** Opens a session for one thread, which keeps its buffers, and the states of stateful layers from call to call. */
    public Session openSession() {
        requireOpen();
        Session session = plan.openSession();
        return session instanceof PureJavaSession ? session : new OneAtATime(session);
    }

    /** Frees the engine's resources. No call may be running. */
    @Override
    public void close() {
        closed = true;
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
        plan.close();
    }
}
