package org.etrngateway.wording;

import java.util.Locale;

/** The languages in which there are texts; a text of an operator's own replaces that of one of them. */
public enum Language {
    EN(Locale.ENGLISH),
    RU(Locale.forLanguageTag("ru"));

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** How dates are written in it. */
    public Locale locale() {
        return locale;
    }

    /** Its code in ISO 639-1, which also names its files. */
    public String code() {
        return locale.getLanguage();
    }
}
