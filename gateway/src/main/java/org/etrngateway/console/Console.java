package org.etrngateway.console;

import java.util.ArrayList;
import java.util.List;

/** The files of the console, by name: nothing that a request says ever becomes a path. Stateless. */
public final class Console {
    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "api.js",
            "dom.js",
            "format.js",
            "words.js",
            "words-en.js",
            "words-ru.js",
            "table.js",
            "chart.js",
            "dialog.js",
            "form.js",
            "actions.js",
            "alerts.js",
            "content.js",
            "import.js",
            "login.js",
            "overview.js",
            "message.js",
            "messages.js",
            "site.js",
            "history.js",
            "figures.js",
            "doctor.js",
            "access.js");

    private Console() {}

    /**
     * @throws IllegalStateException if one is missing, which is a fault of the build
     */
    public static List<Asset> assets() {
        List<Asset> assets = new ArrayList<>();
        assets.add(Asset.of("/", "index.html", "text/html;charset=utf-8"));
        assets.add(Asset.of("/console.css", "console.css", "text/css;charset=utf-8"));
        assets.add(Asset.of("/icon.svg", "icon.svg", "image/svg+xml"));
        for (String script : SCRIPTS) {
            assets.add(Asset.of("/" + script, script, "text/javascript;charset=utf-8"));
        }
        return assets;
    }
}
