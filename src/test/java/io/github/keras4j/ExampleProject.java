package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A project of {@code examples/}, copied out of the repository and built by Maven on the keras4j that was just packaged.
 * Maven's local repository is one of our own: links to all that the user's has, and only keras4j beside it, so that
 * nothing of this build is left there.
 *
 * @param folder the copy
 */
record ExampleProject(Path folder, Path mvn, Path repository) {
    private static final Pattern NO_NETWORK =
            Pattern.compile("Could not transfer artifact|failed to transfer from|Cannot access \\S+ .*offline");

    /** A command's exit code, and all that it said. */
    record Ended(int code, String said) {}

    /** Skips the test where no Maven is known. */
    static ExampleProject copied(String example, Path into) throws IOException {
        Path mvn = Path.of(System.getProperty("maven.home", ""), "bin", "mvn");
        assumeTrue(Files.isExecutable(mvn), "no Maven is known here; run by Maven, this builds the example");
        Path repository = into.resolve("repository");
        link(Path.of(System.getProperty("localRepository")), repository, List.of("io", "github", "keras4j"));
        Path ours = repository.resolve("io/github/keras4j");
        Path keras4j = Files.createDirectories(ours.resolve("keras4j/0.1.0"));
        Files.copy(Path.of("target/keras4j.jar"), keras4j.resolve("keras4j-0.1.0.jar"));
        Files.copy(Path.of("pom.xml"), keras4j.resolve("keras4j-0.1.0.pom"));
        Path dl4j = Files.createDirectories(ours.resolve("keras4j-dl4j/0.1.0"));
        Files.copy(Path.of("target/keras4j-dl4j.pom"), dl4j.resolve("keras4j-dl4j-0.1.0.pom"));
        return new ExampleProject(copied(Path.of("examples", example), into.resolve("project")), mvn, repository);
    }

    /** Links to everything in a folder, but a folder of our own for the one that leads to ours. */
    private static void link(Path from, Path to, List<String> ours) throws IOException {
        Files.createDirectories(to);
        if (ours.isEmpty()) {
            return;
        }
        Files.createDirectories(from);
        try (var entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals(ours.get(0))) {
                    Files.createSymbolicLink(to.resolve(name), entry.toAbsolutePath());
                }
            }
        }
        link(from.resolve(ours.get(0)), to.resolve(ours.get(0)), ours.subList(1, ours.size()));
    }

    private static Path copied(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return dir.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    /** Skips the test where Maven would have to download something, and can't. */
    Ended maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(mvn.toString(), "-B", "-Dmaven.repo.local=" + repository, "--no-transfer-progress"));
        command.addAll(List.of(arguments));
        Ended ended = run(command, folder);
        assumeFalse(
                ended.code() != 0 && NO_NETWORK.matcher(ended.said()).find(),
                () -> "what the example needs can't be downloaded: " + ended.said());
        return ended;
    }

    /** Runs this JVM's Java in keras4j's own folder, so that arguments may name fixtures. */
    Ended java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        return run(command, Path.of("").toAbsolutePath());
    }

    private Ended run(List<String> command, Path where) throws IOException, InterruptedException {
        Path output = folder.resolveSibling("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(30, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended).as("%s ended; said:\n%s", command.get(0), said).isTrue();
        return new Ended(process.exitValue(), said);
    }
}
