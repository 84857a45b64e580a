package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.model.Recurrent;
import java.util.Arrays;

/** Where a recurrent layer's states come from at the start of a call: zeros, the call before, or the node's inputs. */
final class RnnStates {
    private RnnStates() {}

    /** The state buffers, and a step that sets them. {@code sizes} are numbers per sample. */
    static float[][] bind(
            Object owner, String name, Recurrent.Walk walk, int[] sizes, int batch, Call call, Binding binding) {
        boolean stateful = walk.stateful();
        int given = call.inputs().size() - 1;
        if (given != 0 && given != sizes.length) {
            throw new BindException("takes the sequence and " + sizes.length + " initial states");
        }
        float[][] states = new float[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            states[i] = new float[batch * sizes[i]];
        }
        if (stateful) {
            states = binding.states().of(owner, name, batch, sizes);
        }
        float[][] buffers = states;
        if (given > 0) {
            boolean unlessMoved = stateful && walk.givenStates() == Recurrent.GivenStates.TAKEN_WHILE_ZERO;
            float[][] initial = new float[sizes.length][];
            for (int i = 0; i < sizes.length; i++) {
                initial[i] = call.inputs().get(i + 1).data();
                if (call.inputs().get(i + 1).elements() != batch * sizes[i]) {
                    throw new BindException("initial state " + i + " takes " + sizes[i] + " numbers per sample");
                }
            }
            binding.step(() -> {
                if (!unlessMoved || isZero(buffers)) {
                    for (int i = 0; i < buffers.length; i++) {
                        System.arraycopy(initial[i], 0, buffers[i], 0, buffers[i].length);
                    }
                }
            });
        } else if (!stateful) {
            binding.step(() -> {
                for (float[] buffer : buffers) {
                    Arrays.fill(buffer, 0);
                }
            });
        }
        return buffers;
    }

    private static boolean isZero(float[][] buffers) {
        for (float[] buffer : buffers) {
            for (float value : buffer) {
                if (value != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
