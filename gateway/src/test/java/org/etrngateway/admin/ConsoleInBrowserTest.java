package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.peers.Browser;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.history.Figures;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.Period.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The console in a real browser. */
@Tag("peers")
class ConsoleInBrowserTest {
    private static final String MARKUP = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    @TempDir
    private Path profile;

    private AdminWorld world;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        Browser.assumeThere();
        world = new AdminWorld(data, Clock.systemUTC());
        world.put("x@acme.example", MARKUP);
        browser = new Browser(profile, 1200, 900);
        browser.open(world.server.address());
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void anOperatorFindsASiteAndFlushesIt() {
        browser.type("#token", "wrong");
        browser.click("form button");
        browser.awaitText("#wrong", "no such token");
        login(Role.OPERATOR);
        browser.awaitText("main", "acme.example");
        browser.type("#filter", "harb");
        await("one row").atMost(LIMIT).until(() -> browser.count("tbody tr") == 1);
        assertThat(browser.text("tbody")).contains("harbour.example").doesNotContain("acme");
        browser.type("#filter", "acme");
        browser.awaitText("tbody", "acme.example");
        browser.click("tbody a");
        browser.awaitText(".dials", "600 ms");
        browser.awaitText(".dials", "12 s");
        browser.click("[data-act=flush]");
        assertThat(browser.text("dialog h2")).isEqualTo("Flush acme now?");
        assertThat(world.triggers).isEmpty();
        browser.click("dialog .main");
        browser.awaitText("#status", "has started");
        assertThat(world.triggers).singleElement().satisfies(trigger -> {
            assertThat(trigger.cause()).isEqualTo(Trigger.Cause.OPERATOR);
            assertThat(trigger.by()).startsWith("my-operator at ");
        });
        browser.click("[data-act=pause]");
        browser.click("dialog .main");
        browser.awaitText("h1", "paused");
        assertThat(world.queue.summary(AdminWorld.ACME).paused()).isTrue();
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void markupInASubjectIsShownAsText() {
        login(Role.OPERATOR);
        goTo("#/site/acme");
        browser.awaitText(".subject", MARKUP);
        assertThat(browser.count("main img, main b")).isZero();
        assertThat(browser.run("return document.title").asString()).doesNotContain("owned");
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void anOperatorFindsMessagesAndHoldsAllThatMatch() {
        world.put("y@acme.example", "Invoice 1");
        world.put("z@acme.example", "Invoice 2");
        world.put("z@harbour.example", "Invoice 3");
        login(Role.OPERATOR);
        goTo("#/messages");
        await("all of them").atMost(LIMIT).until(() -> browser.count("tbody tr") == 4);
        browser.type("[name=text]", "invoice");
        await("the invoices").atMost(LIMIT).until(() -> browser.count("tbody tr") == 3);
        assertThat(browser.count("[data-act=hold]")).isEqualTo(1);
        goTo("#/messages/acme");
        await("those of acme").atMost(LIMIT).until(() -> browser.count("tbody tr") == 3);
        browser.type("[name=text]", "invoice");
        await("its invoices").atMost(LIMIT).until(() -> browser.count("tbody tr") == 2);
        browser.click("[data-act=hold]");
        browser.awaitText("dialog p", "2 messages for acme");
        assertThat(world.queue.summary(AdminWorld.ACME).operatorHeld()).isZero();
        browser.click("dialog .main");
        browser.awaitText("#status", "Done with 2 messages");
        assertThat(world.queue.summary(AdminWorld.ACME).operatorHeld()).isEqualTo(2);
        browser.awaitText("tbody", "held for the operator");
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void anAdminReadsAMessageAndDeletesIt() {
        login(Role.ADMIN);
        goTo("#/site/acme");
        browser.awaitText(".subject", MARKUP);
        browser.click("a.subject");
        browser.awaitText(".header", "Subject");
        assertThat(browser.text("h1")).contains(MARKUP);
        assertThat(browser.count("a.button[download]")).isEqualTo(1);
        browser.click("[data-act=remove]");
        browser.awaitText("dialog p", "nothing brings it back");
        browser.click("dialog .main");
        browser.awaitText("main", "No message matches.");
        assertThat(world.queue.summary(AdminWorld.ACME).messages()).isZero();
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void aCustomerSeesHisSiteAndCannotPauseIt() {
        world.history.record(asked(AdminWorld.ACME, "acme's own"));
        world.history.record(asked(new SiteName("harbour"), "of harbour"));
        login(Role.SITE);
        browser.awaitText("main", "acme.example");
        assertThat(browser.text("main")).doesNotContain("harbour");
        goTo("#/site/acme");
        browser.awaitText("[data-act=flush]", "Flush now");
        assertThat(browser.count("[data-act=pause], main a[href^='#/import'], main a[href^='#/messages']"))
                .isZero();
        assertThat(browser.text("#bar nav")).doesNotContain("Self-test").doesNotContain("Access");
        browser.awaitText(".subject", MARKUP);
        browser.click("a.subject");
        browser.awaitText("main", "Envelope");
        assertThat(browser.count("main .buttons, main .header, [data-act]")).isZero();
        goTo("#/history");
        browser.awaitText("section:last-child tbody", "acme's own");
        assertThat(browser.text("main")).doesNotContain("harbour");
        assertThat(browser.count("[name=site]")).isZero();
        for (String page : List.of("#/doctor", "#/access")) {
            goTo(page);
            browser.awaitText("#alert", "this needs the role");
        }
        goTo("#/site/harbour");
        browser.awaitText("#alert", "there is no site harbour");
        browser.click("#logout");
        browser.awaitText("form", "Token");
    }

    private static HistoryEntry asked(SiteName site, String by) {
        return new HistoryEntry(
                Instant.now(), site, HistoryEntry.Kind.ASKED, "ETRN", by, "253", HistoryEntry.Work.NONE);
    }

    @Test
    void onAPhoneNothingIsCutOffInEitherLanguage() {
        browser.narrow(390, 844);
        login(Role.ADMIN);
        for (String language : List.of("en", "ru")) {
            JsonNode unused =
                    browser.run("localStorage.setItem('language', arguments[0]); location.reload()", language);
            for (String page : AccessibilityTest.pages(world)) {
                goTo(page);
                browser.awaitPage(page);
                assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth")
                                .asInt())
                        .as("%s in %s", page, language)
                        .isNotPositive();
            }
        }
    }

    @Test
    void whatIsInAHostileMessageIsShownAsText() {
        String script = "<script>document.title='owned'</script>";
        world.put("x@acme.example", "hostile", """
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary=b\r
                \r
                --b\r
                Content-Type: text/plain\r
                \r
                Dear all, %s\r
                --b\r
                Content-Type: application/pdf\r
                Content-Disposition: attachment; filename="%s.pdf"\r
                \r
                x\r
                --b--\r
                """.formatted(script, MARKUP.replace("\"", "'")));
        login(Role.ADMIN);
        goTo("#/messages/acme");
        browser.type("[name=text]", "hostile");
        await("it alone").atMost(LIMIT).until(() -> browser.count("tbody tr") == 1);
        browser.click("a.subject");
        browser.awaitText("main", "Waits for");
        assertThat(browser.count(".preview")).isZero();
        browser.click("[data-act=look]");
        browser.awaitText("dialog", "The history says that you did");
        browser.type("dialog [name=why]", "a complaint");
        browser.click("dialog .main");
        browser.awaitText(".preview", "Dear all, " + script);
        assertThat(browser.text(".parts")).contains("multipart/mixed", "application/pdf", "<img src=x", "attachment");
        assertThat(browser.count("main img, main b, main script")).isZero();
        assertThat(browser.run("return document.title").asString()).doesNotContain("owned");
        goTo("#/history/acme");
        browser.awaitText("section:last-child q", "a complaint");
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void aFileIsTakenInAsFarAsItGoesAndNotTwice() throws IOException {
        String letter = "From ann@sender.example Sat Nov 28 12:00:00 2026\nSubject: one\n\nhello\n\n";
        Path file = Files.writeString(profile.resolve("old.mbox"), letter + letter);
        login(Role.ADMIN);
        goTo("#/import/acme");
        browser.choose("#file", file);
        assertThat(browser.run("return document.querySelector('[name=format]').value")
                        .asString())
                .isEqualTo("mbox");
        browser.click("form .main");
        // Nothing says for whom they are.
        browser.awaitText("main", "It stopped at message 1");
        assertThat(world.queue.summary(AdminWorld.ACME).messages()).isEqualTo(1);
        browser.type("[name=to]", "x@acme.example");
        browser.click("form .main");
        browser.awaitText("main", "Done: 2 messages are held");
        assertThat(world.queue.summary(AdminWorld.ACME).messages()).isEqualTo(3);
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void aMessageGoesElsewhereOnlyByAnAdmin() {
        login(Role.OPERATOR);
        goTo("#/message/acme/" + world.firstId());
        browser.awaitText("main", "Envelope");
        assertThat(browser.count("[data-act=redirect], [data-act=look], a[download]"))
                .isZero();
        goTo("#/messages/acme");
        browser.awaitText("tbody", "bold");
        assertThat(browser.count("[data-act=redirect], [data-act=export]")).isZero();
        assertThat(browser.count("[data-act=priority]")).isEqualTo(1);
        browser.click("#logout");
        login(Role.ADMIN);
        goTo("#/message/harbour/" + put("z@harbour.example"));
        browser.click("[data-act=redirect]");
        browser.awaitText("dialog", "with the reply");
        browser.type("dialog [name=route]", "office.example:25");
        browser.type("dialog [name=why]", "the line is dead");
        browser.click("dialog .main");
        browser.awaitText("#status", "has started");
        assertThat(world.triggers)
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.site().name()).isEqualTo("harbour"));
    }

    /** Returns the id of the message. */
    private String put(String recipient) {
        world.put(recipient, "first");
        SiteName site = new SiteName(recipient.replaceAll(".*@|\\.example", ""));
        return world.queue
                .list(new Listing(Optional.of(site), Optional.empty(), 1))
                .get(0)
                .id()
                .toString();
    }

    @Test
    void aPageWhoseAnswersComeLateDoesNotDrawOverTheNext() {
        login(Role.ADMIN);
        var unused = browser.run("const real = window.fetch; window.fetch = (url, how) => url.includes('statistics')"
                + " ? new Promise((resolve) => { window.letGo = () => resolve(real(url, how)); }) : real(url, how)");
        goTo("#/history");
        await("its question")
                .atMost(LIMIT)
                .until(() -> browser.run("return Boolean(window.letGo)").asBoolean());
        goTo("#/access");
        browser.awaitPage("#/access");
        var unusedAnswer = browser.run("letGo(); setTimeout(() => { window.drawn = true; }, 500)");
        await("it is drawn")
                .atMost(LIMIT)
                .until(() -> browser.run("return Boolean(window.drawn)").asBoolean());
        assertThat(browser.text("h1")).isEqualTo("Access");
    }

    @Test
    void theWholeWayToAFlushGoesByKeyboard() {
        await("the field has the focus").atMost(LIMIT).until(() -> browser.isFocused("#token"));
        browser.press(world.token(Role.OPERATOR).split(""));
        browser.press(Browser.Key.ENTER);
        browser.tabTo("[data-focus=acme]");
        browser.press(Browser.Key.ENTER);
        browser.tabTo("[data-act=flush]");
        browser.press(Browser.Key.ENTER);
        browser.awaitText("dialog h2", "Flush acme now?");
        // What has the focus at first does nothing, and Escape neither.
        browser.press(Browser.Key.ENTER);
        await("the dialog is gone").atMost(LIMIT).until(() -> browser.count("dialog") == 0);
        assertThat(browser.isFocused("[data-act=flush]")).isTrue();
        browser.press(Browser.Key.ENTER);
        browser.awaitText("dialog h2", "Flush acme now?");
        browser.press(Browser.Key.ESCAPE);
        await("the dialog is gone").atMost(LIMIT).until(() -> browser.count("dialog") == 0);
        assertThat(world.triggers).isEmpty();
        browser.press(Browser.Key.ENTER);
        browser.tabTo("dialog .main");
        browser.press(Browser.Key.ENTER);
        browser.awaitText("#status", "has started");
        assertThat(world.triggers).hasSize(1);
    }

    @Test
    void theSelfTestSaysWhatIsWrongAndWhatToDo() {
        login(Role.OPERATOR);
        goTo("#/doctor");
        browser.awaitText("main", "Problems 1");
        assertThat(browser.text("main"))
                .contains("0.1 GB of 9.0 GB are free", "make room", "nothing keeps it right", "No site was called");
        assertThat(browser.text("main code")).isEqualTo("chrony");
        browser.click("[data-act=call]");
        browser.awaitText("dialog p", "may cost its owner money");
        assertThat(browser.count("dialog [name=why]")).isZero();
        browser.click("dialog .main");
        browser.awaitText("main", "acme cannot be reached");
        browser.awaitText("main", "with a call to each site");
        assertThat(unexpected()).isEmpty();
    }

    @Test
    void aYearIsShownByTheWeekAndOrdersAreFoundAlone() {
        Instant now = Instant.now();
        for (int day = 0; day < 364; day++) {
            world.history.count(Map.of(AdminWorld.ACME, Figures.in(10, 1000)), now.minus(Duration.ofDays(day)));
        }
        world.history.record(asked(AdminWorld.ACME, "192.0.2.1"));
        world.history.record(new HistoryEntry(
                now, AdminWorld.ACME, HistoryEntry.Kind.ORDERED, "PAUSE", "anna", "", HistoryEntry.Work.NONE));
        await("a year is written")
                .atMost(LIMIT)
                .until(() -> world.history
                                .statistics(Optional.of(AdminWorld.ACME), Span.DAY, 999)
                                .size()
                        == 364);
        login(Role.OPERATOR);
        goTo("#/history/acme");
        browser.awaitText("figure", "300 in all, 10 at most");
        var unusedYear = browser.run("const span = document.querySelector('[name=span]'); span.value = 'year';"
                + "span.dispatchEvent(new Event('change'))");
        browser.awaitText("figure", "3,640 in all, 70 at most");
        assertThat(browser.count("figure:first-child rect")).isEqualTo(52);
        browser.awaitText("section:last-child tbody", "asked");
        var unusedKind = browser.run("const kind = document.querySelector('[name=kind]'); kind.value = 'ordered';"
                + "kind.dispatchEvent(new Event('input', { bubbles: true }))");
        await("orders alone").atMost(LIMIT).until(() -> browser.count("section:last-child tbody tr") == 1);
        assertThat(browser.text("section:last-child tbody")).contains("pause", "anna");
        assertThat(unexpected()).isEmpty();
    }

    private void login(Role role) {
        browser.type("#token", world.token(role));
        browser.click("form button");
        browser.awaitText("#bar", "my-" + role.word());
    }

    private void goTo(String page) {
        JsonNode unused = browser.run("location.hash = arguments[0]", page);
    }

    /** All complaints but that of the first question, who is logged in: nobody, and of the wrong token. */
    private List<String> unexpected() {
        return browser.complaints().stream()
                .filter(complaint -> !complaint.contains("/api/v1/session"))
                .toList();
    }
}
