package org.robustgrid.base.yaml;

/** A whole number and where it stands. */
public record Count(long value, Place place) {}
