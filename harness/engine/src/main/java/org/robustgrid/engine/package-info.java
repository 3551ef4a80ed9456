/**
 * Networks that execute Deeplearning4j graphs, and the choice of the native library beneath them.
 * Everything else of the engine is reached from here.
 */
package org.robustgrid.engine;
