package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.ImportedLayer;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.export.Hdf5Model;
import io.github.keras4j.model.KerasModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.hdf5.IdComponent;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

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
    static Model load(Lowered lowered, boolean training) {
        KerasModel model = lowered.model();
        ImportedLayer.register();
        try {
            Path folder = Files.createTempDirectory("keras4j");
            Path file = folder.resolve("model.h5");
            try {
                Hdf5Model.writeForDl4j(model, lowered.own(), lowered.chain(), file);
                return inTime(lowered, file, training);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new Keras4jException("A temporary file for DL4J can't be written: " + e.getMessage(), e);
        }
    }

    private static Model inTime(Lowered lowered, Path file, boolean training) {
        KerasModel model = lowered.model();
        CompletableFuture<Model> result = new CompletableFuture<>();
        Thread importer = new Thread(
                () -> {
                    try {
                        result.complete(withoutWorkspaces(lowered, imported(lowered.chain(), file, training)));
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

    /**
     * Where its importer gives up, DL4J leaves files and groups open. JavaCPP's own thread closes them when they are
     * collected: beside another import, though libhdf5 is built without threads, or while the JVM exits and libhdf5
     * closes as well, which ends as SIGSEGV in H5F_get_nrefs. So they are closed here, under DL4J's lock.
     */
    static Model imported(boolean chain, Path file, boolean training) throws Exception {
        PointerScope handles = new PointerScope(IdComponent.class);
        try {
            return chain
                    ? KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), training)
                    : KerasModelImport.importKerasModelAndWeights(file.toString(), training);
        } finally {
            synchronized (Hdf5Archive.LOCK_OBJECT) {
                handles.close();
            }
        }
    }

    /** keras4j's layers leave arrays for each other that DL4J's workspaces would reuse. */
    private static Model withoutWorkspaces(Lowered lowered, Model model) {
        if (lowered.own().isEmpty()) {
            return model;
        }
        if (model instanceof MultiLayerNetwork network) {
            network.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
            network.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
        } else if (model instanceof ComputationGraph graph) {
            graph.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
            graph.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
        }
        return model;
    }

    private static String firstLine(Throwable cause) {
        return cause.toString().lines().findFirst().orElse("");
    }
}
