package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first layer of a network whose output no heap or this heap does not hold, for one sample.
 *
 * @param layer its name
 * @param className its class
 * @param reason what it gives, and what the heap holds
 */
public record TooLarge(String layer, String className, String reason) {
    /** Java's arrays have no more elements. */
    private static final double LONGEST = Integer.MAX_VALUE - 8;

    /** Looks at the shapes of the file alone; open sizes count as 1. */
    public static Optional<TooLarge> in(Network network) {
        List<List<Shape>> shapes = new ArrayList<>();
        for (Node node : network.nodes()) {
            List<Shape> inputs = Shapes.inputs(node, shapes);
            List<Shape> outputs = Shapes.outputs(node, inputs);
            if (outputs.isEmpty() && !inputs.isEmpty() && overflows(node, inputs)) {
                return Optional.of(of(node, "has an axis of 2^31 or more", inputs));
            }
            for (Shape output : outputs) {
                double elements = 1;
                for (int size : output.sizes()) {
                    elements *= Math.max(1, size);
                }
                // the output, and as many positions that it is gathered from
                if (elements > LONGEST
                        || 8 * elements > 0.75 * Runtime.getRuntime().maxMemory()) {
                    return Optional.of(of(node, "is of shape " + output, inputs));
                }
            }
            shapes.add(outputs);
        }
        return Optional.empty();
    }

    private static boolean overflows(Node node, List<Shape> inputs) {
        try {
            node.layer().accept(new LayerShapes(inputs));
            return false;
        } catch (IndexOutOfBoundsException e) {
            return false; // a rank that the layer does not take
        } catch (ArithmeticException e) {
            return "integer overflow".equals(e.getMessage());
        }
    }

    private static TooLarge of(Node node, String what, List<Shape> inputs) {
        return new TooLarge(
                node.layer().name(),
                node.layer().className(),
                "its output " + what + ", more than the heap holds. Received: inputs of " + inputs + " and a heap of "
                        + Runtime.getRuntime().maxMemory() + " bytes. Give Java more (-Xmx) or the model less");
    }
}
