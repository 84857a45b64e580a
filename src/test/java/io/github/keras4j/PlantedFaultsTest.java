package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.verify.CallComparison;
import io.github.keras4j.verify.Explainer;
import io.github.keras4j.verify.VerifyOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults, each planted in a model of 3 to 30 layers. The first layer that differs must be named in all; the cause in
 * those where a known one was planted, and none where it was not.
 */
class PlantedFaultsTest {
    static Stream<Planted> all() {
        return Stream.concat(PlantedWeights.all(), PlantedOptions.all());
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_first_layer_is_named_and_never_a_wrong_cause(Planted planted) {
        Explanation explanation = explain(planted);

        assertThat(explanation.first()).as(explanation.message()).isPresent();
        assertThat(explanation.first().get().layer().name())
                .as(explanation.message())
                .isEqualTo(planted.layer());
        assertThat(explanation.first().get().unrecorded()).isEmpty();
        assertThat(explanation.kind()).as(explanation.message()).isEqualTo(planted.cause());
    }

    @Test
    void twenty_faults_and_the_cause_of_at_least_fifteen() {
        List<Planted> all = all().toList();

        assertThat(all).hasSize(20);
        assertThat(all.stream().filter(planted -> planted.cause().isPresent())).hasSizeGreaterThanOrEqualTo(15);
        assertThat(all.stream()
                        .mapToInt(planted -> planted.faulty().network().layers().size() - 1))
                .contains(3, 30)
                .allMatch(layers -> layers >= 3 && layers <= 30);
    }

    @Test
    void the_message_has_layer_step_unit_values_and_cause() {
        assertThat(explain(PlantedWeights.weightOfLstm()).message())
                .matches("(?s)  First divergence: layer 3 of 6 'lstm_2' \\(LSTM\\), time step 1; its inputs matched\n"
                        + "    only in unit 2 of 5\n"
                        + "(    java    \\S+ \\(\\p{XDigit}{8}\\)     python  \\S+ \\(\\p{XDigit}{8}\\)   at"
                        + " \\(\\d, \\d, \\d\\), [\\d,]+ ulp\n){3}"
                        + "    Greatest difference by layer: 'lstm_2' \\S+, 'dropout' \\S+, 'lstm_3' \\S+, 'dense' \\S+\n"
                        + "  Cause: layer 'lstm_2': one weight, kernel\\[1, 7\\] \\(gate f, unit 2\\), is \\S+ here and was"
                        + " \\S+ in Python; run again with it, every call matches");
    }

    @Test
    void two_wrong_weights_are_no_known_cause() {
        Planted one = PlantedWeights.weightOfDense();
        KerasModel two = Chain.with(
                one.faulty(),
                "dense_2",
                "bias",
                PlantedModels.changed(one.faulty().weights().child("dense_2").get("bias"), 0, 0.7f));

        Explanation explanation = explain(new Planted("two", two, one.calls(), "dense_2", Optional.empty()));

        assertThat(explanation.first().orElseThrow().layer().name()).isEqualTo("dense_2");
        assertThat(explanation.causes()).isEmpty();
    }

    private static Explanation explain(Planted planted) {
        Fixture fixture = fixture(planted.calls());
        PureJavaEngine engine = new PureJavaEngine();
        Plan plan = engine.plan(planted.faulty());
        Outcome outcome = new CallComparison(planted.faulty(), fixture, VerifyOptions.DEFAULT).run(plan);
        assertThat(outcome).as("the fault shows").isInstanceOf(Failed.class);
        return new Explainer(engine, plan, planted.faulty(), fixture, VerifyOptions.DEFAULT, (Failed) outcome)
                .explain();
    }

    private static Fixture fixture(List<Fixture.Call> calls) {
        return new Fixture(
                Path.of("planted"),
                "",
                Path.of("model.h5"),
                Optional.empty(),
                Map.of(),
                Map.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                calls,
                Optional.empty());
    }
}
