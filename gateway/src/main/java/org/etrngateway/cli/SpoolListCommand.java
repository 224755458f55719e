package org.etrngateway.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.spool.Finding;
import org.etrngateway.queue.spool.SpoolArchive;
import org.etrngateway.queue.spool.SpooledMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what is held, from the files. */
@Command(
        name = "list",
        description = {
            "Lists the messages that are held, the oldest first, without asking the gateway.",
            "Sites are not in the log; domains are."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:listed",
            "64:wrong usage",
            "65:some messages or segments cannot be read; standard error says which",
            "69:there is no spool",
            "74:the disk cannot be read",
            "78:problems in the settings"
        })
final class SpoolListCommand extends SpoolCommands {
    @Option(names = "--domain", paramLabel = "NAME", description = "Only mail with a recipient there still open.")
    private String domain;

    @Option(names = "--sender", paramLabel = "ADDRESS", description = "Only mail from this sender; <> for notices.")
    private String sender;

    @Option(names = "--json", description = "Print JSON instead of a table, one message a line.")
    private boolean json;

    @Override
    int run() throws IOException {
        SpoolArchive archive = archive();
        Listing listing = new Listing(json ? new JsonLines() : new Rows());
        archive.list(listing);
        listing.to.end();
        return listing.damaged ? ExitCode.DATA : ExitCode.OK;
    }

    private boolean wanted(SpooledMessage message) {
        String from = message.envelope().sender().toString();
        boolean fromThere =
                sender == null || sender.replaceAll("^<(.*)>$", "$1").equalsIgnoreCase(from);
        return fromThere && (domain == null || domains(message).contains(wantedDomain()));
    }

    private String wantedDomain() {
        try {
            return DomainName.parse(domain).toString();
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, "--domain " + domain + ": " + e.getMessage());
        }
    }

    /** Of the recipients that are still open. */
    private static Set<String> domains(SpooledMessage message) {
        return message.open().stream()
                .flatMap(recipient -> recipient.address().domain().stream())
                .map(DomainName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Passes on what is wanted. */
    private final class Listing implements SpoolArchive.Visitor {
        private final Output to;
        private boolean damaged;

        Listing(Output to) {
            this.to = to;
        }

        @Override
        public void message(SpooledMessage message) {
            if (wanted(message)) {
                to.message(message);
            }
        }

        @Override
        public void finding(Finding finding) {
            damaged = true;
            warn(finding);
        }
    }

    private interface Output {
        void message(SpooledMessage message);

        void end();
    }

    private final class JsonLines implements Output {
        @Override
        public void message(SpooledMessage message) {
            out().println(SpoolJson.of(message));
        }

        @Override
        public void end() {
            out().flush();
        }
    }

    /** Long lists go out in parts, each with columns of its own: memory is for messages enough already. */
    private final class Rows implements Output {
        private static final int PART = 1000;
        private static final int WIDE = 110;
        private static final int ADDRESS = 20;

        private final Instant now = Instant.now();
        private final boolean isWide = Terminal.ofOutput().width() >= WIDE;
        private Table table = table();
        private int rows;
        private boolean any;

        /** Domains stand in the addresses already, all but those of further recipients: on a wide line only. */
        private Table table() {
            return isWide
                    ? new Table("ID", "AGE", "SIZE", "FROM", "TO", "DOMAINS", "SUBJECT")
                    : new Table("ID", "AGE", "SIZE", "FROM", "TO", "SUBJECT");
        }

        @Override
        public void message(SpooledMessage message) {
            any = true;
            List<String> cells = new ArrayList<>(List.of(
                    message.id().toString().replaceFirst("^0+", ""),
                    Units.age(Duration.between(message.envelope().received(), now)),
                    Units.size(message.size()),
                    address("<" + message.envelope().sender() + ">"),
                    recipients(message.open())));
            if (isWide) {
                cells.add(Table.cut(String.join(",", domains(message)), 2 * ADDRESS));
            }
            cells.add(message.subject() + (message.isOperatorHeld() ? " [" + held() + "]" : ""));
            table.add(cells.toArray(String[]::new));
            if (++rows == PART) {
                flush();
            }
        }

        private String recipients(List<Recipient> open) {
            String more = open.size() > 1 ? " +" + (open.size() - 1) : "";
            return address("<" + open.get(0).address() + ">") + more;
        }

        /** Long ones are cut where the line is short. */
        private String address(String text) {
            return isWide ? text : Table.cut(text, ADDRESS);
        }

        private static String held() {
            return SpooledMessage.State.OPERATOR_HELD
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
        }

        private void flush() {
            table.print(out());
            table = table();
            rows = 0;
        }

        @Override
        public void end() {
            if (!any) {
                out().println("No message is held" + (domain == null && sender == null ? "." : " that matches."));
            } else if (rows > 0) {
                flush();
            }
        }
    }
}
