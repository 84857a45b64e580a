package io.github.keras4j.cli;

import io.github.keras4j.model.KerasModel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keras4j inspect}. */
@Command(
        name = "inspect",
        description =
                "Prints Keras's summary table, the Keras that saved the model, its training configuration, and which engines run it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        KerasModel read = model.source().read();
        Inspection inspection = Inspection.of(read);
        spec.commandLine().getOut().println((json ? inspection.toJson() : inspection.toText()).stripTrailing());
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }
}
