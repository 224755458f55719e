/** Certificates and keys as PEM files (RFC 7468), and who they are for. */
package org.etrngateway.certificate;
