/**
 * Tests that count what the copies between Java and ND4J move. They share the package of what they
 * watch.
 */
package org.robustgrid.numerics;
