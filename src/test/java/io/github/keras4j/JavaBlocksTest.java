package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs every Java block of the README and the cookbook, and the marked ones of the other pages. */
class JavaBlocksTest {
    @TempDir
    static Path folder;

    @TestFactory
    List<DynamicTest> every_java_block_does_what_it_says() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages) {
            int number = 0;
            for (JavaBlocks.Block block : JavaBlocks.of(page)) {
                number++;
                boolean all = page.endsWith("README.md") || page.endsWith("cookbook.md");
                if (block.needsMore() || !all && !block.marked()) {
                    continue;
                }
                Path own = Files.createDirectories(
                        folder.resolve(page.getFileName().toString()).resolve("" + number));
                tests.add(dynamicTest(page + ", Java block " + number, () -> JavaBlocks.run(block, own)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests;
    }
}
