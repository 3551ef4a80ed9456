/**
 * Classifiers small enough to be checked by hand, computed in plain Java. They let attacks be
 * tested without training and without an engine.
 */
package org.robustgrid.testkit.toy;
