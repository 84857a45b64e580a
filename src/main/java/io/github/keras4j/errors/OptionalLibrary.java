package io.github.keras4j.errors;

import java.util.Optional;

/**
 * A library that only some features need, so that a dependency on keras4j does not bring it. Code that needs it asks
 * here first: a {@link NoClassDefFoundError} would not say which dependency to add.
 */
public enum OptionalLibrary {
    /** The engine {@code dl4j}. */
    DL4J(
            "Deeplearning4j",
            "org/deeplearning4j/nn/modelimport/keras/KerasModelImport.class",
            "io.github.keras4j:keras4j-dl4j (type pom, in keras4j's own version)"),
    /** Writes HDF5. */
    HDF5("libhdf5", "org/bytedeco/hdf5/global/hdf5.class", "org.bytedeco:hdf5-platform:1.12.2-1.5.8"),
    /** Draws the orthogonal initial weights of Keras 1. */
    LAPACK("LAPACK", "org/netlib/lapack/Dgesdd.class", "net.sourceforge.f2j:arpack_combined_all:0.1"),
    /** Reads CSV files of samples. */
    CSV("FastCSV", "de/siegmar/fastcsv/reader/CsvReader.class", "de.siegmar:fastcsv:4.1.0"),
    /** Draws the curves of a training's page. */
    UPLOT("uPlot", "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js", "org.webjars.npm:uplot:1.6.30");

    private final String title;
    private final String resource;
    private final String coordinates;

    OptionalLibrary(String title, String resource, String coordinates) {
        this.title = title;
        this.resource = resource;
        this.coordinates = coordinates;
    }

    /** Maven's {@code group:artifact:version} of what to add. */
    public String coordinates() {
        return coordinates;
    }

    /**
     * The message for the user if the library is not on the class path; empty if it is.
     *
     * @param work what needs it: {@code "Engine dl4j"}
     */
    public Optional<String> missingFor(String work) {
        // the loader that would load its classes; a module's own Class.getResource would not look into other modules
        ClassLoader loader = OptionalLibrary.class.getClassLoader();
        return loader.getResource(resource) != null
                ? Optional.empty()
                : Optional.of(work + " needs " + title + ", which is not on the class path. Add the dependency "
                        + coordinates);
    }

    /**
     * Does nothing if the library is there.
     *
     * @param work what needs it: {@code "Writing an .h5 file"}
     * @throws MissingLibraryException if it is not on the class path
     */
    public void require(String work) {
        missingFor(work).ifPresent(message -> {
            throw new MissingLibraryException(message);
        });
    }
}
