package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a learning rate's schedule. */
final class ScheduleReader {
    private ScheduleReader() {}

    /**
     * @param rate an optimizer's stored learning rate
     * @return empty where it is a number
     * @throws Keras4jException for a schedule that is not Keras's own
     */
    static Optional<Schedule> read(JsonNode rate) {
        if (!rate.isObject()) {
            return Optional.empty();
        }
        String name = rate.path("class_name").asString("?");
        JsonNode c = rate.path("config");
        Set<String> known = switch (name) {
            case "ExponentialDecay", "InverseTimeDecay" ->
                Set.of("initial_learning_rate", "decay_steps", "decay_rate", "staircase");
            case "PiecewiseConstantDecay" -> Set.of("boundaries", "values");
            case "PolynomialDecay" ->
                Set.of("initial_learning_rate", "decay_steps", "end_learning_rate", "power", "cycle");
            case "CosineDecay" ->
                Set.of("initial_learning_rate", "decay_steps", "alpha", "warmup_target", "warmup_steps");
            case "CosineDecayRestarts" ->
                Set.of("initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha");
            default ->
                throw new Keras4jException(
                        "The learning rate's schedule is not one of Keras's. Received: learning_rate=" + name);
        };
        for (String option : c.propertyNames()) {
            if (!known.contains(option)
                    && !option.equals("name")
                    && !c.path(option).isNull()) {
                throw new Keras4jException("keras4j does not know this option of " + name + ". Received: " + option
                        + "=" + c.path(option));
            }
        }
        return Optional.of(schedule(name, c));
    }

    private static Schedule schedule(String name, JsonNode c) {
        double initial = c.path("initial_learning_rate").asDouble(0);
        double steps = c.path("decay_steps").asDouble(1);
        double rate = c.path("decay_rate").asDouble(1);
        boolean staircase = c.path("staircase").asBoolean(false);
        double alpha = c.path("alpha").asDouble(0);
        return switch (name) {
            case "ExponentialDecay" -> new Schedule.ExponentialDecay(initial, steps, rate, staircase);
            case "InverseTimeDecay" -> new Schedule.InverseTimeDecay(initial, steps, rate, staircase);
            case "PiecewiseConstantDecay" ->
                new Schedule.PiecewiseConstantDecay(numbers(c.path("boundaries")), numbers(c.path("values")));
            case "PolynomialDecay" ->
                new Schedule.PolynomialDecay(
                        initial,
                        steps,
                        c.path("end_learning_rate").asDouble(0.0001),
                        c.path("power").asDouble(1),
                        c.path("cycle").asBoolean(false));
            case "CosineDecay" ->
                new Schedule.CosineDecay(
                        initial,
                        steps,
                        alpha,
                        c.path("warmup_target").isNumber()
                                ? c.path("warmup_target").asDouble()
                                : Double.NaN,
                        c.path("warmup_steps").asDouble(0));
            default ->
                new Schedule.CosineDecayRestarts(
                        initial,
                        c.path("first_decay_steps").asDouble(1),
                        c.path("t_mul").asDouble(2),
                        c.path("m_mul").asDouble(1),
                        alpha);
        };
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(item -> numbers.add(item.asDouble()));
        return numbers;
    }
}
