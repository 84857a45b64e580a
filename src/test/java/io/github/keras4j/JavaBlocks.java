package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The Java blocks of a page of documentation. A comment before a block, {@code <!-- java NAME=FILE ... -->}, says which
 * files of the repository stand for the names in it; {@code <!-- java compile -->} that it is only compiled,
 * {@code <!-- java needs ... -->} that it is not run here.
 */
final class JavaBlocks {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- java ([^>]*?)-->\n)?```java\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    private JavaBlocks() {}

    /**
     * @param marked whether a comment stands before it
     * @param expected the lines that must be among what is printed
     */
    record Block(String source, boolean marked, boolean compiledOnly, boolean needsMore, List<String> expected) {}

    static List<Block> of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            String comment = matcher.group(1) == null ? "" : matcher.group(1).strip();
            String source = matcher.group(2);
            for (String word : comment.split("\\s+")) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    source = source.replace("\"" + word.substring(0, equals), "\"" + word.substring(equals + 1));
                }
            }
            blocks.add(new Block(
                    source,
                    matcher.group(1) != null,
                    comment.equals("compile"),
                    comment.startsWith("needs"),
                    matcher.group(3) == null
                            ? List.of()
                            : matcher.group(3).lines().toList()));
        }
        return blocks;
    }

    /** Compiles it into that folder and runs it in the repository's root. */
    static void run(Block block, Path folder) throws Exception {
        Matcher named = CLASS.matcher(block.source());
        boolean whole = named.find();
        String name = whole ? named.group(1) : "Block";
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, whole ? block.source() : wrapped(block.source()));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        if (block.compiledOnly()) {
            return;
        }
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines()).containsAll(block.expected());
    }

    private static String wrapped(String source) {
        String imports =
                source.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String rest = source.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "\npublic class Block {\npublic static void main(String[] args) throws Exception {\n" + rest
                + "\n}\n}\n";
    }
}
