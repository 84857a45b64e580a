import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Converts every fixture under a folder in one process, as {@code convert --for KERAS} does one after the other:
 *
 * <pre>java -cp target/keras4j.jar python-reference/ConvertAll.java FIXTURES FOLDER SUFFIX KERAS...</pre>
 *
 * FOLDER/NAME.SUFFIX is what became of FIXTURES/NAME; FOLDER/refused.txt has a line for each that was refused.
 */
public final class ConvertAll {
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Path folder = Path.of(args[1]);
        List<Target> readers = new ArrayList<>();
        for (String name : List.of(args).subList(3, args.length)) {
            readers.add(Arrays.stream(Target.values())
                    .filter(target -> target.id().equals(name))
                    .findFirst()
                    .orElseThrow());
        }
        ModelExport export = new ModelExport(readers, new PureJavaEngine());
        int written = 0;
        int refused = 0;
        Files.createDirectories(folder);
        try (PrintWriter log = new PrintWriter(folder.resolve("refused.txt").toFile())) {
            for (FixtureStore.Found found : FixtureStore.find(List.of(root))) {
                Path file = folder.resolve(root.relativize(found.folder()) + "." + args[2]);
                Files.createDirectories(file.getParent());
                try {
                    export.write(ModelSource.of(found.folder()).read(), file);
                    written++;
                } catch (Keras4jException e) {
                    refused++;
                    log.println(root.relativize(found.folder()) + "\t"
                            + String.valueOf(e.getMessage()).replace("\n", " | "));
                }
            }
        }
        System.out.println(root + " for " + readers + ": " + written + " written, " + refused + " refused");
    }
}
