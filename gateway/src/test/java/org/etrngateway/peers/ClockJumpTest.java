package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The machine's clock is set forward by more than mail is kept: for a while that is not believed, then the mail has
 * expired, and each sender hears of it once. The clock of the process is libfaketime's; what cannot be set goes on.
 */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class ClockJumpTest {
    private static final int GRACE_S = 20;
    /** The sweep comes each minute: one has doubts, and a later one has none. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private Path clock;

    /** Moved into place, for the process reads it at any moment. */
    private void set(String offset) throws IOException {
        Path fresh = folder.resolve("clock.new");
        Files.writeString(fresh, offset + "\n");
        Files.move(fresh, clock, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> underItsClock() throws IOException {
        try (Stream<Path> files = Files.walk(Project.peer("faketime"))) {
            Path library = files.filter(file -> file.endsWith("libfaketimeMT.so.1"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("get it with: scripts/peers fetch faketime"));
            return List.of(
                    "env",
                    "LD_PRELOAD=" + library.toAbsolutePath(),
                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                    "FAKETIME_CACHE_DURATION=1",
                    "FAKETIME_DONT_FAKE_MONOTONIC=1",
                    // Or each wait of the virtual machine ends at once, and begins anew.
                    "FAKETIME_FORCE_MONOTONIC_FIX=0");
        }
    }

    @Test
    void fiveDaysForwardExpireAMessageWithOneNotice() throws Exception {
        clock = folder.resolve("clock");
        set("+0s");
        int relay = Ports.free();
        GatewayProcess gateway = GatewayProcess.prepare(
                folder, folder.resolve("data"), new GatewayProcess.Site("acme", Ports.free(), List.of("acme.example")));
        Path settings = folder.resolve("gateway.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace(
                                "admin:",
                                "outbound: { relay: { host: 127.0.0.1, port: " + relay + " } }\nexpiry-grace: "
                                        + GRACE_S + "s\nadmin:"));
        try (gateway;
                RecordingSite outside = new RecordingSite(relay)) {
            gateway.start(underItsClock());
            try (SmtpClient client = new SmtpClient(gateway.smtpPort()).hello()) {
                client.send(new Mail(
                        "one",
                        "alice@sender.example",
                        List.of("a@acme.example", "b@acme.example"),
                        false,
                        Mail.ID_FIELD + "one\r\n\r\nhello\r\n"));
            }
            set("+5d");
            await("doubt; log: " + gateway.log())
                    .atMost(LIMIT)
                    .until(() -> Files.readString(gateway.log()).contains("the clock was set"));
            assertThat(outside.deliveries()).as("while the clock is in doubt").isEmpty();
            await("the notice; log: " + gateway.log())
                    .atMost(LIMIT)
                    .until(() -> !outside.deliveries().isEmpty());
            assertThat(gateway.etrn("acme.example")).startsWith("251");
            assertThat(outside.deliveries()).singleElement().satisfies(notice -> {
                assertThat(notice.sender()).isEmpty();
                assertThat(notice.recipients()).containsExactly("alice@sender.example");
                assertThat(notice.octets())
                        .contains("Final-Recipient: rfc822; a@acme.example\r\nAction: failed\r\nStatus: 5.4.7\r\n")
                        .contains("Final-Recipient: rfc822; b@acme.example\r\nAction: failed\r\nStatus: 5.4.7\r\n");
            });
        }
    }
}
