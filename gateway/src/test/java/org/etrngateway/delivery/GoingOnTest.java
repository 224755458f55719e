package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Messages;
import org.etrngateway.session.ModelSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Messages that are cut short: gone on with by CHECKPOINT, or put off with a word to the operator. */
class GoingOnTest {
    private static final String BODY = "a line that is to be sent once\r\n".repeat(100);

    private final Logger log = (Logger) LoggerFactory.getLogger("org.etrngateway.delivery");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "CHECKPOINT");

    @BeforeEach
    void follow() {
        lines.start();
        log.addAppender(lines);
        checkpoint(OptionalLong.of(1_000));
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    private void checkpoint(OptionalLong above) {
        world.rules.computeIfPresent(
                ACME,
                (name, rule) -> new DeliveryRules.SiteRule(
                        rule.route(),
                        rule.session().withCheckpoint(above),
                        rule.flush(),
                        rule.schedule(),
                        rule.lifetime()));
    }

    /** Accepted in this run: no server can know it. */
    private String fresh(String subject) {
        world.clock.advance(Duration.ofSeconds(1));
        return large(subject);
    }

    private String large(String subject) {
        Envelope envelope = Messages.envelope(world.wall.instant(), "a@acme.example");
        String content = "Subject: " + subject + "\r\n\r\n" + BODY;
        Messages.put(world.queue, envelope, subject, content.getBytes(StandardCharsets.US_ASCII));
        return content;
    }

    private List<String> commands(int session) {
        return world.network.sessions().get(session).commands();
    }

    private String mail(int session) {
        return commands(session).stream()
                .filter(line -> line.startsWith("MAIL"))
                .findFirst()
                .orElse("");
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(event -> event.getLevel().toString().equals("WARN"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void onlyWhatIsLargeHasANameAndTheSameEachTime() {
        world.network.listen(ACME_HOST, site -> {});
        world.network.cut(3_000, Long.MAX_VALUE);
        fresh("large");
        world.etrn(ACME);
        world.mail("small", "a@acme.example");
        world.etrn(ACME);
        assertThat(mail(0)).matches(".* TRANSID=<[0-9a-f]{32}@mx.isp.example>");
        assertThat(mail(1)).isEqualTo(mail(0));
        assertThat(commands(1))
                .filteredOn(line -> line.startsWith("MAIL"))
                .last()
                .asString()
                .doesNotContain("TRANSID");
        assertThat(world.arrived()).containsExactly("large", "small");
    }

    @Test
    void whatWasAcceptedBeforeTheStartWaitsForTheReplyToMail() {
        world.network.listen(ACME_HOST, site -> site.answer("MAIL", ""));
        large("old");
        world.etrn(ACME);
        assertThat(commands(0)).last().asString().startsWith("MAIL ").contains("TRANSID");
    }

    @Test
    void whatWasAcceptedSinceIsSentAhead() {
        world.network.listen(ACME_HOST, site -> site.answer("MAIL", ""));
        fresh("new");
        world.etrn(ACME);
        assertThat(commands(0)).anyMatch(line -> line.startsWith("BDAT "));
    }

    @Test
    void aMessageThatEachConnectionBringsOnIsNotPutOffNorDoesItsTriggerLapse() {
        String content = fresh("large");
        int connections = 12;
        for (int i = 0; i < connections; i++) {
            String here = content.substring(0, i * 200);
            world.network.listen(ACME_HOST, site -> keep(site, here));
            world.network.cut(700, Long.MAX_VALUE);
            if (i == 0) {
                world.etrn(ACME);
            } else {
                world.workers.ring();
            }
            world.clock.advance(EngineWorld.LIFETIME.dividedBy(3));
        }
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.attempts()).isZero());
        world.network.listen(ACME_HOST, site -> site.keeps(content.substring(0, connections * 200), "a@acme.example"));
        world.workers.ring();
        assertThat(world.network.taken())
                .singleElement()
                .satisfies(taken -> assertThat(taken.content()).isEqualTo(content));
        assertThat(world.network.sessions()).hasSize(connections + 1);
    }

    private static void keep(ModelSite site, String here) {
        if (!here.isEmpty()) {
            site.keeps(here, "a@acme.example");
        }
    }

    @Test
    void aMessageThatNoConnectionBringsOnIsPutOffInTheEnd() {
        String content = fresh("large");
        world.network.listen(ACME_HOST, site -> site.keeps(content.substring(0, 200), "a@acme.example"));
        for (int i = 0; i < 8; i++) {
            world.network.cut(700, Long.MAX_VALUE);
            world.etrn(ACME);
        }
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.attempts()).isPositive());
    }

    @Test
    void aServerThatHasMoreThanThereIsGetsItWholeAndNoNameAgain() {
        String content = large("first");
        world.network.listen(ACME_HOST, site -> site.keeps(content + "more\r\n", "a@acme.example"));
        world.etrn(ACME);
        assertThat(world.network.taken())
                .singleElement()
                .satisfies(taken -> assertThat(taken.content()).isEqualTo(content));
        large("second");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("first", "second");
        assertThat(world.network.sessions().stream().flatMap(site -> site.commands().stream()))
                .filteredOn(line -> line.contains("TRANSID"))
                .hasSize(1);
        assertThat(warnings()).singleElement().asString().contains("site=acme", "no CHECKPOINT");
    }

    @Test
    void aServerThatRefusesWhatItWentOnWithGetsItWhole() {
        String content = large("first");
        world.network.listen(ACME_HOST, site -> {
            site.keeps(content.substring(0, 200), "a@acme.example");
            site.answer("END", "554 5.6.0 damaged");
        });
        world.etrn(ACME);
        assertThat(warnings()).singleElement().asString().contains("554 5.6.0 damaged");
        assertThat(world.held(ACME))
                .as("refused as a whole, too: it fails as ever")
                .isEmpty();
        assertThat(world.network.sessions().stream().flatMap(site -> site.commands().stream()))
                .filteredOn("END"::equals)
                .hasSize(2);
    }

    @Test
    void whatTheServerDefersItMayStillHave() {
        world.network.listen(ACME_HOST, site -> site.answer("END", "450 4.2.0 later"));
        fresh("large");
        world.etrn(ACME);
        world.clock.advance(EngineWorld.LIFETIME.multipliedBy(2));
        world.network.listen(ACME_HOST, site -> site.answer("MAIL", ""));
        world.etrn(ACME);
        assertThat(commands(0)).anyMatch(line -> line.startsWith("BDAT "));
        assertThat(commands(1)).last().asString().isEqualTo(mail(0));
    }

    @Test
    void offIsOff() {
        checkpoint(OptionalLong.empty());
        world.network.listen(ACME_HOST, site -> {});
        large("first");
        world.etrn(ACME);
        assertThat(mail(0)).doesNotContain("TRANSID");
    }

    @Test
    void theOperatorIsToldOnceOfAMessageThatDoesNotFitAConnection() {
        EngineWorld plain = new EngineWorld("PIPELINING", "CHUNKING");
        Messages.put(
                plain.queue,
                Messages.envelope(plain.wall.instant(), "a@acme.example"),
                "large",
                BODY.getBytes(StandardCharsets.US_ASCII));
        plain.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 6; i++) {
            plain.network.cut(2_000, Long.MAX_VALUE);
            plain.clock.advance(Duration.ofMinutes(1));
            plain.etrn(ACME);
        }
        assertThat(warnings().stream().filter(line -> line.contains("cannot be delivered over this line")))
                .singleElement()
                .asString()
                .contains("of its " + BODY.length() + " octets", "3 times");
        plain.mail("small", "a@acme.example");
        plain.etrn(ACME);
        assertThat(plain.arrived()).as("nobody waits behind it").contains("small");
        assertThat(plain.outcomes.values().stream().flatMap(List::stream))
                .anySatisfy(outcome -> assertThat(outcome.reply()).contains("too large for a connection of this line"));
    }
}
