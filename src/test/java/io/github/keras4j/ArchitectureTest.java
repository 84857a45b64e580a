package io.github.keras4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Which package may use which: a value passes each room once, and natives stay in one of them. */
@AnalyzeClasses(packages = "io.github.keras4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.github.keras4j";

    @ArchTest
    static final ArchRule tensor = mayUse("tensor");

    @ArchTest
    static final ArchRule json = mayUse("json");

    @ArchTest
    static final ArchRule archive = mayUse("archive", "json", "tensor");

    @ArchTest
    static final ArchRule model = mayUse("model", "archive", "tensor");

    @ArchTest
    static final ArchRule dl4j = mayUse("engine.dl4j", "engine", "model", "tensor");

    @ArchTest
    static final ArchRule purejava = mayUse("engine.purejava", "engine", "model", "tensor");

    @ArchTest
    static final ArchRule data = mayUse("data", "json", "tensor");

    @ArchTest
    static final ArchRule compare = mayUse("compare", "tensor");

    @ArchTest
    static final ArchRule diagnosis = mayUse("diagnosis", "compare", "model", "tensor");

    @ArchTest
    static final ArchRule report = mayUse("report", "compare", "training", "tensor");

    @ArchTest
    static final ArchRule prediction_stands_below_the_command_line = noClasses()
            .that()
            .resideInAPackage(BASE + ".predict..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + ".compare..", BASE + ".report..", BASE + ".archive..", BASE + ".training..");

    @ArchTest
    static final ArchRule engines_know_no_engine = noClasses()
            .that()
            .resideInAPackage(BASE + ".engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + ".engine.*..", BASE + ".data..", BASE + ".compare..", BASE + ".report..");

    @ArchTest
    static final ArchRule nothing_uses_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".cli..");

    @ArchTest
    static final ArchRule adapters_are_used_by_nobody = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".spark..", BASE + ".junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + ".spark..", BASE + ".junit..", "org.apache.spark..", "scala..", "org.junit..");

    @ArchTest
    static final ArchRule natives_stay_in_one_package = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".engine.dl4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    /** Errors may be thrown everywhere; the rest of the base package is what users call. */
    private static ArchRule mayUse(String user, String... used) {
        String[] packages = Arrays.stream(used)
                .map(name -> BASE + "." + name + (name.equals("engine") ? "" : ".."))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(BASE + "." + user + "..")
                .should()
                .onlyDependOnClassesThat(not(resideInAnyPackage(BASE + ".."))
                        .or(resideInAnyPackage(BASE + "." + user + ".."))
                        .or(resideInAnyPackage(packages))
                        .or(assignableTo(Keras4jException.class)))
                .allowEmptyShould(true);
    }
}
