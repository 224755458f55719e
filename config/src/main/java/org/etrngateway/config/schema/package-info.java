/**
 * Declares settings once: a {@link org.etrngateway.config.schema.Key} has name, kind, default and a
 * sentence of documentation; a {@link org.etrngateway.config.schema.Mapping} of keys reads a YAML
 * mapping into a record. From the same declarations come the problems of a file, all at once, each with
 * line and key; the effective settings as commented YAML; and the reference.
 *
 * <p>Knows no setting of ours, and works on the node tree of snakeyaml-engine (YAML 1.2), whose nodes
 * know their lines. Declarations are immutable and may be shared; reading is single-threaded.
 */
package org.etrngateway.config.schema;
