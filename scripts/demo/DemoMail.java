import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A message of the demonstration.
 *
 * @param what a few words for the reader
 * @param content a character an octet; lines end in CRLF
 */
record DemoMail(String what, List<String> recipients, boolean eightBit, String content) {
    private static final int ATTACHMENT = 5_000_000;

    /** One of each kind. */
    static List<DemoMail> samples() {
        return List.of(
                text("a small one", List.of("anna@acme.example"), false, "The meeting is at ten.\r\n.\r\nBring cake.\r\n"),
                text("8-bit text", List.of("bjoern@acme.example"), true, "Grüße aus Köln, 日本語, naïve café\r\n"),
                text("for three people at two sites",
                        List.of("anna@acme.example", "bjoern@acme.example", "carla@harbour.example"),
                        false,
                        "The office is closed on Friday.\r\n"),
                attachment());
    }

    private static DemoMail text(String what, List<String> recipients, boolean eightBit, String body) {
        String type = eightBit ? "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n" : "";
        return new DemoMail(what, recipients, eightBit, head(what, recipients) + type + "\r\n"
                + new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static DemoMail attachment() {
        byte[] file = new byte[ATTACHMENT * 3 / 4];
        new Random(1).nextBytes(file);
        List<String> recipients = List.of("anna@acme.example");
        return new DemoMail("a 5 MB attachment", recipients, false, head("a 5 MB attachment", recipients)
                + "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(file) + "\r\n");
    }

    private static String head(String what, List<String> recipients) {
        return "Date: Thu, 01 Jan 2026 10:00:00 +0000\r\nFrom: <friend@elsewhere.example>\r\n"
                + "To: <" + recipients.get(0) + ">\r\nSubject: " + what + "\r\n"
                + "Message-ID: <" + what.replace(' ', '.') + "@elsewhere.example>\r\n";
    }

    String subject() {
        return what;
    }

    List<String> recipientsAt(String domain) {
        return recipients.stream().filter(address -> address.endsWith("@" + domain)).toList();
    }

    static String sha256(String octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(octets.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
