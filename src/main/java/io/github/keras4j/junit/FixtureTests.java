package io.github.keras4j.junit;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The fixtures under a folder as dynamic tests. {@link KerasFixtures} does the same for parameterized tests; it can't
 * have this method, since an annotation has no static methods (JLS 9.6.1).
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> models() {
 *     return FixtureTests.in(Path.of("src/test/resources/models"));
 * }
 * }</pre>
 */
public final class FixtureTests {
    private FixtureTests() {}

    /**
     * One test per fixture, named after it.
     *
     * @throws io.github.keras4j.errors.FixtureException if there is none: a test of nothing must not pass
     */
    public static Stream<DynamicTest> in(Path folder) {
        return KerasFixture.in(folder).stream()
                .map(fixture ->
                        DynamicTest.dynamicTest(fixture.name(), fixture.folder().toUri(), fixture::verify));
    }
}
