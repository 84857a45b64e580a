package io.github.keras4j.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Describes commands to picocli without annotations. Reading annotations by reflection takes a third of the command
 * line's start, so {@code predict}, which is started for single answers, and the program itself have none.
 */
final class Specs {
    /**
     * Calls picocli's own factory only when there is something to make: it looks for a class of Groovy in all of the
     * sixty jars.
     */
    static final IFactory FACTORY = new LateFactory();

    private Specs() {}

    private static final class LateFactory implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** A command with --help and --version, whose user object picocli does not look into. */
    static CommandSpec command(Object command, String name, String description) {
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection(command, FACTORY).name(name).versionProvider(new Main.Version());
        spec.usageMessage().description(description);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        return spec;
    }

    /** An option that takes a value. */
    static OptionSpec.Builder option(Class<?> type, String description, String... names) {
        return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
                .type(type)
                .description(description);
    }

    /** An option that is there or not. */
    static OptionSpec flag(String description, String name) {
        return option(boolean.class, description, name).build();
    }

    static PositionalParamSpec positional(Class<?> type, String label, String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(type)
                .paramLabel(label)
                .description(description)
                .build();
    }
}
