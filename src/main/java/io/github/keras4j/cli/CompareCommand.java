package io.github.keras4j.cli;

import io.github.keras4j.EngineChoice;
import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.ModelSource;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j compare}. */
@Command(
        name = "compare",
        description = "Two models: their weights, and their answers to the same sampled inputs.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A model; stands under 'java' in the messages.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path one;

    @Parameters(index = "1", paramLabel = "B", description = "The other; stands under 'python'.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path other;

    @Option(names = "--engine-a", defaultValue = "auto", description = "Runs A: ${COMPLETION-CANDIDATES}.")
    private EngineChoice engineA = EngineChoice.AUTO;

    @Option(names = "--engine-b", defaultValue = "auto", description = "Runs B: ${COMPLETION-CANDIDATES}.")
    private EngineChoice engineB = EngineChoice.AUTO;

    @Option(names = "--rtol", paramLabel = "TOL", defaultValue = "1.3e-6", description = "Relative tolerance.")
    private double rtol = Tolerance.DEFAULT.rtol();

    @Option(names = "--atol", paramLabel = "TOL", defaultValue = "1e-5", description = "Absolute tolerance.")
    private double atol = Tolerance.DEFAULT.atol();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Tolerance tolerance = new Tolerance(rtol, atol);
        KerasModel a = ModelSource.of(one).read();
        KerasModel b = ModelSource.of(other).read();
        int weights = weights(a, b, tolerance, out);
        int answers = answers(a, b, tolerance, out);
        out.println(weights + answers == 0 ? "no difference" : weights + " weights and " + answers + " outputs differ");
        out.flush();
        return weights + answers == 0 ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    /** By name; by place where the names differ, as they do between generations of Keras. */
    private static int weights(KerasModel a, KerasModel b, Tolerance tolerance, PrintWriter out) {
        Map<String, Tensor> ofA = a.weights().flatten();
        Map<String, Tensor> ofB = b.weights().flatten();
        if (ofA.size() != ofB.size()) {
            out.println("weights: A has " + ofA.size() + " arrays, B has " + ofB.size());
            return Math.abs(ofA.size() - ofB.size());
        }
        boolean named = ofA.keySet().equals(ofB.keySet());
        List<Tensor> inPlace = List.copyOf(ofB.values());
        List<String> names = new ArrayList<>(ofA.keySet());
        int different = 0;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Tensor beside = named ? ofB.getOrDefault(name, inPlace.get(i)) : inPlace.get(i);
            TensorDiff diff = TensorDiff.of(ofA.getOrDefault(name, beside), beside, tolerance);
            if (!diff.passes()) {
                different++;
                out.println("weight '" + name + "' " + diff.javaShape() + "\n" + diff.message());
            }
        }
        out.println("weights: " + (names.size() - different) + " of " + names.size() + " arrays match, taken by "
                + (named ? "name" : "place, for the names differ"));
        return different;
    }

    private int answers(KerasModel a, KerasModel b, Tolerance tolerance, PrintWriter out) {
        int different = 0;
        int calls = 0;
        InputSampler sampler = InputSampler.of(a).get(0);
        try (KerasPort portA = Keras4j.open(a, LoadOptions.DEFAULT.withEngine(engineA));
                KerasPort portB = Keras4j.open(b, LoadOptions.DEFAULT.withEngine(engineB));
                Session sessionA = portA.openSession();
                Session sessionB = portB.openSession()) {
            for (int call = 0; call < InputSampler.CALLS; call++) {
                sessionA.resetStates();
                sessionB.resetStates();
                List<Tensor> inputs = sampler.inputs(call);
                List<Tensor> ofA = sessionA.predict(inputs);
                List<Tensor> ofB = sessionB.predict(inputs);
                calls++;
                for (int i = 0; i < Math.min(ofA.size(), ofB.size()); i++) {
                    TensorDiff diff = TensorDiff.of(ofA.get(i), ofB.get(i), tolerance);
                    if (!diff.passes()) {
                        different++;
                        out.println("call " + call + ", output '"
                                + a.network().outputNames().get(i) + "' " + diff.javaShape() + "\n" + diff.message());
                    }
                }
                different += Math.abs(ofA.size() - ofB.size());
            }
            out.println("outputs: " + calls + " sampled calls, A on " + portA.engine() + ", B on " + portB.engine());
        }
        return different;
    }
}
