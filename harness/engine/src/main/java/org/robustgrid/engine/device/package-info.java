/**
 * What computes, the CPU or an NVIDIA GPU: which of them is asked for, and why one cannot be used.
 * It finds out by looking, without starting CUDA or ND4J, so that a process that only plans can
 * ask.
 */
package org.robustgrid.engine.device;
