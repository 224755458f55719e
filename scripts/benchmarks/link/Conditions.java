import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is the same for all lines of a run: loss in per cent, whether the site offers STARTTLS, and CHUNKING. */
record Conditions(double loss, boolean tls, boolean dataOnly) {
    private static final Path OFFERED = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    static boolean kernelHasBbr() {
        try {
            return List.of(Files.readString(OFFERED).trim().split(" ")).contains("bbr");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String label() {
        return (tls ? "STARTTLS" : "plaintext") + (dataOnly ? ", without CHUNKING" : "")
                + (loss > 0 ? ", %s %% loss".formatted(loss) : "");
    }
}
