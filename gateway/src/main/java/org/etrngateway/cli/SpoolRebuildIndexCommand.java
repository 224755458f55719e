package org.etrngateway.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Lets the next start make the index anew. */
@Command(
        name = "rebuild-index",
        description = {
            "Sets the index aside; the next start of the gateway makes it anew from the segments.",
            "No message is touched. Forgotten are attempts: how often and when a message was tried.",
            "Refused while a gateway has the spool."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:set aside",
            "64:wrong usage",
            "69:a gateway has the spool, or there is none",
            "74:the files cannot be moved",
            "78:problems in the settings"
        })
final class SpoolRebuildIndexCommand extends SpoolCommands {
    @Override
    int run() throws IOException {
        archive().setIndexAside();
        out().println("the index is set aside: the next start makes it anew");
        return ExitCode.OK;
    }
}
