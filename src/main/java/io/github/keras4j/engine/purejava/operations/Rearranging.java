package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** einops's {@code rearrange}: {@code "b t (h d) -> b h t d"} with the lengths that can't be told. */
final class Rearranging {
    private static final Pattern AXES = Pattern.compile("\\(([^)]*)\\)|(\\S+)");

    private Rearranging() {}

    static Value rearrange(OperationCall call) {
        Value x = call.value("tensor");
        String pattern = call.text("pattern");
        String[] sides = pattern.split("->", -1);
        if (sides.length != 2 || !pattern.matches("[A-Za-z0-9_ ()>\\-]*")) {
            throw new RefusedException("this pattern of rearrange is not run. Received: pattern=" + pattern);
        }
        Map<String, Integer> sizes = new HashMap<>();
        if (call.any("axes_lengths") instanceof Map<?, ?> lengths) {
            lengths.forEach((name, size) -> sizes.put((String) name, (Integer) size));
        }
        List<List<String>> from = groups(sides[0]);
        List<List<String>> to = groups(sides[1]);
        if (from.size() != x.rank()) {
            throw new BindException("rearrange names " + from.size() + " axes");
        }
        for (int axis = 0; axis < from.size(); axis++) {
            measure(from.get(axis), x.size(axis), sizes);
        }
        List<String> before = from.stream().flatMap(List::stream).toList();
        List<String> after = to.stream().flatMap(List::stream).toList();
        if (after.size() != before.size() || !before.containsAll(after)) {
            throw new RefusedException("rearrange takes each axis over once. Received: pattern=" + pattern);
        }
        Value split = x.reshaped(before.stream().mapToInt(sizes::get).toArray());
        Value moved = Moves.transpose(
                split, call.binding(), after.stream().mapToInt(before::indexOf).toArray());
        return moved.reshaped(to.stream()
                .mapToInt(group -> group.stream().mapToInt(sizes::get).reduce(1, (a, b) -> a * b))
                .toArray());
    }

    private static List<List<String>> groups(String side) {
        List<List<String>> groups = new ArrayList<>();
        Matcher matcher = AXES.matcher(side.strip());
        while (matcher.find()) {
            String inner = matcher.group(1);
            groups.add(
                    inner == null
                            ? List.of(matcher.group(2))
                            : inner.isBlank()
                                    ? List.of()
                                    : List.of(inner.strip().split("\\s+")));
        }
        return groups;
    }

    private static void measure(List<String> group, int size, Map<String, Integer> sizes) {
        int known = 1;
        String open = "";
        for (String name : group) {
            if (sizes.containsKey(name)) {
                known *= sizes.get(name);
            } else if (open.isEmpty()) {
                open = name;
            } else {
                throw new BindException("rearrange can't tell the sizes of " + open + " and " + name);
            }
        }
        if (!open.isEmpty()) {
            sizes.put(open, size / Math.max(known, 1));
            known *= size / Math.max(known, 1);
        }
        if (known != size) {
            throw new BindException("rearrange of an axis of size " + size + " in " + group);
        }
    }
}
