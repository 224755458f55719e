package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.admin.AccessFile;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.spool.SpoolQueue;
import org.etrngateway.queue.spool.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An operator's work at the console of a real gateway that holds a lot, for a site that is there. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class ConsoleAtWorkTest {
    private static final int ALL = 50_000;
    /** One in so many has a subject of its own kind. */
    private static final int RARE = 100;

    private static final int TOGETHER = 500;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @TempDir
    private Path profile;

    @TempDir
    private Path saved;

    private RecordingSite site;
    private GatewayProcess gateway;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        Browser.assumeThere();
        fill(folder.resolve("data/spool"));
        int port = Ports.free();
        site = new RecordingSite(port);
        gateway = GatewayProcess.start(folder, new GatewayProcess.Site("acme", port, List.of("acme.example")));
        browser = new Browser(profile, 1280, 900);
        browser.saveTo(saved);
        browser.open(await("admin interface")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(this::access, it -> true)
                .address());
    }

    private AccessFile access() throws IOException {
        return AccessFile.read(folder.resolve("data"));
    }

    /** As a gateway would have left it, without its network: the spool's own code, many commits to a force. */
    private static void fill(Path spool) throws IOException {
        Files.createDirectories(spool);
        SiteName acme = new SiteName("acme");
        try (SpoolQueue queue = SpoolQueue.open(
                SpoolSettings.in(spool), domain -> Optional.of(acme), Map.of(), Clock.systemUTC(), () -> {})) {
            List<CompletionStage<Void>> commits = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                String subject = (i % RARE == 0 ? "invoice " : "letter ") + i;
                var draft = queue.draft(Messages.envelope(Instant.now(), "user" + i % 7 + "@acme.example"), List.of());
                var unused =
                        draft.append(ByteBuffer.wrap(("Subject: " + subject + "\r\n\r\nhello\r\n").getBytes(US_ASCII)));
                commits.add(draft.commit(subject));
                if (commits.size() == TOGETHER) {
                    commits.forEach(commit -> commit.toCompletableFuture().join());
                    commits.clear();
                }
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    void anOperatorFindsHoldsSavesReleasesAndFlushes() throws Exception {
        browser.type("#token", access().token());
        browser.click("form button");
        browser.awaitText(".totals", "50,000");

        goTo("#/messages/acme");
        browser.type("[name=text]", "INVOICE");
        await("invoices alone")
                .atMost(LIMIT)
                .until(() -> browser.count("tbody tr") == 100
                        && !browser.text("tbody").contains("letter"));
        act("hold", "500 messages for acme");
        browser.awaitText("#status", "Done with 500 messages");

        browser.click("[data-act=export]");
        browser.awaitText("dialog", "500 messages for acme");
        browser.click("dialog .main");
        await("the file is saved").atMost(LIMIT).until(() -> letters() == 500);

        flushFollowed(ALL - 500);
        goTo("#/messages/acme");
        browser.type("[name=text]", "invoice");
        await("what was held is there").atMost(LIMIT).until(() -> browser.count("tbody tr") == 100);
        CountDownLatch rest = site.expect(500);
        act("release", "500 messages for acme");
        // The site is there: what is released goes to it at once.
        assertThat(rest.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        goTo("#/");
        browser.awaitText("tbody", "empty");
        assertThat(site.deliveries()).hasSize(ALL);
        goTo("#/history");
        browser.awaitText("section:last-child tbody", "ordered");
        assertThat(browser.text("main")).contains("500 messages");
    }

    /** The site stops in the midst of it until the page has shown how far it is. */
    private void flushFollowed(int deliveries) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch all = site.expect(deliveries);
        site.at(deliveries / 2, () -> waitFor(seen));
        goTo("#/site/acme");
        browser.click("[data-act=flush]");
        browser.awaitText("dialog", "Flush acme now?");
        browser.click("dialog .main");
        try {
            await("progress is shown").atMost(LIMIT).until(() -> {
                double part = browser.run("return document.querySelector('progress')?.value ?? 0")
                        .asDouble();
                return part > 10 && part < 90;
            });
            browser.awaitText(".dials", "Time to go");
        } finally {
            seen.countDown();
        }
        assertThat(all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            boolean unused = latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(String action, String question) {
        browser.click("[data-act=" + action + "]");
        browser.awaitText("dialog", question);
        browser.type("dialog [name=why]", "asked by the customer");
        browser.click("dialog .main");
    }

    private long letters() throws IOException {
        try (Stream<Path> files = Files.list(saved)) {
            Optional<Path> mbox =
                    files.filter(file -> file.toString().endsWith(".mbox")).findFirst();
            if (mbox.isEmpty()) {
                return 0;
            }
            try (Stream<String> lines = Files.lines(mbox.get())) {
                return lines.filter(line -> line.startsWith("From ")).count();
            }
        }
    }

    private void goTo(String page) {
        var unused = browser.run("location.hash = arguments[0]", page);
    }
}
