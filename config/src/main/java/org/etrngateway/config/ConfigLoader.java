package org.etrngateway.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.schema.YamlFile;
import org.etrngateway.config.schema.YamlValue;

/**
 * Reads the settings: the main file, and beside it {@code sites.d/NAME.yaml}, each the settings of the
 * site NAME. Relative paths are relative to the folder of the file that names them. Reads the files
 * that settings name (recipients, credentials) too, so that their problems are reported with the others.
 */
public final class ConfigLoader {
    private static final String SITES_FOLDER = "sites.d";
    private static final String SUFFIX = ".yaml";

    private final ProblemList problems = new ProblemList();
    private final Map<String, YamlValue> inline = new LinkedHashMap<>();
    private final List<YamlValue> sites = new ArrayList<>();
    private Optional<YamlValue> main = Optional.empty();

    private ConfigLoader() {}

    /** Never throws for what is in the files, or for files that are missing. */
    public static Loaded load(Path file) {
        return new ConfigLoader().read(file);
    }

    private Loaded read(Path file) {
        Optional<YamlValue> root = YamlFile.read(file, "", problems).map(value -> value.callingFor(value));
        main = root;
        root.flatMap(value -> value.member(GatewayKeys.SITES.name()))
                .ifPresent(value -> value.memberList().forEach(site -> inline.putIfAbsent(site.name(), site)));
        sites.addAll(inline.values());
        Optional<GatewayConfig> config = root.flatMap(value -> GatewayKeys.GATEWAY.read(value, problems));
        Map<SiteName, SiteConfig> ownFiles = readSiteFiles(file.resolveSibling(SITES_FOLDER));
        new DomainOwners(problems).check(sites);
        List<ConfigProblem> found = problems.sorted();
        return new Loaded(found.isEmpty() ? config.map(it -> it.withSites(ownFiles)) : Optional.empty(), found);
    }

    private Map<SiteName, SiteConfig> readSiteFiles(Path folder) {
        Map<SiteName, SiteConfig> read = new LinkedHashMap<>();
        for (Path file : list(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".yml")) {
                problems.report(file, 0, "", "the name of a site's file ends with .yaml");
            } else if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
                readSite(file, name.substring(0, name.length() - SUFFIX.length()))
                        .ifPresent(site -> read.put(site.name(), site));
            }
        }
        return read;
    }

    private Optional<SiteConfig> readSite(Path file, String name) {
        Optional<YamlValue> root = YamlFile.read(file, name, problems)
                .map(value -> main.map(value::callingFor).orElse(value));
        YamlValue other = inline.get(name);
        if (other != null) {
            problems.report(file, 0, "", "the site '" + name + "' stands also at " + other.place());
        }
        root.ifPresent(sites::add);
        return root.flatMap(value -> SitesKind.readSite(value, problems));
    }

    private List<Path> list(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            problems.report(folder, 0, "", "the folder cannot be read: " + e.getMessage());
            return List.of();
        }
    }
}
