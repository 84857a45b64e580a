package io.github.keras4j.model.operations;

import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorOperation.Constant;
import io.github.keras4j.model.TensorOperation.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The types of what an operation gives, by the rules of its signature and the types of what it takes. */
public final class ResultTypes {
    private final List<List<Operand>> operands;
    private final Map<String, Object> attributes;

    private ResultTypes(Map<String, List<Operand>> operands, Map<String, Object> attributes) {
        this.operands = new ArrayList<>(operands.values());
        this.attributes = attributes;
    }

    /** {@return a type for each of the rules} */
    public static List<NumberType> of(
            List<String> rules, Map<String, List<Operand>> operands, Map<String, Object> attributes) {
        ResultTypes types = new ResultTypes(operands, attributes);
        return rules.stream().map(types::of).toList();
    }

    private NumberType of(String rule) {
        int slash = rule.indexOf('/');
        String attribute = slash < 0 ? rule : rule.substring(0, slash);
        if (attributes.get(attribute) instanceof String name) {
            return NumberType.of(name)
                    .orElseThrow(() -> new IllegalArgumentException("no type of numbers. Received: " + name));
        }
        return slash < 0 ? plain(rule) : plain(rule.substring(slash + 1));
    }

    private NumberType plain(String rule) {
        int space = rule.indexOf(' ');
        int from = space < 0 ? 0 : Integer.parseInt(rule.substring(space + 1));
        NumberType first =
                operands.get(Math.min(from, operands.size() - 1)).get(0).type();
        return switch (space < 0 ? rule : rule.substring(0, space)) {
            case "same" -> first;
            case "number" -> first == NumberType.BOOL ? NumberType.INT32 : first;
            case "float" -> first.floating();
            case "sum" -> sum(first);
            case "promoted" -> promoted(from);
            case "numbers" -> promoted(from) == NumberType.BOOL ? NumberType.INT32 : promoted(from);
            case "floats" -> promoted(from).floating();
            case "quotient" -> quotient(promoted(from));
            default ->
                NumberType.of(rule).orElseThrow(() -> new IllegalStateException("a rule that is not known: " + rule));
        };
    }

    /** keras/src/backend/tensorflow/numpy.py 3.15, sum: narrow integers add up in 32 bits. */
    private static NumberType sum(NumberType type) {
        return switch (type) {
            case BOOL, INT8, INT16 -> NumberType.INT32;
            case UINT8, UINT16 -> NumberType.UINT32;
            default -> type;
        };
    }

    /** tensorflow/python/ops/math_ops.py 2.15, _TRUEDIV_TABLE: narrow integers divide in float32, others in float64. */
    private static NumberType quotient(NumberType type) {
        return type.isInteger() && type.bits() > 16 ? NumberType.FLOAT64 : type.floating();
    }

    /** Bare numbers of Python come last, and change integers to floats at most. */
    private NumberType promoted(int from) {
        NumberType strong = NumberType.BOOL;
        NumberType weak = NumberType.BOOL;
        boolean any = false;
        for (List<Operand> list : operands.subList(Math.min(from, operands.size() - 1), operands.size())) {
            for (Operand operand : list) {
                if (operand instanceof Constant constant && constant.weak()) {
                    weak = weak.with(constant.type());
                } else {
                    strong = strong.with(operand.type());
                    any = true;
                }
            }
        }
        if (!any || strong == NumberType.BOOL) {
            return weak == NumberType.BOOL ? strong : weak;
        }
        return weak.isFloating() && !strong.isFloating() ? NumberType.FLOAT32 : strong;
    }
}
