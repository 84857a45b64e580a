package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Merging;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** What DL4J runs right of layers that join several inputs. */
record Dl4jMergingRules(List<Shape> inputs) implements Merging.Visitor<Optional<String>> {
    private Optional<String> ranks() {
        for (Shape input : inputs) {
            if (input.rank() != inputs.get(0).rank() || input.rank() > 4) {
                return refused("DL4J joins inputs of one rank up to 4. Received: " + inputs);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> elementwise(Merging.Elementwise layer) {
        boolean equal = inputs.stream().allMatch(inputs.get(0)::equals);
        if (layer.operation() == Merging.Operation.MINIMUM) {
            return refused("DL4J's Keras importer has no Minimum");
        }
        return ranks().or(
                        () -> equal ? Optional.empty() : refused("DL4J joins equal shapes only. Received: " + inputs));
    }

    @Override
    public Optional<String> concatenate(Merging.Concatenate layer) {
        int rank = inputs.get(0).rank();
        int axis = layer.axis() < 0 ? layer.axis() + rank : layer.axis();
        return ranks().or(() -> axis == rank - 1 || (rank == 3 && axis == 1)
                ? Optional.empty()
                : refused("DL4J concatenates along features, or steps. Received: axis=" + layer.axis()));
    }

    @Override
    public Optional<String> scaledSum(Merging.ScaledSum layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> dot(Merging.Dot layer) {
        return refused("DL4J's Keras importer has no Dot");
    }
}
