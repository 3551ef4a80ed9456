/**
 * Compiles a Deeplearning4j graph into a fixed sequence of steps over preallocated buffers. A
 * program is the sequence, a frame is the buffers of one batch size and one open pass.
 */
package org.robustgrid.engine.plan;
