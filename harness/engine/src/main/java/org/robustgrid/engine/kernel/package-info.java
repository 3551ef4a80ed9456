/**
 * The arithmetic of single layers over arrays that stay where they are: native ND4J operations, and
 * loops over their memory where no native operation is fast or exact enough.
 */
package org.robustgrid.engine.kernel;
