package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.Value;

/** Where the channels lie: all is computed with them last. None is Keras's default, channels_last. */
final class Layout {
    private Layout() {}

    static boolean first(OperationCall call) {
        if (call.has("data_format") && call.text("data_format").equals("channels_first")) {
            return true;
        }
        call.only("data_format", "channels_last");
        return false;
    }

    /** From channels_first to channels last; of a batch. */
    static Value last(OperationCall call, Value x, boolean first) {
        if (!first) {
            return x;
        }
        int[] order = new int[x.rank()];
        for (int axis = 1; axis < order.length - 1; axis++) {
            order[axis] = axis + 1;
        }
        order[order.length - 1] = 1;
        return Moves.transpose(x, call.binding(), order);
    }

    /** And back. */
    static Value back(OperationCall call, Value x, boolean first) {
        if (!first) {
            return x;
        }
        int[] order = new int[x.rank()];
        order[1] = order.length - 1;
        for (int axis = 2; axis < order.length; axis++) {
            order[axis] = axis - 1;
        }
        return Moves.transpose(x, call.binding(), order);
    }
}
