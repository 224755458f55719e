package org.etrngateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.etrngateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule JDK_AND_YAML_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.security.auth.x500..", "org.etrngateway..", "org.snakeyaml..");

    @ArchTest
    static final ArchRule YAML_ONLY_IN_SCHEMA = noClasses()
            .that()
            .resideOutsideOfPackage("org.etrngateway.config.schema")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.etrngateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_VAGUE_PACKAGES =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..");
}
