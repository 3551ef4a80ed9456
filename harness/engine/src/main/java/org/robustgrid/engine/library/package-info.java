/**
 * Which native libraries a process computes with, chosen for its CPU before any of them loads. It
 * touches no class of ND4J, so that a process that only plans can ask too.
 */
package org.robustgrid.engine.library;
