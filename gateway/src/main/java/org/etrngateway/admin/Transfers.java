package org.etrngateway.admin;

/** By what mail goes elsewhere, or comes from elsewhere, because an operator says so. */
public record Transfers(Redirection redirection, Export exporting, Import importing) {}
