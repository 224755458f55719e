package org.etrngateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Outcome.Kind;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.wording.Language;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our notices as programs of others read them: Python's email package, and Sisimai, which sorts bounces for senders. */
@Tag("peers")
class JudgesTest {
    private static final Path JUDGES = Path.of("src/test/resources/judges").toAbsolutePath();
    private static final Path SISIMAI =
            Path.of("../target/peers/sisimai/usr/share/perl5").toAbsolutePath();

    @TempDir
    private Path folder;

    private final NoticeWorld world = new NoticeWorld();

    private Lease mail() {
        Recipient recipient = new Recipient(
                Mailbox.parse("bob@acme.example"), Set.of(), Optional.of("rfc822;bob@old.example"), false);
        Envelope envelope = new Envelope(
                ReversePath.parse("alice@sender.example"),
                List.of(recipient),
                world.clock.instant(),
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.of(Envelope.Ret.HDRS),
                Optional.of("envelope+3D1"),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
        String message = """
                Received: from a.example ([192.0.2.1])
                \tby mx.isp.example with ESMTP id 1; now
                From: alice@sender.example
                To: bob@acme.example
                Subject: hello
                Message-ID: <1@a.example>

                text
                """;
        return world.mail(envelope, message.replace("\n", "\r\n"));
    }

    /** Puts the notice of a kind into a file. */
    private Path notice(Report report) throws IOException {
        Lease lease = mail();
        Instant until = world.clock.instant().plus(Duration.ofDays(5));
        Outcome passed = Outcome.of(0, Kind.DELIVERED, world.clock.instant(), "250 2.1.5 taken");
        Outcome late = Outcome.of(0, Kind.DEFERRED, world.clock.instant(), "late");
        Messages.await(
                switch (report) {
                    case FAILED ->
                        world.bounces.report(
                                lease,
                                List.of(Outcome.of(
                                        0, Kind.FAILED, world.clock.instant(), "550 5.1.1 no such user here")));
                    case EXPIRED ->
                        world.bounces.report(
                                lease, List.of(Outcome.of(0, Kind.EXPIRED, world.clock.instant(), "not delivered")));
                    case RELAYED -> world.bounces.relayed(lease, List.of(passed));
                    case DELAYED -> world.bounces.delayed(lease, "450 4.2.1 mailbox busy", until, Next.SOON);
                    case LATE -> world.bounces.late(lease, List.of(late));
                    case HELD -> world.bounces.held(NoticeWorld.ACME, lease.envelope(), List.of(0), until);
                });
        return Files.write(folder.resolve("notice"), world.notice());
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static String diagnostic(Report report) {
        return switch (report) {
            case FAILED -> "smtp; 550 5.1.1 no such user here";
            case RELAYED -> "smtp; 250 2.1.5 taken";
            case DELAYED -> "smtp; 450 4.2.1 mailbox busy";
            case EXPIRED -> "x-etrn-gateway; delivery time expired";
            case LATE, HELD -> "-";
        };
    }

    /** The kind, in the words of Sisimai. */
    private static String reason(Report report) {
        return switch (report) {
            case FAILED -> "userunknown";
            case EXPIRED, LATE -> "expired";
            case RELAYED -> "delivered";
            case DELAYED -> "suspend";
            case HELD -> "exceedlimit";
        };
    }

    private static String status(Report report) {
        return switch (report) {
            case FAILED -> "5.1.1";
            case RELAYED -> "2.1.5";
            case DELAYED -> "4.2.1";
            case EXPIRED, LATE, HELD -> report.status();
        };
    }

    @ParameterizedTest
    @EnumSource
    void pythonReadsWhatWeMean(Report report) throws Exception {
        List<String> lines = run(List.of(
                "python3",
                JUDGES.resolve("report.py").toString(),
                notice(report).toString()));
        String subject = world.message().getSubject();
        assertThat(lines)
                .containsExactly(String.join(
                        "\t",
                        "dns; mx.isp.example",
                        "envelope=1",
                        "rfc822; bob@acme.example",
                        report.action(),
                        status(report),
                        diagnostic(report),
                        subject));
    }

    @ParameterizedTest
    @EnumSource
    void pythonReadsTheSameInRussian(Report report) throws Exception {
        world.in(Language.RU);
        List<String> lines = run(List.of(
                "python3",
                JUDGES.resolve("report.py").toString(),
                notice(report).toString()));
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\t" + report.action() + "\t" + status(report) + "\t")
                        .endsWith("\t" + world.message().getSubject())
                        .containsPattern("\\p{IsCyrillic}"));
    }

    @ParameterizedTest
    @EnumSource
    void sisimaiReadsWhatWeMean(Report report) throws Exception {
        List<String> lines = run(List.of(
                "perl",
                "-I",
                SISIMAI.toString(),
                JUDGES.resolve("report.pl").toString(),
                notice(report).toString()));
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(String.join(
                                "\t", "bob@acme.example", report.action(), status(report), reason(report), "")));
    }
}
