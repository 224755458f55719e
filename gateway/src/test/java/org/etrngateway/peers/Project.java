package org.etrngateway.peers;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own programs are. */
final class Project {
    private Project() {}

    /** The program of the folder {@code scripts}. */
    static Path script(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("scripts").resolve(name))) {
            folder = folder.getParent();
        }
        return folder.resolve("scripts").resolve(name);
    }

    /** Something unpacked by {@code scripts/peers fetch}, by its path below {@code target/peers}. */
    static Path peer(String path) {
        return script("peers").getParent().resolveSibling("target/peers").resolve(path);
    }
}
