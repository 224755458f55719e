package org.etrngateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.etrngateway.admin.DoctorView;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.doctor.Examination;
import org.etrngateway.doctor.Finding;
import org.etrngateway.doctor.GatewayCheck;
import org.etrngateway.log.Printable;
import org.etrngateway.queue.MailQueue.Acceptance;
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
            "Looks at settings, clock, disk, spool, name, certificates, ports and sites, and says what to do about what is wrong.",
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
        Finding gateway = gateway(config.data());
        List<Finding> findings = new Examination(config, Clock.systemUTC())
                .make(gateway, gateway.level() != Finding.Level.ADVICE, connect);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writeValueAsString(
                            findings.stream().map(DoctorView.Found::of).toList()));
        } else {
            print(findings, out);
        }
        out.flush();
        boolean well = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
        return well ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    /** What the process itself says, if one runs: advice to start it if none does. */
    private static Finding gateway(Path data) {
        try {
            JsonNode queue = AdminClient.parse(AdminClient.of(data).get("queue"));
            String acceptance = queue.path("acceptance").asString();
            return new GatewayCheck(
                            Acceptance.valueOf(acceptance.toUpperCase(Locale.ROOT)),
                            queue.path("behind").asLong())
                    .look()
                    .get(0);
        } catch (OperatorException e) {
            return e.exitCode() == ExitCode.NO_PERMISSION
                    ? Finding.problem(
                            GatewayCheck.ABOUT, e.getMessage(), "runuser -u etrn-gateway -- etrn-gateway doctor")
                    : Finding.advice(
                            GatewayCheck.ABOUT,
                            e.getMessage(),
                            "start it: systemctl start etrn-gateway, or `gateway run`");
        }
    }

    private static void print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            out.printf("%-8s %-12s %s%n", finding.level().word(), finding.about(), Printable.of(finding.text()));
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
