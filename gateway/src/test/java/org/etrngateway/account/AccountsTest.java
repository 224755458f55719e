package org.etrngateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AccountsTest {
    /** What Argon2id is made to cost; nothing else here takes as much. */
    private static final long MOST_OF_A_HASH = 16L << 20;

    private final Accounts accounts = new TestAccounts().with("acme", "secret").build();

    /** A hash shows in the memory that it takes, where its time could only be guessed at. */
    @Test
    void aNameThatIsNoneIsHashedToo() {
        assertThat(octetsFor("acme")).isGreaterThan(MOST_OF_A_HASH);
        assertThat(octetsFor("nobody")).isGreaterThan(MOST_OF_A_HASH);
    }

    private long octetsFor(String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(accounts.check(name, "wrong")).isEmpty();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
