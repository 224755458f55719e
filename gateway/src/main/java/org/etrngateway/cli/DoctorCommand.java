package org.etrngateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.delivery.Heartbeat;
import org.etrngateway.delivery.HeartbeatFile;
import org.etrngateway.doctor.CertificateCheck;
import org.etrngateway.doctor.Check;
import org.etrngateway.doctor.ClockCheck;
import org.etrngateway.doctor.DiskCheck;
import org.etrngateway.doctor.Finding;
import org.etrngateway.doctor.NameCheck;
import org.etrngateway.doctor.PortCheck;
import org.etrngateway.doctor.SiteCheck;
import org.etrngateway.doctor.SystemNames;
import org.etrngateway.log.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Examines the gateway and what it stands on. */
@Command(
        name = "doctor",
        description = {
            "Looks at settings, clock, disk, name, certificates, ports and sites, and says what to do about what is wrong.",
            "Run it as the gateway's user, whether the gateway runs or not."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:well; there may be advice",
            "64:wrong usage",
            "69:problems were found",
            "78:problems in the settings"
        })
final class DoctorCommand implements Callable<Integer> {
    /** There while something keeps the clock right: systemd-timesyncd, chrony, ntpd. */
    private static final List<Path> CLOCK_SIGNS =
            List.of(Path.of("/run/systemd/timesync/synchronized"), Path.of("/run/chrony"), Path.of("/run/ntpd.pid"));

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(names = "--connect", description = "Call each site with a fixed route, and see whether it greets.")
    private boolean connect;

    @Option(names = "--json", description = "Print JSON instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        GatewayConfig config = settings.load();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "settings",
                "no problem; sites: " + config.sites().size() + ", listeners: "
                        + config.listeners().size()));
        Finding running = running(config.data());
        findings.add(running);
        checks(config, running.level() != Finding.Level.ADVICE).forEach(check -> findings.addAll(check.look()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder().build().writeValueAsString(findings));
        } else {
            print(findings, out);
        }
        out.flush();
        boolean well = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
        return well ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    private List<Check> checks(GatewayConfig config, boolean running) {
        Clock clock = Clock.systemUTC();
        Optional<Instant> lastRun =
                new HeartbeatFile(config.data().resolve("heartbeat")).read().map(Heartbeat::wall);
        return List.of(
                new ClockCheck(clock, lastRun, CLOCK_SIGNS),
                new DiskCheck(config.data()),
                new NameCheck(config.hostname(), new SystemNames()),
                new CertificateCheck(config.tls(), config.hostname(), clock),
                new PortCheck(config.listeners(), running),
                new SiteCheck(config.sites().values(), config.listeners(), connect));
    }

    private static Finding running(Path data) {
        JsonNode queue;
        try {
            queue = AdminClient.parse(AdminClient.of(data).get("queue"));
        } catch (OperatorException e) {
            return e.exitCode() == ExitCode.NO_PERMISSION
                    ? Finding.problem("gateway", e.getMessage(), "runuser -u etrn-gateway -- etrn-gateway doctor")
                    : Finding.advice(
                            "gateway", e.getMessage(), "start it: systemctl start etrn-gateway, or `gateway run`");
        }
        String acceptance = queue.path("acceptance").asString();
        String text =
                "it runs; changes not yet in the index: " + queue.path("behind").asLong();
        return acceptance.equals("open")
                ? Finding.ok("gateway", text)
                : Finding.problem(
                        "gateway",
                        text + "; new mail is refused, the disk is or was " + acceptance,
                        "make room on the disk; if that is not it, its log says more");
    }

    private static void print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            out.printf(
                    "%-8s %-12s %s%n",
                    finding.level().name().toLowerCase(Locale.ROOT), finding.about(), Printable.of(finding.text()));
            if (!finding.advice().isEmpty()) {
                out.printf("%-21s → %s%n", "", finding.advice());
            }
        }
        long problems = count(findings, Finding.Level.PROBLEM);
        long advice = count(findings, Finding.Level.ADVICE);
        out.println(problems + (problems == 1 ? " problem, " : " problems, ") + advice + " worth a look");
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
