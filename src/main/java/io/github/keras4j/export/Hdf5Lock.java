package io.github.keras4j.export;

/**
 * What a thread holds while it calls libhdf5, which is built without threads. DL4J reads with the same library under a
 * lock of its own: where DL4J is on the class path that one is taken.
 */
final class Hdf5Lock {
    static final Object INSTANCE = find();

    private Hdf5Lock() {}

    private static Object find() {
        try {
            return Class.forName("org.deeplearning4j.nn.modelimport.keras.Hdf5Archive")
                    .getField("LOCK_OBJECT")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            return new Object(); // nobody else calls it
        }
    }
}
