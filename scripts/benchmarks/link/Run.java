import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One contestant on a line of its own: it is started, given mail, warmed up by a flush over a fast line, and then asked for
 * the set of the line over the line. Logs, the site's among them, stay in the folder.
 */
final class Run {
    private static final String WARM_UP_DOMAIN = "d0.example";
    /** Postfix is ready for ETRN some time after its 250, when the message was put off. */
    private static final int SETTLE_MS = 4_000;
    /** Far longer than any flush that goes on at all. */
    private static final int TIMES_THE_LINE = 20;

    private static final int ROUND_TRIPS_A_MESSAGE = 10;
    private static final int AT_LEAST_SECONDS = 120;

    private final Contestant contestant;
    private final Wire wire;
    private final Conditions conditions;
    private final Plan plan;
    private final Path folder;

    Run(Contestant contestant, Wire wire, Conditions conditions, Plan plan, Path folder) {
        this.contestant = contestant;
        this.wire = wire;
        this.conditions = conditions;
        this.plan = plan;
        this.folder = folder;
    }

    /** What goes over a fast line first, what is measured, and how often. */
    record Plan(MailSet warmUp, MailSet mail, int rounds) {}

    /** What came over the line, as octets the site stored, and how long that took. */
    record Figure(double seconds, long octets, int connections) {
        double utilisation(Wire wire) {
            return 100 * octets * 8 / (seconds * wire.toSite());
        }
    }

    /** The median of the rounds. */
    Figure measure(Optional<Path> keys) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String name = "etrn%d-%s".formatted(ProcessHandle.current().pid(), folder.getFileName());
        String congestion = contestant == Contestant.IDEAL && Conditions.kernelHasBbr() && conditions.loss() > 0 ? "bbr" : "cubic";
        try (Link link = new Link(name, folder.resolve("line.log"), congestion)) {
            link.shape(Wire.LAN.shape(0));
            Process server = start(link.atGateway(contestant.command(folder, conditions, held())), "sender.log");
            try {
                if (contestant.needsMail()) {
                    load(link);
                }
                Thread.sleep(SETTLE_MS);
                return flushes(link, keys);
            } finally {
                end(server);
            }
        }
    }

    private Map<String, MailSet> held() {
        Map<String, MailSet> held = new LinkedHashMap<>();
        held.put(WARM_UP_DOMAIN, plan.warmUp());
        for (int i = 1; i <= plan.rounds(); i++) {
            held.put("d" + i + ".example", plan.mail());
        }
        return held;
    }

    private void load(Link link) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(LinkBench.java("LinkLoad"));
        held().forEach((domain, mail) -> command.add(domain + "=" + mail));
        if (start(link.atGateway(command), "load.log").waitFor() != 0) {
            throw new IOException("it did not take the mail; see load.log and sender.log in " + folder);
        }
    }

    private Figure flushes(Link link, Optional<Path> keys) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(LinkBench.java("LinkSite"));
        command.addAll(List.of(Link.SITE, Link.GATEWAY, folder.resolve("site.log").toString(), "" + !conditions.dataOnly()));
        keys.ifPresent(path -> command.add(path.toString()));
        Process site = watched(link.atSite(command)
                .redirectError(folder.resolve("site.err").toFile())
                .start());
        try (BufferedReader answers = new BufferedReader(new InputStreamReader(site.getInputStream(), UTF_8))) {
            flush(site, answers, WARM_UP_DOMAIN, plan.warmUp(), AT_LEAST_SECONDS);
            Thread.sleep(SETTLE_MS);
            link.shape(wire.shape(conditions.loss()));
            List<Figure> figures = new ArrayList<>();
            for (int i = 1; i <= plan.rounds(); i++) {
                figures.add(flush(site, answers, "d" + i + ".example", plan.mail(), limit()));
                Files.writeString(folder.resolve("line-" + i + ".json"), link.count() + "\n");
            }
            figures.sort(Comparator.comparingDouble(Figure::seconds));
            return figures.get(plan.rounds() / 2);
        } finally {
            end(site);
        }
    }

    private long limit() {
        return AT_LEAST_SECONDS
                + TIMES_THE_LINE * plan.mail().octets() * 8 / wire.toSite()
                + (long) (ROUND_TRIPS_A_MESSAGE * plan.mail().size() * wire.roundTripSeconds());
    }

    private static Figure flush(Process site, BufferedReader answers, String domain, MailSet set, long limit)
            throws IOException {
        site.getOutputStream().write("flush %s %s %d\n".formatted(domain, set, limit).getBytes(UTF_8));
        site.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("whole ")) {
            throw new IOException(answer == null ? "the site ended" : answer);
        }
        String[] words = answer.split(" ");
        return new Figure(Long.parseLong(words[1]) / 1e9, Long.parseLong(words[2]), Integer.parseInt(words[3]));
    }

    private Process start(ProcessBuilder builder, String log) throws IOException {
        // PEER_SPOOL: on the same disk as ours.
        builder.environment().put("PEER_SPOOL", Files.createDirectories(folder.resolve("state")).toString());
        return watched(builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start());
    }

    /** It must not outlive this process, in a namespace that nobody finds any more. */
    private static Process watched(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** At once: what runs in namespaces of its own does not hear a gentle word, and its data is of no use to anybody. */
    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
