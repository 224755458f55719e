package org.etrngateway.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.etrngateway.log.Printable;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.spool.MessageHistory;
import org.etrngateway.queue.spool.SpooledMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows all that is known of a message. */
@Command(
        name = "show",
        description = {
            "Shows a message: its envelope, what became of each recipient, where it lies.",
            "One that is done with can be shown until its part of the log is dropped."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:shown",
            "64:wrong usage, or no such message",
            "69:there is no spool",
            "74:the disk or the message cannot be read",
            "78:problems in the settings"
        })
final class SpoolShowCommand extends SpoolCommands {
    @Parameters(index = "0", paramLabel = "ID", description = "The message's id; zeros in front may be left out.")
    private String id;

    @Option(names = "--json", description = "Print JSON: the envelope, and the state of each recipient.")
    private boolean json;

    @Override
    int run() throws IOException {
        MessageId wanted = id(id);
        MessageHistory history = archive().history(wanted).orElseThrow(() -> unknown(wanted));
        SpooledMessage message = history.message();
        if (json) {
            out().println(SpoolJson.of(message));
            return ExitCode.OK;
        }
        line("message", wanted);
        envelope(message);
        line("lies in", message.segment() + ", offset " + message.offset());
        if (message.large()) {
            line("content", "large/" + message.id());
        }
        for (int i = 0; i < message.states().size(); i++) {
            recipient(i, history);
        }
        history.decisions().forEach(this::decision);
        return ExitCode.OK;
    }

    private void envelope(SpooledMessage message) {
        Envelope envelope = message.envelope();
        Duration age = Duration.between(envelope.received(), Instant.now());
        line("received", envelope.received() + " (" + Units.age(age) + " ago)");
        line("from", "<" + envelope.sender() + ">");
        line("subject", message.subject());
        line("size", message.size() + " octets");
        line("parameters", parameters(envelope));
        if (envelope.origin() == Envelope.Origin.NOTICE) {
            line("origin", "a notice of ours");
        }
    }

    /** As they stood in MAIL FROM. */
    private static String parameters(Envelope envelope) {
        StringBuilder text = new StringBuilder();
        text.append(envelope.body() == Envelope.Body.EIGHT_BIT_MIME ? "BODY=8BITMIME" : "BODY=7BIT");
        text.append(envelope.smtpUtf8() ? " SMTPUTF8" : "");
        envelope.ret().ifPresent(ret -> text.append(" RET=").append(ret));
        envelope.envid().ifPresent(envid -> text.append(" ENVID=").append(envid));
        envelope.wishes()
                .priority()
                .ifPresent(priority -> text.append(" MT-PRIORITY=").append(priority));
        envelope.wishes().by().ifPresent(by -> text.append(" BY=").append(by));
        envelope.wishes()
                .release()
                .ifPresent(release -> text.append(" HOLDUNTIL=").append(release));
        return text.toString();
    }

    private void recipient(int position, MessageHistory history) {
        Recipient recipient = history.message().envelope().recipients().get(position);
        line("to", "<" + recipient.address() + ">" + parameters(recipient));
        line("  state", words(history.message().states().get(position)));
        List<Outcome> outcomes = history.outcomes().stream()
                .filter(outcome -> outcome.recipient() == position)
                .toList();
        for (Outcome outcome : outcomes) {
            line("  " + outcome.kind().name().toLowerCase(Locale.ROOT), outcome.at() + " " + outcome.reply());
            if (!outcome.notice().isEmpty()) {
                line("  notice", outcome.notice());
            }
        }
    }

    private static String words(SpooledMessage.State state) {
        return switch (state) {
            case HELD -> "held";
            case OPERATOR_HELD -> "held back by an operator";
            case ASLEEP -> "held back by its sender";
            case ENDED -> "done with";
        };
    }

    /** As they stood in RCPT TO. */
    private static String parameters(Recipient recipient) {
        String notify = recipient.notices().isEmpty()
                ? ""
                : " NOTIFY="
                        + recipient.notices().stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        return notify + recipient.orcpt().map(orcpt -> " ORCPT=" + orcpt).orElse("");
    }

    private void decision(MessageHistory.Decision decision) {
        StringBuilder text = new StringBuilder(decision.by()).append(':');
        decision.held().ifPresent(held -> text.append(held ? " held back" : " released"));
        decision.priority().ifPresent(priority -> text.append(" priority ").append(priority));
        if (decision.late()) {
            text.append(" knows that it is late");
        }
        line("decided", text);
    }

    private void line(String key, Object value) {
        out().println(Printable.of(String.format("%-12s%s", key, value)).stripTrailing());
    }
}
