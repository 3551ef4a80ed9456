/**
 * What every module may use without ND4J: the error that a user can correct. Files are in {@code
 * files}, YAML is in {@code yaml}.
 */
package org.robustgrid.base;
