/**
 * The bundled architectures, as Deeplearning4j configurations with stable, readable layer names.
 * Weights start He normal (variance 2 / fan-in; He et al. 2015), biases and batch norm's shifts at
 * 0, its scales at 1.
 */
package org.robustgrid.architectures;
