package org.etrngateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.etrngateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule JDBC_ONLY_WHERE_ROWS_ARE = noClasses()
            .that()
            .resideOutsideOfPackages("org.etrngateway.queue.index", "org.etrngateway.queue.history")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..");

    @ArchTest
    static final ArchRule THE_CONTRACT_KNOWS_NO_STORE = noClasses()
            .that()
            .resideInAPackage("org.etrngateway.queue")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.etrngateway.queue.*..");

    @ArchTest
    static final ArchRule SIBLINGS_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage("org.etrngateway.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.etrngateway.scheduler..", "org.quartz..", "org.etrngateway.config..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.etrngateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_VAGUE_PACKAGES =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..");
}
