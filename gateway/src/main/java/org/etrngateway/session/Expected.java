package org.etrngateway.session;

/**
 * What a reply that is due will mean: the reply cursor is a queue of these.
 *
 * @param transfer whose command it answers
 * @param recipient the position that RCPT named
 */
record Expected(Kind kind, Transfer transfer, int recipient) {
    /** The commands of a transaction. */
    enum Kind {
        MAIL,
        RCPT,
        DATA,
        /** The end of the content, by BDAT LAST or by a dot. */
        END,
        RSET
    }

    static Expected of(Kind kind, Transfer transfer) {
        return new Expected(kind, transfer, 0);
    }
}
