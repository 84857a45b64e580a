package io.github.keras4j.compare;

import io.github.keras4j.compare.FirstDivergence.LayerError;
import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.Locale;
import java.util.stream.Collectors;

/** The lines that name the first layer that differs. */
final class DivergenceMessage {
    private static final int SHOWN_LAYERS = 8;
    private static final int SHOWN_UNITS = 6;

    private DivergenceMessage() {}

    static String of(FirstDivergence found) {
        LayerPair layer = found.layer();
        StringBuilder text = new StringBuilder("  First divergence: layer ")
                .append(layer.position())
                .append(" of ")
                .append(found.layers())
                .append(" '")
                .append(layer.name())
                .append("' (")
                .append(layer.className())
                .append(')');
        found.step().ifPresent(step -> text.append(", time step ").append(step));
        text.append(inputs(found));
        if (!(found.diff() instanceof TensorDiff.ValuesDiff)) {
            return text.append("\n")
                    .append(found.diff().message().indent(2).stripTrailing())
                    .toString();
        }
        Shape shape = found.diff().javaShape();
        if (shape.rank() > 1 && found.units().size() < shape.size(-1)) {
            text.append("\n    only in ").append(units(found, shape.size(-1)));
        }
        for (Element element : found.worst()) {
            text.append("\n    java    ")
                    .append(Numbers.withBits(element.java(), found.diff().dtype()))
                    .append("     python  ")
                    .append(Numbers.withBits(element.python(), found.diff().dtype()))
                    .append("   at ")
                    .append(Numbers.index(shape, element.index()))
                    .append(ulps(element, found.diff().dtype()));
        }
        if (found.growth().size() > 1) {
            text.append("\n    Greatest difference by layer: ").append(growth(found));
        }
        return text.toString();
    }

    private static String inputs(FirstDivergence found) {
        String call = found.call() == 0 ? "" : " (call " + found.call() + ")";
        return found.unrecorded().isEmpty()
                ? "; its inputs matched" + call
                : "; or in a layer before it that could not be compared: "
                        + found.unrecorded().stream()
                                .map(name -> "'" + name + "'")
                                .collect(Collectors.joining(", ")) + call;
    }

    private static String units(FirstDivergence found, int of) {
        String shown =
                found.units().stream().limit(SHOWN_UNITS).map(String::valueOf).collect(Collectors.joining(", "));
        String more = found.units().size() > SHOWN_UNITS ? ", ..." : "";
        return (found.units().size() == 1 ? "unit " : "units ") + shown + more + " of " + of;
    }

    private static String growth(FirstDivergence found) {
        String shown = found.growth().stream()
                .limit(SHOWN_LAYERS)
                .map(DivergenceMessage::error)
                .collect(Collectors.joining(", "));
        if (found.growth().size() <= SHOWN_LAYERS) {
            return shown;
        }
        return shown + ", ..., " + error(found.growth().get(found.growth().size() - 1));
    }

    private static String error(LayerError error) {
        return "'" + error.name() + "' " + Numbers.brief(error.greatest());
    }

    /** How many float32 lie between the two; empty for other types and for what is not finite. */
    static String ulps(Element element, DType dtype) {
        if (dtype != DType.FLOAT32 || !Double.isFinite(element.java()) || !Double.isFinite(element.python())) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ", %,d ulp",
                Math.abs(ordered((float) element.java()) - ordered((float) element.python())));
    }

    private static long ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : (long) Integer.MIN_VALUE - bits;
    }
}
