package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.errors.OptionalLibrary;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user meets who depends on keras4j and on no library of {@link OptionalLibrary}: the commands run by a loader of
 * classes that finds none of them. What the command line itself needs is there.
 */
class WithoutLibrariesTest {
    private static final String FIXTURE = "fixtures/alphabet/tf-keras-2.15/three-char-time-steps";
    private static final String TRAINING = "fixtures/training/adam-squared-simplernn-keras-3-float64";
    private static final Pattern OPTIONAL =
            Pattern.compile("(nd4j|deeplearning4j|hdf5|javacpp|openblas|mkl|arpack|uplot|logback)-?.*\\.jar");

    private static URLClassLoader loader;

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void leave_the_libraries_out() {
        URL[] rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry ->
                        !OPTIONAL.matcher(entry.getFileName().toString()).matches())
                .map(WithoutLibrariesTest::url)
                .toArray(URL[]::new);
        loader = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        loader.close();
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Ended keras4j(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Object code = loader.loadClass("io.github.keras4j.cli.Main")
                .getMethod("execute", PrintWriter.class, PrintWriter.class, String[].class)
                .invoke(null, new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended((int) code, out.toString(), err.toString());
    }

    private static void refused(Ended ended, String what, String coordinates) {
        assertThat(ended.err())
                .startsWith("keras4j: " + what + " needs ")
                .contains(", which is not on the class path. Add the dependency " + coordinates)
                .doesNotContain("NoClassDefFoundError");
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.code()).isEqualTo(3);
    }

    @Test
    void verify_passes_on_purejava_and_says_why_dl4j_is_skipped() throws Exception {
        Ended ended = keras4j("verify", FIXTURE);

        assertThat(ended.out())
                .contains("| engine dl4j | Engine dl4j needs Deeplearning4j, which is not on the class path. Add the"
                        + " dependency io.github.keras4j:keras4j-dl4j")
                .contains("1 passed, 0 failed, 0 errors, 1 skipped; 1 fixture");
        assertThat(ended.code()).isZero();
    }

    /** An engine that isn't there refuses nothing: that must not count as the refusal that the fixture wants. */
    @Test
    void verify_still_sees_that_a_model_is_refused() throws Exception {
        Ended ended = keras4j("verify", "fixtures/layers/keras-3/refuse-custom-layer");

        assertThat(ended.out()).contains("1 passed, 0 failed, 0 errors, 1 skipped; 1 fixture");
        assertThat(ended.code()).isZero();
    }

    @Test
    void verify_on_dl4j_alone_is_not_all_well() throws Exception {
        Ended ended = keras4j("verify", FIXTURE, "--engine", "dl4j");

        assertThat(ended.out()).contains("Engine dl4j needs Deeplearning4j", "0 passed, 1 failed");
        assertThat(ended.code()).isEqualTo(3);
    }

    @Test
    void auto_is_purejava() throws Exception {
        assertThat(keras4j("verify", FIXTURE, "--engine", "auto").code()).isZero();
        assertThat(keras4j("compare", FIXTURE, FIXTURE).out())
                .contains("A on purejava, B on purejava", "no difference");
    }

    @Test
    void inspect_says_what_dl4j_needs() throws Exception {
        Ended ended = keras4j("inspect", FIXTURE);

        assertThat(ended.out()).contains("dl4j      no\n            Engine dl4j needs Deeplearning4j");
        assertThat(ended.code()).isZero();
    }

    @Test
    void a_model_is_not_opened_on_dl4j() throws Exception {
        String dl4j = OptionalLibrary.DL4J.coordinates();
        refused(keras4j("compare", FIXTURE, "--engine-a", "dl4j", "--engine-b", "purejava"), "Engine dl4j", dl4j);
        refused(keras4j("predict", FIXTURE, "--engine", "dl4j"), "Engine dl4j", dl4j);
        refused(keras4j("bench", FIXTURE, "--engine", "dl4j"), "Engine dl4j", dl4j);
        refused(keras4j("train", TRAINING, "--engine", "dl4j"), "Training on dl4j", dl4j);
    }

    @Test
    void train_goes_on_purejava() throws Exception {
        assertThat(keras4j("train", TRAINING, "--verbose", "0").code()).isZero();
    }

    @Test
    void nothing_is_written_or_trained_that_could_not_be_kept() throws Exception {
        Path file = folder.resolve("model.h5");
        String hdf5 = OptionalLibrary.HDF5.coordinates();
        refused(keras4j("convert", FIXTURE, "-o", file.toString()), "Writing an .h5 file", hdf5);
        refused(
                keras4j("train", TRAINING, "--verbose", "0", "--save", file.toString()),
                "Saving the trained model",
                hdf5);
        assertThat(file).doesNotExist();
    }

    @Test
    void a_training_s_page_needs_uplot() throws Exception {
        Path page = folder.resolve("page.html");
        refused(
                keras4j("train", TRAINING, "--verbose", "0", "--html", page.toString()),
                "A training's page",
                OptionalLibrary.UPLOT.coordinates());
        assertThat(page).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = "fixtures/training/one-char-one-char-keras-1.0.6-float32")
    void orthogonal_weights_need_lapack(String training) throws Exception {
        refused(
                keras4j("train", training, "--seed", "7", "--verbose", "0"),
                "Drawing Keras 1's orthogonal initial weights",
                OptionalLibrary.LAPACK.coordinates());
    }

    /** The messages tell users to add what this build itself is made with. */
    @ParameterizedTest
    @EnumSource(OptionalLibrary.class)
    void the_coordinates_are_those_of_the_build(OptionalLibrary library) throws Exception {
        Matcher named = Pattern.compile("([^:]+):([^: ]+)(?::(\\S+))?.*").matcher(library.coordinates());
        assertThat(named.matches()).isTrue();
        String pom =
                Files.readString(Path.of(library == OptionalLibrary.DL4J ? "src/build/keras4j-dl4j.pom" : "pom.xml"));
        Matcher version = Pattern.compile("<groupId>" + Pattern.quote(named.group(1)) + "</groupId>\\s*<artifactId>"
                        + Pattern.quote(named.group(2)) + "</artifactId>\\s*<version>([^<]*)</version>")
                .matcher(pom);
        assertThat(version.find()).as(library.coordinates()).isTrue();
        if (named.group(3) != null) {
            String value = version.group(1);
            String written = value.startsWith("${")
                    ? pom.replaceAll(
                            "(?s).*<" + Pattern.quote(value.substring(2, value.length() - 1)) + ">([^<]*)<.*", "$1")
                    : value;
            assertThat(named.group(3)).isEqualTo(written);
        }
    }
}
