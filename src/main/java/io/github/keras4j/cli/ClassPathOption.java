package io.github.keras4j.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.ParameterException;

/** {@code --class-path}, for every command: where the Java of Lambdas and custom layers lies. */
final class ClassPathOption {
    private ClassPathOption() {}

    /** Adds the option to a command and to those below it. */
    static void addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(Specs.option(
                                String.class,
                                "Jars with the Java code of Lambdas and custom layers, separated as in java -cp.",
                                "--class-path")
                        .paramLabel("JARS")
                        .setter(new Loader(command))
                        .build());
        command.getSubcommands().values().forEach(ClassPathOption::addTo);
    }

    private record Loader(CommandLine command) implements ISetter {
        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable T set(@Nullable T value) {
            if (value instanceof String jars) {
                Thread thread = Thread.currentThread();
                thread.setContextClassLoader(new URLClassLoader(urls(jars), thread.getContextClassLoader()));
            }
            return value;
        }

        private URL[] urls(String jars) {
            List<URL> urls = new ArrayList<>();
            for (String jar : jars.split(File.pathSeparator)) {
                Path path = Path.of(jar);
                if (!Files.isReadable(path)) {
                    throw new ParameterException(
                            command, "--class-path: there is no such file or folder. Received: " + jar);
                }
                try {
                    urls.add(path.toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new ParameterException(command, "--class-path: " + e.getMessage(), e);
                }
            }
            return urls.toArray(URL[]::new);
        }
    }
}
