package io.github.keras4j.cli;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Provenance of a report page: when it was made, by which version, on what machine, by which command. */
final class About {
    private About() {}

    static Map<String, String> of(CommandSpec spec) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(
                "made",
                ZonedDateTime.now(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)));
        about.put("by", new Main.Version().getVersion()[0]);
        about.put(
                "on",
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        about.put(
                "command",
                "keras4j "
                        + String.join(
                                " ", spec.root().commandLine().getParseResult().originalArgs()));
        return about;
    }
}
