/**
 * Which of several implementations computes an operation of a given shape, as it was measured. A
 * table is plain data, read and written without a native library.
 */
package org.robustgrid.engine.tuning;
