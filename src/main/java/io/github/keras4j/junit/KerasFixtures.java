package io.github.keras4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The fixtures under a folder as arguments of a {@code @ParameterizedTest}; a folder without fixtures fails.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @KerasFixtures("src/test/resources/models")
 * void is_what_python_said(KerasFixture fixture) {
 *     fixture.verify();
 * }
 * }</pre>
 *
 * For a {@code @TestFactory} use {@link FixtureTests#in}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(FixtureArguments.class)
public @interface KerasFixtures {
    /** The folder, relative to where the tests run (Maven: the project's folder). */
    String value();
}
