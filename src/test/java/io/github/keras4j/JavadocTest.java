package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What javac's doclint says of the packages that users call: those that the pom does not leave out of the Javadoc. */
class JavadocTest {
    /** A visitor's method says all by its name and its parameter; the interface tells what visitors are. */
    private static final Pattern VISITORS = Pattern.compile("\\s*R \\w+\\(\\w+ \\w+\\);\\s*");

    private static final Path MAIN = Path.of("src/main/java");

    @TempDir
    Path classes;

    @Test
    void every_public_member_has_a_comment_and_all_are_well_formed() throws IOException {
        List<String> said = doclint();

        assertThat(said).as("the check works").anyMatch(line -> line.contains("no @"));
        assertThat(said)
                .filteredOn(line -> line.contains("no comment") || line.startsWith("ERROR"))
                .isEmpty();
    }

    private List<String> doclint() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (var files = javac.getStandardFileManager(found, Locale.ROOT, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-Xmaxwarns",
                    "100000",
                    "-Xdoclint:all/protected");
            javac.getTask(null, files, found, options, null, files.getJavaFileObjects(sources()))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(one -> !VISITORS.matcher(text(one)).matches())
                .map(JavadocTest::line)
                .toList();
    }

    /** Those of the packages that are checked; what they use of others is there as classes. */
    private static Path[] sources() throws IOException {
        List<String> out = leftOut();
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> {
                        String name =
                                MAIN.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
                        return out.stream()
                                .noneMatch(one -> one.endsWith(".*")
                                        ? name.startsWith(one.substring(0, one.length() - 1))
                                        : name.equals(one));
                    })
                    .toArray(Path[]::new);
        }
    }

    /** As the pom has it: names of packages, and {@code name.*} for those below one. */
    private static List<String> leftOut() throws IOException {
        Matcher named = Pattern.compile("<excludePackageNames>(.*)</excludePackageNames>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(named.find()).isTrue();
        return List.of(named.group(1).split(":"));
    }

    /** The line of source that it is about. */
    private static String text(Diagnostic<? extends JavaFileObject> one) {
        try (Stream<String> lines = one.getSource() == null
                ? Stream.empty()
                : Files.lines(Path.of(one.getSource().toUri()))) {
            return lines.skip(Math.max(0, one.getLineNumber() - 1)).findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Diagnostic<? extends JavaFileObject> one) {
        String where = one.getSource() == null ? "" : one.getSource().getName() + ":" + one.getLineNumber();
        return one.getKind() + " " + where + " " + one.getMessage(Locale.ROOT);
    }
}
