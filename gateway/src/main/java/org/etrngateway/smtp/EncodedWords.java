package org.etrngateway.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words of a header field for people to read (RFC 2047). What is not well encoded
 * stays as it stands. The octets of adjacent words of one charset are joined before they are decoded, for
 * writers cut characters in two. Stateless.
 */
final class EncodedWords {
    private static final int MAX_CHARACTERS = 200;
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_.:-]{1,40})(?:\\*[A-Za-z0-9-]{0,40})?\\?([BbQq])\\?([^? ]*)\\?=");

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.US_ASCII;

    private EncodedWords() {}

    /** The readable text: no control characters, no line ends, at most 200 characters. */
    static String decode(byte[] field) {
        EncodedWords words = new EncodedWords();
        words.read(plain(field));
        return printable(words.text.toString());
    }

    private void read(String field) {
        Matcher matcher = WORD.matcher(field);
        int end = 0;
        boolean afterWord = false;
        while (matcher.find()) {
            Optional<Charset> named = charset(matcher.group(1));
            Optional<byte[]> octets = octets(matcher.group(2), matcher.group(3));
            if (named.isEmpty() || octets.isEmpty()) {
                continue;
            }
            String between = field.substring(end, matcher.start());
            if (!(afterWord && between.isBlank())) {
                flush();
                text.append(between);
            }
            word(named.get(), octets.get());
            end = matcher.end();
            afterWord = true;
        }
        flush();
        text.append(field, end, field.length());
    }

    private void word(Charset named, byte[] octets) {
        if (!named.equals(charset)) {
            flush();
            charset = named;
        }
        pending.writeBytes(octets);
    }

    private void flush() {
        text.append(pending.toString(charset));
        pending.reset();
    }

    private static String plain(byte[] field) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(field, StandardCharsets.ISO_8859_1);
        }
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> octets(String encoding, String word) {
        return encoding.equalsIgnoreCase("B") ? base64(word) : quoted(word);
    }

    private static Optional<byte[]> base64(String word) {
        try {
            return Optional.of(Base64.getDecoder().decode(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> quoted(String word) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '=') {
                int high = i + 2 < word.length() ? Character.digit(word.charAt(i + 1), 16) : -1;
                int low = i + 2 < word.length() ? Character.digit(word.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                octets.write(high * 16 + low);
                i += 2;
            } else if (c > ' ' && c <= '~') {
                octets.write(c == '_' ? ' ' : c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(octets.toByteArray());
    }

    private static String printable(String text) {
        StringBuilder result = new StringBuilder();
        text.strip()
                .codePoints()
                .filter(EncodedWords::isPrintable)
                .limit(MAX_CHARACTERS)
                .forEach(c -> result.appendCodePoint(c == '\t' ? ' ' : c));
        return result.toString();
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return c == '\t'
                || type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR;
    }
}
