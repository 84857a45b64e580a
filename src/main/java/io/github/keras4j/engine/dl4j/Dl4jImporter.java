package io.github.keras4j.engine.dl4j;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.export.Hdf5Model;
import io.github.keras4j.export.Keras2Chain;
import io.github.keras4j.model.KerasModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;

/** From a canonical model to a DL4J network: by a temporary Keras 2 file and DL4J's own importer. */
final class Dl4jImporter {
    /** Imports take about a second; what takes a minute is a hang inside nd4j. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Dl4jImporter() {}

    /**
     * @param training whether DL4J is to take loss and optimizer from the model's training configuration
     * @return a MultiLayerNetwork for a chain, else a ComputationGraph
     * @throws UnsupportedLayerException when DL4J's importer refuses or hangs
     */
    static Model load(KerasModel model, boolean training) {
        try {
            Path folder = Files.createTempDirectory("keras4j");
            Path file = folder.resolve("model.h5");
            try {
                Hdf5Model.writeForDl4j(model, file);
                return inTime(model, file, training);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new Keras4jException("A temporary file for DL4J can't be written: " + e.getMessage(), e);
        }
    }

    private static Model inTime(KerasModel model, Path file, boolean training) {
        CompletableFuture<Model> result = new CompletableFuture<>();
        Thread importer = new Thread(
                () -> {
                    try {
                        result.complete(
                                Keras2Chain.isChain(model.network())
                                        ? KerasModelImport.importKerasSequentialModelAndWeights(
                                                file.toString(), training)
                                        : KerasModelImport.importKerasModelAndWeights(file.toString(), training));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "keras4j-dl4j-import");
        importer.setDaemon(true); // a native call that does not return can't be stopped, only left behind
        importer.start();
        try {
            return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UnsupportedLayerException("DL4J's Keras importer did not return within " + LIMIT.toSeconds()
                    + " s on model '" + model.name() + "'. Use --engine purejava");
        } catch (ExecutionException e) {
            throw new UnsupportedLayerException("DL4J's Keras importer refuses model '" + model.name() + "'. Received: "
                    + firstLine(e.getCause() == null ? e : e.getCause()) + ". Use --engine purejava");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Keras4jException("Interrupted while DL4J imported model '" + model.name() + "'", e);
        }
    }

    private static String firstLine(Throwable cause) {
        return cause.toString().lines().findFirst().orElse("");
    }
}
