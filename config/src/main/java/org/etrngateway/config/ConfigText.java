package org.etrngateway.config;

import org.etrngateway.config.schema.Reference;
import org.etrngateway.config.schema.YamlText;

/** Writes what is known about settings, from the declarations that also read them. */
public final class ConfigText {
    private ConfigText() {}

    /**
     * The effective settings as one YAML file with comments: all defaults written out, paths absolute,
     * every site inline. It reads again as equal settings.
     */
    public static String print(GatewayConfig config) {
        return YamlText.of(GatewayKeys.GATEWAY.print(config));
    }

    /** Every key with kind, default and meaning, as Markdown tables. */
    public static String reference() {
        return Reference.markdown(GatewayKeys.GATEWAY);
    }
}
