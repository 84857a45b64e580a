package io.github.keras4j.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first layer that differs between two runs, and the cause if one could be shown.
 *
 * @param first the first layer that differs; empty where it can't be told
 * @param note why it can't be told, or what the reference was; empty when there is nothing to say
 * @param causes every change that removes the difference; a single one is the cause, of several none is known to be it
 */
public record Explanation(Optional<FirstDivergence> first, String note, List<Cause> causes) {
    /** How many candidates a message lists; there may be two dozen weights. */
    private static final int TOLD = 4;

    /** Nothing is known. */
    public static final Explanation NONE = new Explanation(Optional.empty(), "", List.of());

    /** The causes are copied. */
    public Explanation {
        causes = List.copyOf(causes);
    }

    /** The one change that removes the difference; empty when there is none or more than one. */
    public Optional<Cause> cause() {
        return causes.size() == 1 ? Optional.of(causes.get(0)) : Optional.empty();
    }

    /** What kind of change removes the difference; empty when none does, or changes of different kinds do. */
    public Optional<Cause.Kind> kind() {
        return causes.stream().map(Cause::kind).distinct().count() == 1
                ? Optional.of(causes.get(0).kind())
                : Optional.empty();
    }

    /**
     * Every change that removes the difference, in words; if there are many, the first few and the number of the
     * others.
     */
    public List<String> suspects() {
        Stream<String> told = causes.stream().limit(TOLD).map(Cause::change);
        return causes.size() <= TOLD
                ? told.toList()
                : Stream.concat(told, Stream.of("and " + (causes.size() - TOLD) + " more"))
                        .toList();
    }

    /** In lines of their own, without an end of line; empty when nothing is known. */
    public String message() {
        StringBuilder text =
                new StringBuilder(first.map(FirstDivergence::message).orElse(""));
        if (!note.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append("  ").append(note);
        }
        if (causes.size() == 1) {
            text.append("\n  Cause: ").append(causes.get(0).change()).append("; run again with it, every call matches");
        } else if (causes.size() > 1) {
            text.append("\n  Each of these alone removes the difference, so the calls can't tell which it is:\n    ")
                    .append(String.join("\n    ", suspects()));
        }
        return text.toString();
    }
}
