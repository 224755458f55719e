package org.etrngateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.etrngateway.account.Hmac;
import org.etrngateway.account.ScramClient;
import org.etrngateway.config.Credentials;
import org.etrngateway.smtp.Reply;

/**
 * Authenticates a trigger client (RFC 4954): with SCRAM-SHA-256, by which the server proves itself, too; else PLAIN or
 * LOGIN where nobody can listen, under TLS or on this machine; and else CRAM-MD5, which does not show the password.
 */
final class EtrnLogin {
    private EtrnLogin() {}

    /**
     * @throws OperatorException if it is not offered, would show the password, or is refused
     */
    static void run(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        List<String> offered = List.of(dialogue.keyword("AUTH").orElse("").split("[ =]+", -1));
        boolean safe = dialogue.isProtected() || dialogue.isLoopback();
        Reply reply;
        if (offered.contains("SCRAM-SHA-256")) {
            reply = scram(dialogue, credentials);
        } else if (safe && offered.contains("PLAIN")) {
            reply = plain(dialogue, credentials);
        } else if (safe && offered.contains("LOGIN")) {
            reply = login(dialogue, credentials);
        } else if (offered.contains("CRAM-MD5")) {
            reply = cramMd5(dialogue, credentials);
        } else {
            throw new OperatorException(
                    ExitCode.NO_PERMISSION,
                    safe
                            ? "the server offers no login that we know (SCRAM-SHA-256, PLAIN, LOGIN, CRAM-MD5)"
                            : "without TLS the password could be read on the way: use --starttls");
        }
        if (!reply.isPositive()) {
            throw new OperatorException(
                    reply.isTransient() ? ExitCode.TEMPORARY : ExitCode.NO_PERMISSION, "login refused: " + reply);
        }
    }

    /** RFC 7677. A server that does not know the password either is not the one that was meant. */
    private static Reply scram(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        ScramClient client = new ScramClient(credentials.user(), credentials.password());
        Reply challenge = dialogue.say("AUTH SCRAM-SHA-256 " + base64(client.first()));
        if (!challenge.isIntermediate()) {
            return challenge.isPositive() ? stranger() : challenge;
        }
        byte[] answer = client.answer(text(challenge))
                .orElseThrow(() -> new EtrnDialogue.UnintelligibleException("the challenge makes no sense"));
        Reply last = dialogue.say(base64(answer));
        if (!last.isIntermediate()) {
            return last.isPositive() ? stranger() : last;
        }
        return client.isGenuine(text(last)) ? dialogue.say("") : stranger();
    }

    private static Reply stranger() {
        throw new OperatorException(
                ExitCode.NO_PERMISSION, "the server does not know this account: it is not the one that was meant");
    }

    private static byte[] text(Reply challenge) throws EtrnDialogue.UnintelligibleException {
        try {
            return Base64.getDecoder().decode(challenge.lines().get(0).strip());
        } catch (IllegalArgumentException e) {
            throw new EtrnDialogue.UnintelligibleException("the challenge is not base64");
        }
    }

    private static Reply plain(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        return dialogue.say("AUTH PLAIN " + base64("\0" + credentials.user() + "\0" + credentials.password()));
    }

    private static Reply login(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        Reply name = dialogue.say("AUTH LOGIN");
        if (!name.isIntermediate()) {
            return name;
        }
        Reply password = dialogue.say(base64(credentials.user()));
        return password.isIntermediate() ? dialogue.say(base64(credentials.password())) : password;
    }

    /** RFC 2195. */
    private static Reply cramMd5(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        Reply challenge = dialogue.say("AUTH CRAM-MD5");
        if (!challenge.isIntermediate()) {
            return challenge;
        }
        return dialogue.say(base64(credentials.user() + " " + hmacMd5(credentials.password(), text(challenge))));
    }

    static String hmacMd5(String password, byte[] challenge) {
        return Hmac.md5(password.getBytes(StandardCharsets.UTF_8), challenge);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
