package io.github.keras4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A callback on the command line: its first argument, then Keras's others as {@code name=value}. */
final class CallbackOptions {
    private static final Set<String> KNOWN = Set.of(
            "patience",
            "min_delta",
            "start_from_epoch",
            "restore_best_weights",
            "factor",
            "cooldown",
            "min_lr",
            "monitor",
            "save_best_only");

    private final CommandSpec spec;
    private final String option;
    private final String first;
    private final Map<String, String> others = new LinkedHashMap<>();

    CallbackOptions(CommandSpec spec, String option, String text) {
        this.spec = spec;
        this.option = option;
        String[] parts = text.split(",");
        first = parts[0];
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            if (!KNOWN.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), option + " has no such argument. Received: " + parts[i]);
            }
            others.put(name, equals < 0 ? "true" : parts[i].substring(equals + 1));
        }
    }

    String first() {
        return first;
    }

    String text(String name, String otherwise) {
        return others.getOrDefault(name, otherwise);
    }

    boolean flag(String name) {
        return others.getOrDefault(name, "false").equalsIgnoreCase("true");
    }

    double number(String name, double otherwise) {
        String text = others.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), option + " takes a number. Received: " + name + "=" + text, e);
        }
    }
}
