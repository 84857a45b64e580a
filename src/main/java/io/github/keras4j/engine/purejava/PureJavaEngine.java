package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.PlainKernels;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.VectorApi;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Runs models in Java alone: no natives, answers in microseconds. Computes in float32. */
public final class PureJavaEngine implements Engine {
    private final Kernels kernels;
    private final Workers workers;

    /** With the fastest kernels of this JVM, on the calling thread. */
    public PureJavaEngine() {
        this(1);
    }

    /**
     * With the fastest kernels of this JVM.
     *
     * @param threads how many threads compute a call at most, the calling one among them; at least 1
     */
    public PureJavaEngine(int threads) {
        this(Kernels.best(), new Workers(threads));
    }

    PureJavaEngine(Kernels kernels) {
        this(kernels, Workers.NONE);
    }

    private PureJavaEngine(Kernels kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
    }

    /** Whether this JVM offers the Vector API to it: its module is there and was not turned off. */
    public static boolean isFast() {
        return !(Kernels.best() instanceof PlainKernels);
    }

    /** What does the arithmetic: {@code "vector (512 bit)"} or {@code "plain Java"}. */
    public String kernels() {
        return kernels.toString();
    }

    /** What does the arithmetic, and if not the Vector API, why, and what turns it on. */
    public static String explainKernels() {
        return Kernels.best() + " kernels"
                + VectorApi.refusal().map(why -> ": " + why).orElse("");
    }

    @Override
    public String name() {
        return "purejava";
    }

    @Override
    public Support supports(KerasModel model) {
        List<Refusal> refusals = new ArrayList<>();
        compile(model, refusals);
        return refusals.isEmpty() ? Support.YES : new Support(refusals);
    }

    @Override
    public Compilation compile(KerasModel model) {
        List<Refusal> refusals = new ArrayList<>();
        CompiledNetwork network = compile(model, refusals);
        return refusals.isEmpty()
                ? new Compilation.Compiled(new PureJavaPlan(model, network, contextOf(model)))
                : new Compilation.Refused(name(), model.name(), new Support(refusals));
    }

    /**
     * As {@link #compile}, with what this engine's plans and sessions have beyond the others'.
     *
     * @throws UnsupportedLayerException when the model is refused; the message has every refusal
     */
    public PureJavaPlan plan(KerasModel model) {
        return (PureJavaPlan) compile(model).orThrow();
    }

    private CompiledNetwork compile(KerasModel model, List<Refusal> refusals) {
        Context context = contextOf(model);
        CompiledNetwork network =
                CompiledNetwork.compile(model.network(), model.weights(), new LayerCompiler(context), refusals);
        if (refusals.isEmpty()) {
            new Trial(model.network(), network, context).refusal().ifPresent(refusals::add);
        }
        return network;
    }

    private Context contextOf(KerasModel model) {
        boolean staticBatch = !model.network().inputs().isEmpty()
                && model.network().inputs().stream().allMatch(ref -> batchOf(model, ref) != Shape.UNKNOWN);
        return new Context(
                kernels,
                workers,
                !staticBatch && RowWise.is(model.network()),
                model.network().layers().stream().anyMatch(PureJavaEngine::isRecurrent));
    }

    private static boolean isRecurrent(Layer layer) {
        return layer instanceof Recurrent || layer instanceof Wrapper.Bidirectional;
    }

    private static int batchOf(KerasModel model, TensorRef ref) {
        return model.network().node(ref).layer() instanceof Core.InputLayer input
                        && input.shape().rank() > 0
                ? input.shape().size(0)
                : Shape.UNKNOWN;
    }
}
