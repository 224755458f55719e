package org.etrngateway.peers;

import java.util.List;

/**
 * A message with its envelope, as a sender hands it over.
 *
 * @param id stands in the first header field of the content, by which a delivery is recognised
 * @param sender empty: the null reverse-path
 * @param content a character an octet; lines end in CRLF
 */
record Mail(String id, String sender, List<String> recipients, boolean eightBit, String content) {
    static final String ID_FIELD = "X-Ledger: ";

    Mail {
        recipients = List.copyOf(recipients);
    }

    /** The parameters of its MAIL command. */
    String mailCommand() {
        return "MAIL FROM:<" + sender + ">" + (eightBit ? " BODY=8BITMIME" : "");
    }

    @Override
    public String toString() {
        return id + " from <" + sender + "> to " + recipients + ", " + content.length() + " octets";
    }
}
