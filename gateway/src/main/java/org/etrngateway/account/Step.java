package org.etrngateway.account;

import java.util.Optional;
import org.etrngateway.address.AccountName;

/** What a machine of a SASL mechanism makes of what a client said. Immutable. */
public sealed interface Step {
    /** The client is to answer this. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Challenge(byte[] text) implements Step {}

    /**
     * The end: a password that is to be compared, which takes its time.
     *
     * @param name prepared, as the password is; perhaps that of no account
     */
    record Password(String name, String password) implements Step {
        @Override
        public String toString() {
            return "Password[" + name + ", ***]";
        }
    }

    /**
     * The end: what the client said has been compared.
     *
     * @param name as the client gave it; perhaps that of no account
     * @param account whose client it is; empty if it could not prove that
     * @param last what the client is told before it is told of its success; it then answers with nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Proof(String name, Optional<AccountName> account, Optional<byte[]> last) implements Step {}

    /** The end: this is not how the mechanism goes, or it asks for what is not to be had here. */
    record Malformed() implements Step {}
}
