package org.etrngateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.YamlValue;

/**
 * A file or folder, relative to the folder of the file that names it; the value is absolute.
 *
 * @param describe with its article
 * @param check what is wrong with what lies at the path
 */
record PathKind(String describe, Function<Path, List<ConfigProblem>> check) implements Kind<Path> {
    static final Kind<Path> FOLDER = new PathKind("the path of a folder", path -> List.of());

    static final Kind<Path> RECIPIENTS = new PathKind(
            "the path of a list of recipients", path -> Recipients.read(path).problems());

    static final Kind<Path> SECRETS = new PathKind("the path of a file", PrivateFile::problemsIfThere);

    static final Kind<Path> CREDENTIALS = new PathKind("the path of a file of credentials", Credentials::problemsOf);

    static final Kind<Path> TEMPLATES = new PathKind("the path of a folder of texts", NoticesKeys::problemsOfTemplates);

    static final Kind<Path> CERTIFICATES =
            new PathKind("the path of a PEM file of certificates", TlsKeys::problemsOfCertificates);

    static final Kind<Path> KEY = new PathKind("the path of a PEM file of a private key", TlsKeys::problemsOfKey);

    @Override
    public Optional<Path> read(YamlValue value, Problems problems) {
        String text = value.text().orElse("");
        if (text.isEmpty()) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe);
            return Optional.empty();
        }
        try {
            Path path = value.file().toAbsolutePath().resolveSibling(text).normalize();
            report(path, value, problems);
            return Optional.of(path);
        } catch (InvalidPathException e) {
            problems.report(value.file(), value.line(), value.key(), "not a path: " + e.getReason());
            return Optional.empty();
        }
    }

    private void report(Path path, YamlValue value, Problems problems) {
        for (ConfigProblem problem : check.apply(path)) {
            if (problem.line() == 0) {
                problems.report(value.file(), value.line(), value.key(), path + ": " + problem.text());
            } else {
                problems.report(problem.file(), problem.line(), problem.key(), problem.text());
            }
        }
    }

    @Override
    public Printed print(Path value) {
        return new Printed.Text(value.toString());
    }
}
