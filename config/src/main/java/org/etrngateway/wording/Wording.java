package org.etrngateway.wording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All texts, in all languages. Immutable. */
public final class Wording {
    private static final String SUFFIX = ".txt";
    /** What is built in: it has every text in every language. */
    public static final Wording STANDARD = new Wording(builtIn(), Optional.empty());

    private final Map<Language, Map<Section, Template>> templates;
    private final Optional<Path> folder;

    private Wording(Map<Language, Map<Section, Template>> templates, Optional<Path> folder) {
        this.templates = templates;
        this.folder = folder;
    }

    /**
     * What became of reading an operator's texts.
     *
     * @param wording those that are sound, in place of those that are built in
     */
    public record Read(Wording wording, List<Problem> problems) {}

    /**
     * What is wrong with a file.
     *
     * @param line from 1; 0 if it is about the file as a whole
     */
    public record Problem(Path file, int line, String text) {}

    /**
     * The texts in the files {@code en.txt} and {@code ru.txt} of a folder, each of which may have some of them or not be
     * there at all; the others are those that are built in.
     */
    public static Read in(Path folder) {
        Map<Language, Map<Section, Template>> all = new EnumMap<>(Language.class);
        List<Problem> problems = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            problems.add(new Problem(folder, 0, "there is no such folder"));
        }
        for (Language language : Language.values()) {
            Map<Section, Template> own = new EnumMap<>(STANDARD.templates.get(language));
            Path file = folder.resolve(language.code() + SUFFIX);
            if (Files.exists(file)) {
                own.putAll(read(file, problems));
            }
            all.put(language, own);
        }
        return new Read(new Wording(all, Optional.of(folder)), List.copyOf(problems));
    }

    private static Map<Section, Template> read(Path file, List<Problem> problems) {
        try {
            WordingFile.Read read = WordingFile.read(Files.readAllLines(file));
            read.problems().forEach(it -> problems.add(new Problem(file, it.line(), it.text())));
            return read.templates();
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file, 0, "the file is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(new Problem(file, 0, "the file cannot be read"));
        }
        return Map.of();
    }

    private static Map<Language, Map<Section, Template>> builtIn() {
        Map<Language, Map<Section, Template>> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, resource(language.code() + SUFFIX).templates());
        }
        return all;
    }

    /** Also for the test that says whether it is sound. */
    static WordingFile.Read resource(String name) {
        try (InputStream stream = Wording.class.getResourceAsStream(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return WordingFile.read(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where an operator's own texts were read; empty if all are built in. */
    public Optional<Path> folder() {
        return folder;
    }

    public Template of(Language language, Section section) {
        return templates.get(language).get(section);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wording wording && wording.templates.equals(templates);
    }

    @Override
    public int hashCode() {
        return templates.hashCode();
    }
}
