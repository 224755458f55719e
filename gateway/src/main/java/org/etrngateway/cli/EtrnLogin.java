package org.etrngateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.etrngateway.config.Credentials;
import org.etrngateway.smtp.Reply;

/**
 * Authenticates a trigger client (RFC 4954): PLAIN or LOGIN where nobody can listen, under TLS or on
 * this machine, and else CRAM-MD5, which does not show the password.
 */
final class EtrnLogin {
    private static final byte[] NUL = {0};

    private EtrnLogin() {}

    /**
     * @throws OperatorException if it is not offered, would show the password, or is refused
     */
    static void run(EtrnDialogue dialogue, Credentials credentials) throws IOException {
        List<String> offered = List.of(dialogue.keyword("AUTH").orElse("").split("[ =]+", -1));
        boolean safe = dialogue.isProtected() || dialogue.isLoopback();
        Reply reply;
        if (safe && offered.contains("PLAIN")) {
            reply = plain(dialogue, credentials);
        } else if (safe && offered.contains("LOGIN")) {
            reply = login(dialogue, credentials);
        } else if (offered.contains("CRAM-MD5")) {
            reply = cramMd5(dialogue, credentials);
        } else {
            throw new OperatorException(
                    ExitCode.NO_PERMISSION,
                    safe
                            ? "the server offers no login that we know (PLAIN, LOGIN, CRAM-MD5)"
                            : "without TLS the password could be read on the way: use --starttls");
        }
        if (!reply.isPositive()) {
            throw new OperatorException(
                    reply.isTransient() ? ExitCode.TEMPORARY : ExitCode.NO_PERMISSION, "login refused: " + reply);
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
        try {
            byte[] text = Base64.getDecoder().decode(challenge.lines().get(0).strip());
            return dialogue.say(base64(credentials.user() + " " + hmacMd5(credentials.password(), text)));
        } catch (IllegalArgumentException e) {
            throw new EtrnDialogue.UnintelligibleException("the challenge is not base64");
        }
    }

    static String hmacMd5(String password, byte[] challenge) {
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key.length == 0 ? NUL : key, "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(challenge));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacMD5", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
