/**
 * Primitives of oneDNN on the memory of ND4J arrays, through the bindings of the JavaCPP presets.
 * They let a plan keep activations in the layout that the convolutions work in, which ND4J's own
 * operations convert from and to at every call.
 */
package org.robustgrid.engine.onednn;
