package io.github.keras4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which package may use which: a value passes each room once, and natives stay in one of them. */
@AnalyzeClasses(packages = "io.github.keras4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.github.keras4j";
    /** So many files a package holds at most; a larger one is two. */
    private static final int MOST_FILES = 40;

    /** Every package and all that it may use; the base package is {@code ""}. */
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            room("errors", ""),
            room("json", ""),
            room("tensor", ""),
            room("limits", "errors"),
            room("archive", "errors json limits tensor"),
            room("data", "errors json limits tensor"),
            room("compare", "errors tensor"),
            room("custom", "tensor"),
            room("model", "custom errors tensor"),
            room("model.shapes", "model tensor"),
            room("model.operations", "model tensor"),
            room("model.training", "errors model tensor"),
            room("model.dialect.layers", "archive model model.shapes tensor"),
            room(
                    "model.dialect.graph",
                    "custom errors model model.dialect.layers model.operations model.shapes tensor"),
            room(
                    "model.dialect.weights",
                    "archive custom errors model model.dialect.graph model.dialect.layers model.shapes tensor"),
            room(
                    "model.dialect",
                    "archive custom errors model model.dialect.graph model.dialect.layers model.dialect.weights model.shapes"
                            + " tensor"),
            room("source", "archive custom data errors model model.dialect tensor"),
            room("diagnosis", "compare model tensor"),
            room("engine", "errors model tensor"),
            room("export", "archive data engine errors model model.dialect model.shapes model.training tensor"),
            room("engine.dl4j.arrays", "tensor"),
            room("engine.dl4j.layers", "custom engine.dl4j.arrays errors model model.training tensor"),
            room(
                    "engine.dl4j.network",
                    "custom engine.dl4j.arrays engine.dl4j.layers errors json model model.training tensor"),
            room(
                    "engine.dl4j",
                    "engine engine.dl4j.arrays engine.dl4j.layers engine.dl4j.network errors export model model.shapes"
                            + " model.training tensor"),
            room("engine.purejava.values", "errors model tensor"),
            room("engine.purejava.kernels", "engine.purejava.values model"),
            room(
                    "engine.purejava.program",
                    "engine.purejava.kernels engine.purejava.values errors limits model tensor"),
            room("engine.purejava.activations", pureJava("kernels program values") + " model tensor"),
            room(
                    "engine.purejava.operations",
                    pureJava("activations kernels program values") + " errors model model.operations tensor"),
            room("engine.purejava.convolution", pureJava("activations kernels program values") + " model tensor"),
            room(
                    "engine.purejava.layers",
                    pureJava("activations kernels operations program values") + " custom errors model tensor"),
            room(
                    "engine.purejava.recurrent",
                    pureJava("activations convolution kernels program values") + " model tensor"),
            room("engine.purejava.text", pureJava("program values") + " errors model tensor"),
            room("engine.purejava.attention", pureJava("kernels layers program values") + " model tensor"),
            room(
                    "engine.purejava",
                    "engine errors limits model model.operations model.shapes tensor "
                            + pureJava("activations attention convolution kernels layers operations program recurrent"
                                    + " text values")),
            room("engine.purejava.train.blueprint", "engine errors model model.training tensor"),
            room("engine.purejava.train.f32.losses", "model.training"),
            room(
                    "engine.purejava.train.f32",
                    pureJava("train.blueprint train.f32.losses values") + " engine errors model model.training tensor"),
            room(
                    "engine.purejava.train.f32.layers",
                    pureJava("convolution kernels operations program train.blueprint train.f32 values")
                            + " engine errors model model.training tensor"),
            room("engine.purejava.train.f64.losses", "model.training"),
            room(
                    "engine.purejava.train.f64",
                    pureJava("train.blueprint train.f64.losses values") + " engine errors model model.training tensor"),
            room(
                    "engine.purejava.train.f64.layers",
                    pureJava("convolution kernels operations program train.blueprint train.f64 values")
                            + " engine errors model model.training tensor"),
            room(
                    "engine.purejava.train",
                    pureJava("program train.blueprint train.f32 train.f32.layers train.f64 train.f64.layers")
                            + " engine errors model model.shapes model.training tensor"),
            room("verify", "compare data diagnosis engine errors model source tensor"),
            room("metrics", "errors model model.training tensor"),
            room("fit", "engine errors export metrics model model.shapes model.training tensor"),
            room("training", "compare data engine errors export fit metrics model model.training source tensor"),
            room("rows", "data errors tensor"),
            room("terminal", ""),
            room("coverage", "compare data engine errors model tensor verify"),
            room("validate", "compare data errors metrics model model.training rows tensor"),
            room("python", "data errors tensor validate"),
            room("report", "compare errors tensor training validate"),
            room(
                    "",
                    "compare custom data engine engine.purejava errors fit model model.shapes source tensor training"
                            + " verify"),
            room("image", "errors tensor"),
            room("predict", "data engine errors model model.shapes tensor"),
            room("dl4j", "engine engine.dl4j errors model source"),
            room("junit", "compare data errors report verify"),
            room("spark", "data engine errors model model.shapes predict source tensor"),
            room(
                    "cli",
                    "compare coverage data engine engine.purejava errors export fit limits metrics model"
                            + " model.shapes model.training predict python report rows source tensor terminal training validate"
                            + " verify")));

    /** These stand on the base package, which users call. */
    private static final List<String> ABOVE_BASE = List.of("predict", "validate", "dl4j", "junit", "spark", "cli");

    @ArchTest
    static void every_package_uses_only_what_its_row_names(JavaClasses classes) {
        MAY_USE.forEach((user, used) -> rule(user, used).check(classes));
    }

    @ArchTest
    static void every_package_has_a_row_and_every_row_a_package(JavaClasses classes) {
        assertThat(packages(classes)).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @ArchTest
    static void the_architecture_page_names_every_package_and_no_other(JavaClasses classes) throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/ARCHITECTURE.md"))) {
            if (line.startsWith("| `") || line.startsWith("| base package")) {
                String first = line.substring(2, line.indexOf(" |", 2));
                for (String name : first.split(", ")) {
                    named.add(name.equals("base package") ? "" : name.replace("`", ""));
                }
            }
        }
        assertThat(named).isEqualTo(packages(classes));
    }

    @ArchTest
    static final ArchRule no_circles =
            slices().matching(BASE + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static void no_package_is_too_large(JavaClasses classes) throws IOException {
        for (String name : packages(classes)) {
            Path folder = Path.of("src/main/java", (BASE + "." + name).split("\\."));
            if (Files.isDirectory(folder)) {
                try (var files = Files.list(folder)) {
                    assertThat(files.filter(Files::isRegularFile).count())
                            .as(name)
                            .isLessThan(MOST_FILES);
                }
            }
        }
    }

    @ArchTest
    static final ArchRule natives_stay_in_their_packages = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".engine.dl4j..", BASE + ".dl4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule only_the_export_writes_hdf5 = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".export..", BASE + ".engine.dl4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule adapters_alone_know_what_they_adapt_to = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".spark..", BASE + ".junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala..", "org.junit..");

    /** Who depends on keras4j does not get these libraries unasked. */
    @ArchTest
    static final ArchRule only_the_command_line_knows_picocli_and_the_bar = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".cli..", BASE + ".spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule one_class_knows_lapack = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BASE + ".training.Orthogonal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.netlib..");

    /**
     * Who saved a file is asked by the dialect, which puts the answer into the records, and told by {@code inspect}.
     * {@code model.training} reads it into a training's rules; {@code fit} prints Keras's own lines.
     */
    private static final DescribedPredicate<JavaClass> MAY_ASK_WHO_SAVED = resideInAnyPackage(
                    BASE + ".model.dialect..", BASE + ".model.training..", BASE + ".training..", BASE + ".fit..")
            .or(simpleName("Provenance"))
            .or(simpleName("Generation"))
            .or(simpleName("Inspection"))
            .or(simpleName("TrainCommand"));

    @ArchTest
    static final ArchRule only_the_dialect_asks_for_the_generation = noClasses()
            .that(DescribedPredicate.not(MAY_ASK_WHO_SAVED))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Generation.class);

    @ArchTest
    static final ArchRule only_the_dialect_asks_who_saved_a_file = noClasses()
            .that(DescribedPredicate.not(MAY_ASK_WHO_SAVED))
            .should()
            .callMethod(Provenance.class, "generation")
            .orShould()
            .callMethod(Provenance.class, "kerasVersion")
            .orShould()
            .callMethod(Provenance.class, "backend")
            .orShould()
            .callMethod(Provenance.class, "onTheano");

    private static Map.Entry<String, List<String>> room(String name, String used) {
        return Map.entry(
                name,
                Arrays.stream(used.split(" ")).filter(use -> !use.isEmpty()).toList());
    }

    private static String pureJava(String rooms) {
        return Arrays.stream(rooms.split(" "))
                .map(room -> "engine.purejava." + room)
                .collect(Collectors.joining(" "));
    }

    private static ArchRule rule(String user, List<String> used) {
        DescribedPredicate<JavaClass> allowed = DescribedPredicate.not(resideInAPackage(BASE + ".."))
                .or(resideInAPackage(full(user)))
                .or(resideInAnyPackage(used.stream().map(ArchitectureTest::full).toArray(String[]::new)));
        if (ABOVE_BASE.contains(user)) {
            allowed = allowed.or(resideInAPackage(BASE));
        }
        return classes().that().resideInAPackage(full(user)).should().onlyDependOnClassesThat(allowed);
    }

    private static String full(String name) {
        return name.isEmpty() ? BASE : BASE + "." + name;
    }

    private static TreeSet<String> packages(JavaClasses classes) {
        return classes.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.equals(BASE) ? "" : name.substring(BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
