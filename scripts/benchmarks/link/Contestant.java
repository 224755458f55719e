import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who fills the line: each holds the mail of some domains and is asked for it by ETRN. */
enum Contestant {
    IDEAL("ideal"),
    GATEWAY("gateway"),
    /** With as many sessions as make it faster. */
    GATEWAY_AUTO("gw., auto"),
    POSTFIX("Postfix"),
    POSTFIX_ALONE("Postfix, 1 conn."),
    EXIM("Exim");

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isMailSystem() {
        return this == POSTFIX || this == POSTFIX_ALONE || this == EXIM;
    }

    /** It has its mail from the start, the others are given it by SMTP. */
    boolean needsMail() {
        return this != IDEAL;
    }

    /**
     * The command that runs it in the foreground, its data in a folder.
     *
     * @param held what there is for each domain
     */
    List<String> command(Path folder, Conditions conditions, Map<String, MailSet> held) throws IOException {
        return switch (this) {
            case IDEAL -> ideal(conditions, held);
            case GATEWAY -> gateway(folder, held, "1");
            case GATEWAY_AUTO -> gateway(folder, held, "auto");
            case POSTFIX -> postfix(held, conditions, "");
            case POSTFIX_ALONE -> postfix(held, conditions, "relay_destination_concurrency_limit = 1\n");
            case EXIM -> peer("exim", "link/exim-gateway", Link.SITE, String.join(" ", held.keySet()));
        };
    }

    private static List<String> ideal(Conditions conditions, Map<String, MailSet> held) {
        List<String> command = new ArrayList<>(LinkBench.java("IdealSender"));
        command.addAll(List.of(Link.GATEWAY, Link.SITE, "" + conditions.tls()));
        held.forEach((domain, set) -> command.add(domain + "=" + set));
        return command;
    }

    private static List<String> gateway(Path folder, Map<String, MailSet> held, String sessions) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                hostname: mx.isp.example
                data: data
                postmaster: user@d0.example
                listeners:
                  - { name: local, kind: smtp, bind: "127.0.0.1:25" }
                  - { name: line, kind: smtp, bind: "%s:25" }
                sites:
                """.formatted(Link.GATEWAY));
        for (String domain : held.keySet()) {
            yaml.append("""
                    %1$s: { domains: [%2$s], route: { host: %3$s, port: 25 }, trigger: { from: [%3$s/32] }, sessions: %4$s }
                    """.formatted(domain.replace(".example", ""), domain, Link.SITE, sessions).indent(2));
        }
        Path settings = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        return List.of(LinkBench.SCRIPTS.resolve("gateway").toString(), "run", "--config", settings.toString());
    }

    private static List<String> postfix(Map<String, MailSet> held, Conditions conditions, String settings) {
        return peer("postfix", "postfix-gateway", "25", "25", "deliver", Link.GATEWAY, Link.SITE,
                settings + "fast_flush_domains = " + String.join(" ", held.keySet()) + "\n"
                        + "relay_domains = $fast_flush_domains\n"
                        + (conditions.tls() ? "smtp_tls_security_level = may\n" : ""));
    }

    private static List<String> peer(String name, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                LinkBench.SCRIPTS.resolve("peers").toString(), "run", name,
                LinkBench.SCRIPTS.resolve("benchmarks").resolve(script).toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
