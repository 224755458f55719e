package org.etrngateway.config;

import java.nio.file.Path;

/**
 * Where the secrets of accounts lie. Both files are made when the first is needed, and only their owner may read them.
 *
 * @param file the accounts
 * @param key opens those secrets in it that must be had in clear
 */
public record SecretsConfig(Path file, Path key) {}
