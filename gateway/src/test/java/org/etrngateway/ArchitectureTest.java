package org.etrngateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.etrngateway.config.Credentials;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.WishesConfig;

/** The direction of imports, and which library is used where. */
@AnalyzeClasses(
        packages = "org.etrngateway",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** The fixtures of the other modules come as jars once these are packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule nettyOnlyInNet = noClasses()
            .that()
            .resideOutsideOfPackage("..net..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule mailLibraryOnlyWhereNoticesAreWritten = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.etrngateway.notice..",
                    "org.etrngateway.mime..",
                    "org.etrngateway.admin..",
                    "org.etrngateway.alert..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule httpServerOnlyInAdmin = noClasses()
            .that()
            .resideOutsideOfPackage("org.etrngateway.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule figuresOnlyInMetrics = noClasses()
            .that()
            .resideOutsideOfPackage("org.etrngateway.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule databaseOnlyInTheIndex = noClasses()
            .that()
            .resideOutsideOfPackages("org.etrngateway.queue.index..", "org.etrngateway.queue.history..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..");

    @ArchTest
    static final ArchRule hashesOnlyInAccount = noClasses()
            .that()
            .resideOutsideOfPackage("org.etrngateway.account..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.ongres..");

    @ArchTest
    static final ArchRule quartzOnlyInScheduler = noClasses()
            .that()
            .resideOutsideOfPackage("org.etrngateway.scheduler..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.quartz..");

    @ArchTest
    static final ArchRule grammarUsesValuesOnly = classes()
            .that()
            .resideInAPackage("org.etrngateway.smtp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.etrngateway.address", "org.etrngateway.queue", "org.etrngateway.smtp");

    @ArchTest
    static final ArchRule machinesUseValuesOnly = classes()
            .that()
            .resideInAPackage("org.etrngateway.session..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "org.etrngateway.address",
                            "org.etrngateway.queue",
                            "org.etrngateway.smtp",
                            "org.etrngateway.session")
                    // Of the settings, only the leaves that are plain values.
                    .or(belongToAnyOf(
                            SessionConfig.class,
                            TlsMode.class,
                            ListenerTls.class,
                            Credentials.class,
                            WishesConfig.class)));

    @ArchTest
    static final ArchRule machinesDoNoInputAndOutput = noClasses()
            .that()
            .resideInAnyPackage("org.etrngateway.smtp..", "org.etrngateway.session..", "org.etrngateway.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Server)?Socket|java\\.lang\\.Thread");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.etrngateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyHold = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..", "..manager..");
}
