package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side. Channels are not bound: a client that asks for it ({@code p=})
 * is refused, one that could but believes that we cannot ({@code y}) is right. A name that is no account goes all the
 * way to the end, with keys that nobody has. Belongs to one thread.
 */
final class ScramExchange implements Exchange {
    private final Accounts accounts;
    private final String serverNonce;
    private Optional<First> first = Optional.empty();

    /**
     * What the client said first, and what it was answered.
     *
     * @param header the gs2 header, with the comma at its end
     */
    private record First(String header, String bare, String name, ScramKeys keys, String nonce, String answer) {}

    /**
     * @param serverNonce printable, without a comma
     */
    ScramExchange(Accounts accounts, String serverNonce) {
        this.accounts = accounts;
        this.serverNonce = serverNonce;
    }

    @Override
    public byte[] challenge() {
        return new byte[0];
    }

    @Override
    public boolean isClientFirst() {
        return true;
    }

    @Override
    public Step answer(byte[] answer) {
        Optional<String> text = PlainExchange.text(answer);
        if (text.isEmpty()) {
            return new Step.Malformed();
        }
        if (first.isPresent()) {
            return end(first.get(), text.get()).orElse(new Step.Malformed());
        }
        first = begin(text.get());
        return first.<Step>map(it -> new Step.Challenge(it.answer().getBytes(StandardCharsets.UTF_8)))
                .orElse(new Step.Malformed());
    }

    private Optional<First> begin(String text) {
        String[] parts = text.split(",", 3);
        boolean unbound = parts.length == 3 && (parts[0].equals("n") || parts[0].equals("y"));
        Optional<ScramMessage> message = unbound ? ScramMessage.parse(parts[2]) : Optional.empty();
        Optional<String> name = message.flatMap(it -> it.at(0, 'n'))
                .flatMap(ScramMessage::decode)
                .flatMap(PreparedText::of);
        Optional<String> nonce = message.flatMap(it -> it.at(1, 'r')).filter(ScramMessage::isNonce);
        if (name.isEmpty() || nonce.isEmpty() || !isOwn(parts[1], name.get())) {
            return Optional.empty();
        }
        ScramKeys keys = accounts.scram(name.get());
        String both = nonce.get() + serverNonce;
        String answer =
                "r=" + both + ",s=" + Base64.getEncoder().encodeToString(keys.salt()) + ",i=" + keys.iterations();
        return Optional.of(new First(parts[0] + "," + parts[1] + ",", parts[2], name.get(), keys, both, answer));
    }

    /** Nobody acts for another. */
    private static boolean isOwn(String authzid, String name) {
        return authzid.isEmpty()
                || authzid.startsWith("a=")
                        && ScramMessage.decode(authzid.substring(2))
                                .filter(name::equals)
                                .isPresent();
    }

    private Optional<Step> end(First begun, String text) {
        int proofAt = text.lastIndexOf(",p=");
        Optional<ScramMessage> message =
                proofAt < 0 ? Optional.empty() : ScramMessage.parse(text.substring(0, proofAt));
        Optional<byte[]> proof = proofAt < 0 ? Optional.empty() : base64(text.substring(proofAt + 3));
        String binding = Base64.getEncoder().encodeToString(begun.header().getBytes(StandardCharsets.UTF_8));
        boolean sound = proof.isPresent()
                && message.flatMap(it -> it.at(0, 'c')).filter(binding::equals).isPresent()
                && message.flatMap(it -> it.at(1, 'r'))
                        .filter(begun.nonce()::equals)
                        .isPresent();
        if (!sound) {
            return Optional.empty();
        }
        String said = begun.bare() + "," + begun.answer() + "," + text.substring(0, proofAt);
        boolean right = begun.keys().prove(proof.orElseThrow(), said);
        String last = "v=" + Base64.getEncoder().encodeToString(begun.keys().signature(said));
        return Optional.of(new Step.Proof(
                begun.name(),
                accounts.name(begun.name()).filter(known -> right),
                Optional.of(last.getBytes(StandardCharsets.US_ASCII))));
    }

    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
