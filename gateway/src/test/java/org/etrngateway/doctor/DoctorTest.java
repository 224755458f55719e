package org.etrngateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a running gateway is examined, and what of. */
class DoctorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-11-28T15:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void whoAsksWhileOneIsMadeBeginsNoOther() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(1);
        try (Doctor doctor = new Doctor(connect -> look(made, enough, connect), CLOCK)) {
            assertThat(doctor.report()).isEqualTo(Report.NONE);
            assertThat(doctor.begin(true).running()).isTrue();
            assertThat(doctor.begin(false).findings()).isEmpty();
            enough.countDown();
            await().until(() -> !doctor.report().running());
            assertThat(made).hasValue(1);
            assertThat(doctor.report().at()).contains(CLOCK.instant());
            assertThat(doctor.report().connect()).isTrue();
            // What was found before is there until something else is.
            assertThat(doctor.begin(false).findings()).containsExactly(Finding.ok("test", "connect true"));
            await().until(() -> made.get() == 2 && !doctor.report().running());
        }
    }

    private static List<Finding> look(AtomicInteger made, CountDownLatch enough, boolean connect) {
        made.incrementAndGet();
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of(Finding.ok("test", "connect " + connect));
    }

    @Test
    void anExaminationThatBreaksOffIsAFinding() {
        Doctor.Look broken = connect -> {
            throw new IllegalStateException("no such luck");
        };
        try (Doctor doctor = new Doctor(broken, CLOCK)) {
            Report begun = doctor.begin(false);
            assertThat(begun.at()).isEmpty();
            await().until(() -> !doctor.report().running());
            assertThat(doctor.report().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
                assertThat(finding.text()).contains("no such luck");
            });
        }
    }

    @Test
    void everythingIsLookedAt() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: localhost.localdomain
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:1" }]
                """);
        var config = ConfigLoader.load(file).config().orElseThrow();
        Files.createDirectory(config.data());
        assertThat(new Examination(config, CLOCK).make(Finding.ok("gateway", "it runs"), true, false))
                .extracting(Finding::about)
                .contains("settings", "gateway", "clock", "disk", "spool", "name", "certificate", "port", "site");
    }
}
