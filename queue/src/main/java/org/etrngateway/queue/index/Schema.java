package org.etrngateway.queue.index;

import java.util.List;

/** The tables. A change of them changes the file's name, so that an old index is set aside and rebuilt. */
public final class Schema {
    /** Name of the database, with the version of the tables. */
    public static final String FILE = "units-4";

    /**
     * {@code rank} is priority and id in one number, so that one index gives the order of delivery and a
     * page begins where the last one ended. {@code alarm} is when the clock alone changes something about the unit. {@code mark} has one row: whose index it is, and the last
     * checkpoint.
     */
    static final List<String> STATEMENTS = List.of(
            """
            create table unit (
                id bigint not null, site varchar(63) not null, rank bigint not null,
                segment bigint not null, pos bigint not null, size bigint not null, since bigint not null,
                notice boolean not null, large boolean not null, domains varchar not null,
                held boolean not null, attempts int not null, tried bigint not null, due bigint not null,
                reply varchar not null, done varchar not null, priority int not null,
                recipients varchar not null, until bigint not null, deadline bigint not null, late boolean not null,
                alarm bigint not null,
                primary key (id, site))""",
            "create index unit_claim on unit (site, rank)",
            "create index unit_due on unit (due)",
            "create index unit_alarm on unit (alarm)",
            """
            create table mark (spool varchar(36) not null, number bigint not null)""");

    private Schema() {}
}
