package io.github.keras4j.engine.purejava.convolution;

/**
 * What each output of a depthwise convolution sees, without padding.
 *
 * @param first of each output where its entries begin in the others, and the end of the last
 * @param places where what it sees lies in a sample
 * @param weights where the factors lie in the kernel
 */
record Taps(int[] first, int[] places, int[] weights) {
    /** @param width the numbers of a kernel's position */
    static Taps of(Window[] windows, int channels, int width) {
        return of(windows, channels, width, Integer.MAX_VALUE);
    }

    /** For an input of which only so many lines are there at a time, each where an earlier one was. */
    static Taps of(Window[] windows, int channels, int width, int lines) {
        int kernels = Window.kernels(windows);
        int[] table = Window.positions(windows);
        int line = 1;
        for (int axis = 1; axis < windows.length; axis++) {
            line *= windows[axis].in();
        }
        int[] first = new int[Window.outs(windows) + 1];
        int[] places = new int[table.length];
        int[] weights = new int[table.length];
        int count = 0;
        for (int o = 0; o + 1 < first.length; o++) {
            for (int k = 0; k < kernels; k++) {
                int place = table[o * kernels + k];
                if (place >= 0) {
                    places[count] = (place < lines * (long) line ? place : place / line % lines * line + place % line)
                            * channels;
                    weights[count++] = k * width;
                }
            }
            first[o + 1] = count;
        }
        return new Taps(first, places, weights);
    }
}
