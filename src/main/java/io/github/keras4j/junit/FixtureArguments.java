package io.github.keras4j.junit;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;

/** Gives what {@link KerasFixtures} finds. */
final class FixtureArguments implements ArgumentsProvider, AnnotationConsumer<KerasFixtures> {
    private Path folder = Path.of("");

    @Override
    public void accept(KerasFixtures annotation) {
        folder = Path.of(annotation.value());
    }

    @Override
    @SuppressWarnings("deprecation") // the newer signature is missing in JUnit before 5.13
    public Stream<? extends Arguments> provideArguments(ExtensionContext context) {
        return KerasFixture.in(folder).stream().map(Arguments::of);
    }
}
