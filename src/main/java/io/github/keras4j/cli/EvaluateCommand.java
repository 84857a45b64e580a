package io.github.keras4j.cli;

import io.github.keras4j.data.JsonText;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.fit.DataSet;
import io.github.keras4j.fit.Evaluation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keras4j evaluate}. Exit codes: 0 done, 3 the model is not read or evaluated, 4 bad samples. */
@Command(
        name = "evaluate",
        description = "Loss and metrics of a compiled model on samples, as Keras's model.evaluate.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private SampleArguments samples = new SampleArguments();

    @Mixin
    private SampleArguments.CompileOptions compiled = new SampleArguments.CompileOptions();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Samples per batch; default: ${DEFAULT-VALUE}.")
    private int batchSize = 32;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "auto", description = "auto is purejava.")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            defaultValue = "float32",
            description = "float32 or float64; default: ${DEFAULT-VALUE}.")
    private String dtype = "float32";

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        KerasModel read = compiled.compile(model.source().read(), spec);
        DataSet data = samples.read(read, model.source());
        DType type = FitCommand.dtype(spec, dtype);
        Map<String, Double> values = Evaluation.of(read, data, FitCommand.atLeastOne(spec, batchSize), engine, type);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, List<Double>> lists = new LinkedHashMap<>();
            values.forEach((name, value) -> lists.put(name, List.of(value)));
            out.println(JsonText.object(lists, true));
        } else {
            values.forEach((name, value) -> out.println(name + ": " + value));
        }
        out.flush();
        return ExitCodes.OK;
    }
}
