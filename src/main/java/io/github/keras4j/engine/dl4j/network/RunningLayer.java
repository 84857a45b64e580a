package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Tape;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.engine.dl4j.layers.Call;
import io.github.keras4j.engine.dl4j.layers.Computation;
import io.github.keras4j.engine.dl4j.layers.Computations;
import io.github.keras4j.engine.dl4j.layers.Parameters;
import io.github.keras4j.engine.dl4j.layers.States;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Node;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A {@link CanonicalLayer} in a network: its weights, its states, and what the last forward pass left. */
class RunningLayer extends AbstractLayer<CanonicalLayer> {
    private static final long serialVersionUID = 1L;

    private final LayerCall call;
    private final Computation computation;
    private final Parameters.Slopes slopes;
    private final Call.Moments moments;
    final Map<String, List<INDArray>> states = new HashMap<>();
    private @Nullable INDArray parameters;
    private @Nullable INDArray gradients;
    private Map<String, INDArray> table = Map.of();
    private Map<String, INDArray> gradientTable = Map.of();
    private boolean carries;
    private @Nullable RunningVertex vertex;
    private List<Value> inputs = List.of();
    private List<Value> outputs = List.of();
    private List<Value> weights = List.of();

    RunningLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        call = layerConf().call();
        computation = new Computations().visit(call.layer());
        slopes = call.training()
                .map(notes -> new Parameters.Slopes(notes.cutsSigmoid(), notes.halvesReluAtZero()))
                .orElse(Parameters.Slopes.PLAIN);
        moments = call.training()
                .map(notes -> new Call.Moments(notes.frozen(), notes.unbiasedVariance(), notes.varianceWithEpsilon()))
                .orElse(Call.Moments.PLAIN);
    }

    /** Whether states go on from one {@code output} to the next, as Keras's stateful layers have it. */
    void setCarries(boolean carries) {
        this.carries = carries;
    }

    boolean isStateful() {
        return call.layer() instanceof io.github.keras4j.model.Recurrent recurrent
                ? recurrent.walk().stateful()
                : call.layer() instanceof io.github.keras4j.model.Wrapper.Bidirectional both
                        && (both.forward().walk().stateful()
                                || both.backward().walk().stateful());
    }

    void setVertex(RunningVertex around) {
        vertex = around;
    }

    /** What it is called on, with the masks that lie beside: of a chain its one input. */
    List<Value> given() {
        RunningVertex around = vertex;
        return around == null ? List.of(Value.of(input)) : around.given();
    }

    LayerCall call() {
        return call;
    }

    /** What the last forward pass gave. */
    List<Value> outputs() {
        return outputs;
    }

    /** @param given the vertex's inputs, with their masks */
    List<Value> forward(List<Value> given, boolean training) {
        return forward(given, training, carries);
    }

    List<Value> forward(List<Value> given, boolean training, boolean carrying) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            inputs = training ? given.stream().map(RunningLayer::variable).toList() : given;
            Map<String, Value> named = new LinkedHashMap<>();
            for (LayerCall.Parameter parameter : call.parameters()) {
                INDArray weight = Objects.requireNonNull(table.get(parameter.name()));
                named.put(parameter.path(), training ? Value.variable(weight) : Value.of(weight));
            }
            weights = List.copyOf(named.values());
            Call made = made(training, carrying);
            outputs = computation.run(made, new Parameters(named, "", slopes));
            return outputs;
        } catch (UnfitException e) {
            throw new InputException(
                    "Layer '" + call.layer().name() + "' (" + call.layer().className() + "): "
                            + e.getMessage() + ". Received: inputs "
                            + given.stream()
                                    .map(x -> java.util.Arrays.toString(x.shape()))
                                    .toList());
        }
    }

    private static Value variable(Value x) {
        return Value.variable(x.data()).withMask(x.mask());
    }

    private Call made(boolean training, boolean carrying) {
        List<Value> all = new ArrayList<>();
        int at = 0;
        INDArray like = inputs.get(0).data();
        for (int i = 0; i < call.inputs(); i++) {
            Tensor constant = call.constants().get(Integer.toString(i));
            Value value = constant == null ? inputs.get(at++) : constant(constant, like);
            boolean unmasked =
                    call.masks() == Node.Masks.DROPPED || call.unmasked().contains(i);
            all.add(unmasked ? value.withMask(null) : value);
        }
        Map<String, Value> keywords = new LinkedHashMap<>();
        for (String keyword : call.keywords()) {
            Tensor constant = call.constants().get(keyword);
            keywords.put(keyword, constant == null ? inputs.get(at++) : constant(constant, like));
        }
        States kept = new States(states, "", carrying);
        return new Call(
                all,
                keywords,
                call.arguments(),
                call.masks() == Node.Masks.PASSED_BY,
                new Call.Mode(training, moments, kept));
    }

    private static Value constant(Tensor tensor, INDArray like) {
        long[] shape =
                java.util.Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return Value.of(Arrays.of(like, tensor.toDoubles(), shape));
    }

    /** The inputs' gradients; the weights' lie in the view afterwards. @param epsilons one for each output, or fewer */
    Pair<Gradient, INDArray[]> backward(List<INDArray> epsilons) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            Tape.back(outputs.subList(0, epsilons.size()), epsilons);
            Gradient gradient = new DefaultGradient();
            for (int i = 0; i < weights.size(); i++) {
                String name = call.parameters().get(i).name();
                INDArray view = Objects.requireNonNull(gradientTable.get(name));
                view.assign(taken(weights.get(i)).reshape('c', view.shape()));
                gradient.setGradientFor(name, view);
            }
            noteSlices();
            INDArray[] back = inputs.stream().map(RunningLayer::taken).toArray(INDArray[]::new);
            inputs = List.of();
            outputs = List.of();
            return new Pair<>(gradient, back);
        }
    }

    /** Of embeddings that Keras keeps in slices, for {@link WeightRules}. */
    private void noteSlices() {
        layerConf().slices().clear();
        for (int i = 0; i < weights.size() && call.training().isPresent(); i++) {
            TrainingNotes.Slices kind = call.training().get().weights().get(i).slices();
            List<Tape.Slices> parts =
                    Objects.requireNonNull(weights.get(i).tape()).slices();
            if (kind != TrainingNotes.Slices.DENSE && !parts.isEmpty()) {
                layerConf()
                        .slices()
                        .put(
                                call.parameters().get(i).name(),
                                sums(weights.get(i).data(), parts, kind));
            }
        }
    }

    private static SliceSums sums(INDArray table, List<Tape.Slices> parts, TrainingNotes.Slices kind) {
        INDArray sums = table.ulike().assign(0);
        double squares = 0;
        for (Tape.Slices part : parts) {
            INDArray square = part.rows().mul(part.rows());
            squares += square.sumNumber().doubleValue();
            INDArray each = kind == TrainingNotes.Slices.ABSOLUTE_BY_SLICE ? Transforms.abs(part.rows(), true) : square;
            for (int i = 0; i < part.indices().length(); i++) {
                sums.getRow(part.indices().getInt(i)).addi(each.getRow(i));
            }
        }
        return new SliceSums(sums, squares);
    }

    /** The gradients are those of Keras's mean losses already. */
    @Override
    public boolean updaterDivideByMinibatch(String name) {
        return false;
    }

    @Override
    public double calcRegularizationScore(boolean backpropOnly) {
        double score = 0;
        for (int i = 0; i < call.parameters().size() && call.training().isPresent(); i++) {
            TrainingNotes.Weight notes = call.training().get().weights().get(i);
            score += notes.trained() ? WeightRules.score(weight(i), notes.penalty()) : 0;
        }
        return score;
    }

    private INDArray weight(int index) {
        return getParam(call.parameters().get(index).name());
    }

    /** After an update, as Keras's constraints do it. */
    @Override
    public void applyConstraints(int iteration, int epoch) {
        for (int i = 0; i < call.parameters().size() && call.training().isPresent(); i++) {
            TrainingNotes.Weight notes = call.training().get().weights().get(i);
            if (notes.trained()) {
                WeightConstraints.apply(notes.constraint(), weight(i));
            }
        }
    }

    private static INDArray taken(Value value) {
        return Objects.requireNonNull(value.tape()).taken();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray y = forward(List.of(Value.of(input)), training).get(0).data();
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, y);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray[]> back = backward(List.of(epsilon));
        return new Pair<>(back.getFirst(), workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, back.getSecond()[0]));
    }

    @Override
    public Layer clone() {
        throw new UnsupportedOperationException("Clone the network");
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {
        // there is no weight noise
    }

    @Override
    public @Nullable INDArray params() {
        return parameters;
    }

    @Override
    public INDArray getParam(String name) {
        return Objects.requireNonNull(table.get(name));
    }

    @Override
    public long numParams() {
        return parameters == null ? 0 : parameters.length();
    }

    @Override
    public void setParam(String name, INDArray value) {
        getParam(name).assign(value);
    }

    @Override
    public void setParams(@Nullable INDArray changed) {
        if (parameters != null && changed != null) {
            parameters.assign(changed);
        }
    }

    @Override
    public void setParamsViewArray(@Nullable INDArray view) {
        parameters = view;
    }

    @Override
    public @Nullable INDArray getGradientsViewArray() {
        return gradients;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        gradients = view;
        gradientTable = layerConf().initializer().getGradientsFromFlattened(conf(), view);
    }

    @Override
    public void setParamTable(Map<String, INDArray> changed) {
        table = changed;
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropOnly) {
        return table;
    }
}
