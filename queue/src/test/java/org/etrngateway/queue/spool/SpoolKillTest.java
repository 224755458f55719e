package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of a process that fills and empties a spool, at random points of its ledger: nothing accepted is
 * lost or altered, and nothing comes back that was settled. {@code -Dkill.rounds} and {@code -Dkill.seed}
 * choose the sample.
 */
@Tag("kill")
class SpoolKillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int MOST_LINES = 6000;

    @TempDir
    private Path temporary;

    private final Random random = new Random(SEED);
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> settling = new HashSet<>();
    private final Set<String> settled = new HashSet<>();

    @Test
    void whatIsAcceptedIsKeptAndWhatIsSettledIsGone() throws IOException, InterruptedException {
        System.out.println("kill -9 of a spool: " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        Path folder = temporary.resolve("spool");
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(folder, 1 + random.nextInt(MOST_LINES));
            try (MailQueue queue = KillVictim.open(folder)) {
                audit(queue, round);
            }
        }
    }

    private void runAndKill(Path folder, int lines) throws IOException, InterruptedException {
        Process victim = start(folder);
        try (BufferedReader ledger = victim.inputReader(StandardCharsets.US_ASCII)) {
            String line = ledger.readLine();
            for (int i = 0; line != null; i++) {
                note(line);
                if (i == lines) {
                    // By its handle: Process closes the pipe with what was said and not read.
                    victim.toHandle().destroyForcibly();
                }
                line = ledger.readLine();
            }
        }
        victim.waitFor();
    }

    private Process start(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(KillVictim.class.getName(), folder.toString(), Long.toString(random.nextLong())));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "accepted" ->
                Arrays.stream(words, 2, words.length).forEach(site -> accepted.add(words[1] + " " + site));
            case "settling" -> settling.add(words[1] + " " + words[2]);
            case "settled" -> settled.add(words[1] + " " + words[2]);
            default -> System.out.println(line);
        }
    }

    private void audit(MailQueue queue, int round) throws IOException {
        String when = "round " + round + ", -Dkill.seed=" + SEED;
        Set<String> held = new HashSet<>();
        for (SiteName site : List.of(ACME, BETA)) {
            List<Listed> listed = listed(queue, site);
            listed.forEach(unit -> held.add(unit.id() + " " + unit.site()));
            assertThat(queue.summary(site).messages()).as(when).isEqualTo(listed.size());
            assertThat(queue.summary(site).bytes())
                    .as(when)
                    .isEqualTo(listed.stream().mapToLong(Listed::size).sum());
            checkContents(queue, site, listed, when);
        }
        Set<String> lost = new HashSet<>(accepted);
        lost.removeAll(held);
        lost.removeAll(settling);
        assertThat(lost).as("accepted, neither held nor settled; " + when).isEmpty();
        Set<String> back = new HashSet<>(settled);
        back.retainAll(held);
        assertThat(back).as("settled and held again; " + when).isEmpty();
        // What was being settled and is held was not settled: it may be tried again.
        settling.removeAll(held);
    }

    private static List<Listed> listed(MailQueue queue, SiteName site) {
        List<Listed> all = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        List<Listed> page = queue.list(new Listing(Optional.of(site), after, 1000));
        while (!page.isEmpty()) {
            all.addAll(page);
            after = Optional.of(page.get(page.size() - 1).id());
            page = queue.list(new Listing(Optional.of(site), after, 1000));
        }
        return all;
    }

    private static void checkContents(MailQueue queue, SiteName site, List<Listed> listed, String when) {
        List<Lease> leases = new ArrayList<>();
        List<Lease> page = SpoolFolder.claim(queue, site);
        while (!page.isEmpty()) {
            leases.addAll(page);
            page = SpoolFolder.claim(queue, site);
        }
        assertThat(leases).as(when).hasSameSizeAs(listed);
        for (Listed unit : listed) {
            assertThat(Integer.parseInt(unit.subject())).as(when).isEqualTo((int) unit.size());
        }
        for (Lease lease : leases) {
            assertThat(Arrays.equals(Messages.read(queue, lease), Messages.sized((int) lease.size())))
                    .as("content of " + lease.id() + "; " + when)
                    .isTrue();
            queue.release(lease);
        }
    }
}
