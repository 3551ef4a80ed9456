/**
 * Operators that Deeplearning4j has no layer for: functions of a sample's arrays with their
 * derivatives, and the vertices by which a graph names them.
 */
package org.robustgrid.engine.operator;
