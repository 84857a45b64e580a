package io.github.keras4j;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.FlatArrays;
import io.github.keras4j.engine.OneAtATime;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.engine.purejava.PureJavaSession;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * A Keras model, ready to run in Java. Thread-safe: any number of threads may call {@link #predict}. For the fastest
 * calls, or to keep states from call to call, each thread opens its own {@link Session}.
 *
 * <pre>{@code
 * try (KerasPort model = Keras4j.load(Path.of("model.h5"))) {
 *     float[] scores = model.predict(sample);  // one sample, flat
 *     Tensor y = model.predict(Tensor.of(x));  // x: float[batch][steps][features]
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
    /** Those that callers hold; they end with the model. */
    private final Set<Session> opened = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final LoadOptions options;
    private final boolean stateful;
    private volatile boolean closed;

    KerasPort(KerasModel model, String engine, Plan plan, LoadOptions options) {
        this.model = model;
        this.engine = engine;
        this.plan = plan;
        this.options = options;
        stateful = model.network().isStateful();
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
     * The answer to one sample, for a model with one input and one output.
     *
     * <pre>{@code
     * float[] scores = model.predict(new float[] {5.1f, 3.5f, 1.4f, 0.2f});
     * }</pre>
     *
     * @param sample flat, row-major: an image of 28 x 28 x 1 is 784 numbers. One size of the model's input may be open
     * @return the answer, flat and row-major
     * @throws InputException for another number of numbers, or if the model takes strings or has several inputs or
     *     outputs
     */
    public float[] predict(float[] sample) {
        requireOneInput();
        Shape shape = FlatArrays.sample(model.network(), 0, sample.length);
        return predict(Tensor.of(shape.prepend(1), sample)).toFloats();
    }

    /**
     * The answers to a batch of samples, for a model with one input and one output.
     *
     * @param samples a flat sample each, all of one length
     * @return a flat answer for each
     * @throws InputException as {@link #predict(float[])}, and if samples differ in length
     */
    public float[][] predict(float[][] samples) {
        requireOneInput();
        if (samples.length == 0) {
            return new float[0][];
        }
        float[] flat = Samples.flat(model.name(), samples);
        Shape shape = FlatArrays.sample(model.network(), 0, samples[0].length);
        return Samples.rows(predict(Tensor.wrap(shape.prepend(samples.length), flat)));
    }

    /**
     * The answers to samples in a buffer, for a model with one input and one output that leaves no size open but the
     * number of samples.
     *
     * @param samples flat samples one after the other, from its position to its limit
     * @param answers gets a flat answer for each, from its position on
     * @throws InputException if that is no whole number of samples, or the answers do not fit; then no position has
     *     moved
     */
    public void predict(FloatBuffer samples, FloatBuffer answers) {
        requireOneInput();
        float[] flat = new float[samples.remaining()];
        samples.duplicate().get(flat);
        Shape shape = FlatArrays.shapes(model.network(), new float[][] {flat}).get(0);
        Tensor answer = shape.size(0) == 0 ? null : predict(Tensor.wrap(shape, flat));
        int size = answer == null ? 0 : answer.size();
        if (size > answers.remaining()) {
            throw new InputException("The answers of model '" + model.name() + "' to " + shape.size(0) + " samples are "
                    + size + " floats. Received: a buffer with room for " + answers.remaining());
        }
        if (answer != null) {
            answers.put(answer.toFloats());
        }
        samples.position(samples.limit());
    }

    /**
     * As {@link #predict(FloatBuffer, FloatBuffer)}, of floats of 4 bytes in the buffers' byte order. Python's {@code
     * x.tobytes()} needs {@link java.nio.ByteOrder#LITTLE_ENDIAN}, and a new buffer is big-endian.
     */
    public void predict(ByteBuffer samples, ByteBuffer answers) {
        if (samples.remaining() % Float.BYTES != 0) {
            throw new InputException(
                    "A buffer of floats has a multiple of 4 bytes. Received: " + samples.remaining() + " bytes");
        }
        FloatBuffer filled = answers.asFloatBuffer();
        predict(samples.asFloatBuffer(), filled);
        samples.position(samples.limit());
        answers.position(answers.position() + filled.position() * Float.BYTES);
    }

    /**
     * The answers to one sample whose values have names, as a row of a table or a JSON object has them.
     *
     * <pre>{@code
     * Map<String, float[]> answer = model.predictSample(Map.of("age", 42, "city", "Berlin"));
     * }</pre>
     *
     * @param sample by input layer's name: a number, a boolean, a string, a list or an array of these, or a tensor
     *     without a batch axis
     * @return each output flat, under the names of {@link #predict(Map)}
     * @throws InputException for a missing or an unknown name, or a value that the input does not take
     */
    public Map<String, float[]> predictSample(Map<String, ?> sample) {
        List<String> names = model.network().inputNames();
        requireNames(sample.keySet());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            inputs.put(names.get(i), Samples.of(model.network(), i, sample.get(names.get(i))));
        }
        Map<String, float[]> answers = new LinkedHashMap<>();
        predict(inputs).forEach((name, answer) -> answers.put(name, answer.toFloats()));
        return answers;
    }

    /**
     * The layers from one to another as a model of its own, on the same engine: the encoder of an autoencoder, its
     * decoder, an inner layer's output.
     *
     * <pre>{@code
     * KerasPort encoder = autoencoder.part("input", "latent");
     * KerasPort decoder = autoencoder.part("up_1", "output");
     * }</pre>
     *
     * @param first the first layer. What it takes is the part's input; where that comes from another layer, the input
     *     has that layer's name. If a later layer also hangs on something else, that model input is one of the part's
     * @param last the last layer, whose outputs are the part's. In a nested model both are {@code model/layer}
     * @return closed by the caller, independently of this model
     * @throws InputException for a layer that is not there or is called several times, or if no path joins the two
     * @throws io.github.keras4j.errors.UnsupportedLayerException where a mask reaches the first layer: the part would
     *     not see it
     */
    public KerasPort part(String first, String last) {
        requireOpen();
        return Keras4j.open(ModelPart.of(model, first, last), options);
    }

    /**
     * Predicts for a model with one input and one output, like Keras's {@code predict_on_batch}.
     *
     * @param input {@code [batch, ...]}
     * @throws InputException for a wrong shape, or if the model has several inputs or outputs
     */
    public Tensor predict(Tensor input) {
        List<Tensor> outputs = predict(List.of(input));
        if (outputs.size() != 1) {
            throw new InputException("model '" + model.name() + "' has the outputs "
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
     * @throws InputException for a wrong number of inputs or a wrong shape
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

    /** The model's name, the engine, and for {@code purejava} which kernels compute, and what would be faster. */
    @Override
    public String toString() {
        boolean own = engine.equals(EngineChoice.PUREJAVA.toString());
        return "KerasPort of model '" + model.name() + "' on " + engine
                + (own ? ", " + PureJavaEngine.explainKernels() : "");
    }

    private void requireOpen() {
        if (closed) {
            throw new Keras4jException("model '" + model.name() + "' is closed. Load it again");
        }
    }

    private void requireOneInput() {
        Network network = model.network();
        if (network.inputs().size() != 1 || network.outputs().size() != 1) {
            throw new InputException("model '" + model.name() + "' has the inputs " + network.inputNames()
                    + " and the outputs " + network.outputNames()
                    + ", so one array does not tell them. Give the inputs by name, or as a list of tensors");
        }
    }

    private void requireNames(Set<String> received) {
        List<String> names = model.network().inputNames();
        if (!received.equals(new HashSet<>(names))) {
            throw new InputException(
                    "model '" + model.name() + "' takes the inputs " + names + ". Received: " + received);
        }
    }

    private List<Tensor> predictAlone(List<Tensor> inputs) {
        requireOpen();
        Session pooled = idle.poll();
        Session session = pooled == null ? plan.openSession() : pooled;
        try {
            if (stateful) {
                session.resetStates();
            }
            return session.predict(inputs);
        } finally {
            if (closed) {
                session.close();
            } else {
                idle.add(session);
            }
        }
    }

    /**
     * Predicts with inputs and outputs by name. The outputs of a layer with several are called {@code lstm}, {@code
     * lstm_1}, ...
     *
     * @param inputs by input layer's name
     * @throws InputException for a missing or an unknown name, or a wrong shape
     */
    public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
        List<String> names = model.network().inputNames();
        requireNames(inputs.keySet());
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

    /**
     * Opens a session for one thread, which keeps its buffers, and the states of stateful layers from call to call. It
     * ends with the model at the latest.
     */
    public Session openSession() {
        requireOpen();
        Session session = plan.openSession();
        Session own = session instanceof PureJavaSession ? session : new OneAtATime(session);
        opened.add(own);
        return own;
    }

    /**
     * Frees the engine's resources and closes the sessions. From then on every call is refused.
     *
     * @throws Keras4jException if a session is answering
     */
    @Override
    public void close() {
        closed = true;
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
        for (Session session : List.copyOf(opened)) {
            session.close();
        }
        opened.clear();
        plan.close();
    }
}
