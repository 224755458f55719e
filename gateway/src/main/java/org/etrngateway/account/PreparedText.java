package org.etrngateway.account;

import com.ongres.stringprep.Profile;
import com.ongres.stringprep.Stringprep;
import java.util.Optional;

/** Names and passwords in the form in which two of them are compared: SASLprep (RFC 4013). Stateless. */
final class PreparedText {
    private static final Profile SASLPREP = Stringprep.getProvider("SASLprep");

    private PreparedText() {}

    /** Empty if the text has what none may have, such as control characters, or nothing is left of it. */
    static Optional<String> of(String text) {
        try {
            return Optional.of(SASLPREP.prepareQuery(text)).filter(prepared -> !prepared.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
