package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.peers.Browser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Whether people who see little, or nothing, can use the console, as far as a program can judge: axe-core, in Chromium. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class AccessibilityTest {
    private static final List<String> GRAVE = List.of("moderate", "serious", "critical");
    private static final String JUDGE = "const done = arguments[arguments.length - 1];"
            + "axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations));";

    @TempDir
    private Path data;

    @TempDir
    private Path profile;

    @Test
    void noPageHasAFaultInEitherThemeOnADeskOrOnAPhone() throws IOException {
        Browser.assumeThere();
        List<String> faults = new ArrayList<>();
        try (AdminWorld world = new AdminWorld(data, Clock.systemUTC());
                Browser browser = new Browser(profile, 1280, 900)) {
            world.put("x@acme.example", "first");
            browser.open(world.server.address());
            browser.awaitText("form", "Token");
            faults.addAll(judged(browser, "login"));
            browser.type("#token", world.token(Role.ADMIN));
            browser.click("form button");
            browser.awaitText("#bar", "my-admin");
            for (int width : List.of(1280, 390)) {
                if (width < 600) {
                    browser.narrow(width, 844);
                }
                for (String theme : List.of("light", "dark")) {
                    browser.theme(theme);
                    for (String page : pages(world)) {
                        JsonNode unused = browser.run("location.hash = arguments[0]", page);
                        browser.awaitPage(page);
                        faults.addAll(judged(browser, page + " " + theme + " " + width));
                    }
                    browser.click("[data-act=flush]");
                    faults.addAll(judged(browser, "dialog " + theme + " " + width));
                    browser.press(Browser.Key.ESCAPE);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** All of the console; the last has a button that asks. */
    static List<String> pages(AdminWorld world) {
        return List.of(
                "#/",
                "#/messages",
                "#/messages/acme",
                "#/message/acme/" + world.firstId(),
                "#/import/acme",
                "#/history",
                "#/doctor",
                "#/access",
                "#/site/acme");
    }

    private static List<String> judged(Browser browser, String where) throws IOException {
        if (!browser.run("return Boolean(window.axe)").asBoolean()) {
            JsonNode unused = browser.run(axe());
        }
        return browser.runUntilDone(JUDGE)
                .valueStream()
                .filter(fault -> GRAVE.contains(fault.path("impact").asString()))
                .map(fault -> where + ": " + fault.path("id").asString() + " at "
                        + fault.path("nodes")
                                .valueStream()
                                .map(AccessibilityTest::node)
                                .toList())
                .toList();
    }

    private static String node(JsonNode node) {
        return node.path("target") + " " + node.path("failureSummary").asString();
    }

    private static String axe() throws IOException {
        try (InputStream in = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
