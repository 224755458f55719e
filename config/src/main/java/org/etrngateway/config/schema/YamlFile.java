package org.etrngateway.config.schema;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a YAML file into its root value. */
public final class YamlFile {
    /** Thousands of sites may stand in one file. */
    private static final int MOST_CHARACTERS = 64 << 20;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(MOST_CHARACTERS).build();

    private YamlFile() {}

    /**
     * @param name the name of the root value
     * @return empty if the file could not be read, which was reported; an empty file is a value of nothing
     */
    public static Optional<YamlValue> read(Path file, String name, Problems problems) {
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(Files.readString(file));
            return Optional.of(root.map(node -> new YamlValue(file, "", name, 1, node))
                    .orElseGet(() -> YamlValue.nothing(file, name)));
        } catch (NoSuchFileException e) {
            problems.report(file, 0, "", "there is no such file");
        } catch (CharacterCodingException e) {
            problems.report(file, 0, "", "the file is not UTF-8 text");
        } catch (IOException e) {
            problems.report(file, 0, "", "the file cannot be read: " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            reportSyntax(file, e, problems);
        } catch (YamlEngineException e) {
            problems.report(file, 0, "", "no YAML: " + firstLine(e.getMessage()));
        }
        return Optional.empty();
    }

    private static void reportSyntax(Path file, MarkedYamlEngineException e, Problems problems) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        int line = mark.map(m -> m.getLine() + 1).orElse(0);
        String column = mark.map(m -> "column " + (m.getColumn() + 1) + ": ").orElse("");
        String context = e.getContext() == null ? "" : " (" + firstLine(e.getContext()) + ")";
        problems.report(file, line, "", column + firstLine(e.getProblem()) + context);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
