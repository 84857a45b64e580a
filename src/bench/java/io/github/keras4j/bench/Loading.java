package io.github.keras4j.bench;

import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How long one peer takes from a model's file to its first answer, the most memory that the process has had then and
 * after some more calls, and what then lives in the Java heap. One peer a process. Prints model, peer, batch, ms, MiB, MiB.
 *
 * <pre>Loading FOLDER PEER [BATCH]</pre>
 *
 * The input's shape is read from the model first, which is not counted for ONNX Runtime.
 */
public final class Loading {
    private Loading() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Peer peer = Peer.valueOf(args[1]);
        long start = System.nanoTime();
        KerasModel model = ModelSource.of(folder.resolve("model.h5")).read();
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Tensor input = InputSampler.batch(model, batch).get(0);
        if (peer != Peer.KERAS4J) {
            start = System.nanoTime();
        }
        Supplier<float[]> call = peer.call(model, folder, input);
        model = null;
        call.get();
        double millis = (System.nanoTime() - start) / 1e6;
        for (int i = 0; i < 20; i += batch) {
            call.get();
        }
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("0")
                .replaceAll("[^0-9]", "");
        System.gc();
        long live = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        call.get(); // so that nothing of it is garbage before
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.0f | %d | %d |%n",
                folder.getFileName(),
                peer,
                batch,
                millis,
                Long.parseLong(peak) / 1024,
                live >> 20);
    }
}
