package org.etrngateway.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that do something with one site. */
abstract class SiteCommands implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(index = "0", paramLabel = "SITE", description = "The site's name in the settings.")
    private String site;

    /** Posts to the site's resource; returns the answer. */
    String post(String action) {
        if (site.isBlank()) {
            throw new ParameterException(spec.commandLine(), "SITE is empty: expected a site's name in the settings");
        }
        return client().post(resource(action));
    }

    AdminClient client() {
        return AdminClient.of(settings.load().data());
    }

    /** The path of something of the site. */
    String resource(String of) {
        return "sites/" + URLEncoder.encode(site, StandardCharsets.UTF_8) + "/" + of;
    }

    ProgressLine progress() {
        return ProgressLine.on(spec.commandLine().getErr());
    }

    String site() {
        return site;
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void say(String words) {
        out().println(site + ": " + words);
    }

    /** Stops flushes of a site. */
    @Command(
            name = "pause",
            description = "Lets nothing go to a site until it is resumed; its mail is still accepted and held.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:paused",
                "64:wrong usage, or no such site",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Pause extends SiteCommands {
        @Mixin
        private WhyOption why;

        @Override
        public Integer call() {
            post(FilterOptions.path("pause", why.query()));
            say("paused");
            return ExitCode.OK;
        }
    }

    /** Ends a pause. */
    @Command(
            name = "resume",
            description = "Ends a pause.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:resumed",
                "64:wrong usage, or no such site",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Resume extends SiteCommands {
        @Mixin
        private WhyOption why;

        @Override
        public Integer call() {
            post(FilterOptions.path("resume", why.query()));
            say("resumed");
            return ExitCode.OK;
        }
    }
}
