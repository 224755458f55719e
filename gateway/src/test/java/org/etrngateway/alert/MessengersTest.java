package org.etrngateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.Test;

/** A mail and a POST for what one look found. */
class MessengersTest {
    private static final DomainName US = DomainName.parse("mx.isp.example");
    private static final Instant AT = MutableClock.START;

    private static final Alert SILENT =
            new Alert(Condition.SILENT, Optional.of(new SiteName("acme")), AT, "nothing was heard");
    private static final Alert FULL = new Alert(Condition.DISK_FULL, Optional.empty(), AT, "the disk is full");

    private final MutableClock clock = new MutableClock();
    private final MemoryQueue queue = new MemoryQueue(domain -> Optional.empty(), Map.of(), clock);

    private Lease mailed() {
        return queue.claim(SiteName.OUTBOUND, Selection.released(clock.instant().plusNanos(1)), 1, Long.MAX_VALUE)
                .get(0);
    }

    private MimeMessage parsed(Lease lease) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(Messages.read(queue, lease)));
    }

    @Test
    void theMailIsOurOwnAndNothingComesBack() throws Exception {
        new MailMessenger(US, () -> List.of(Mailbox.parse("noc@isp.example")), queue)
                .tell(new News(AT, List.of(SILENT), List.of(FULL)));
        Lease lease = mailed();
        assertThat(lease.envelope().sender().mailbox()).isEmpty();
        assertThat(lease.envelope().origin()).isEqualTo(Envelope.Origin.NOTICE);
        assertThat(lease.envelope().recipients())
                .extracting(to -> to.address().toString())
                .containsExactly("noc@isp.example");
        MimeMessage message = parsed(lease);
        assertThat(message.getSubject()).isEqualTo("[mx.isp.example] silent acme");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSentDate()).isEqualTo(AT);
        assertThat(message.getContent().toString().lines())
                .contains("  silent acme: nothing was heard", "Over:", "  disk-full: the disk is full");
        assertThat(queue.summary(SiteName.OUTBOUND).messages()).isEqualTo(1);
    }

    @Test
    void thousandsOfSitesAreOneMailThatCanBeRead() throws Exception {
        List<Alert> many = IntStream.range(0, 5_000)
                .mapToObj(i -> new Alert(Condition.SILENT, Optional.of(new SiteName("s" + i)), AT, "nothing was heard"))
                .toList();
        new MailMessenger(US, () -> List.of(Mailbox.parse("noc@isp.example")), queue)
                .tell(new News(AT, many, List.of()));
        MimeMessage message = parsed(mailed());
        assertThat(message.getSubject()).isEqualTo("[mx.isp.example] 5000 alerts");
        assertThat(message.getContent().toString().lines()).hasSizeLessThan(110).contains("  and 4900 more");
    }

    @Test
    void theSubjectIsListedToo() {
        new MailMessenger(US, () -> List.of(Mailbox.parse("noc@isp.example")), queue)
                .tell(new News(AT, List.of(), List.of(FULL)));
        assertThat(Messages.listed(queue, 9))
                .extracting(Listed::subject)
                .containsExactly("[mx.isp.example] disk-full over");
    }

    @Test
    void theHookIsTriedAgainAFewTimesWithTheSameWords() throws IOException {
        List<String> bodies = new CopyOnWriteArrayList<>();
        List<Duration> delays = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(bodies.size() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=secret");
            new Webhook(US, () -> Optional.of(url), (task, delay) -> {
                        delays.add(delay);
                        task.run();
                    })
                    .tell(new News(AT, List.of(SILENT), List.of(FULL)));
            await().until(() -> bodies.size() == 3);
            assertThat(delays).containsExactly(Duration.ofSeconds(10), Duration.ofMinutes(1));
            assertThat(bodies)
                    .containsOnly("{\"gateway\":\"mx.isp.example\",\"at\":\"2026-03-01T12:00:00Z\",\"alerts\":["
                            + "{\"state\":\"begun\",\"condition\":\"silent\",\"site\":\"acme\","
                            + "\"since\":\"2026-03-01T12:00:00Z\",\"text\":\"nothing was heard\"},"
                            + "{\"state\":\"over\",\"condition\":\"disk-full\",\"site\":null,"
                            + "\"since\":\"2026-03-01T12:00:00Z\",\"text\":\"the disk is full\"}]}");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aHookThatIsGoneIsGivenUp() throws IOException {
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI url = URI.create("http://127.0.0.1:" + gone.getAddress().getPort() + "/hook");
        gone.start();
        gone.stop(0);
        List<Duration> delays = new CopyOnWriteArrayList<>();
        new Webhook(US, () -> Optional.of(url), (task, delay) -> {
                    delays.add(delay);
                    task.run();
                })
                .tell(new News(AT, List.of(SILENT), List.of()));
        await().until(() -> delays.size() == 3);
    }
}
