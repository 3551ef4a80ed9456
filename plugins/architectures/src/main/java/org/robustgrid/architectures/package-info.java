/**
 * The bundled architectures, as Deeplearning4j configurations with stable, readable layer names.
 * Weights of networks with batch norm start He normal (variance 2 / fan-in; He et al. 2015), the
 * others' uniform in ±1/√fan-in, PyTorch's default: adversarial training from larger weights is apt
 * to end in a constant answer. Biases and batch norm's shifts start at 0, its scales at 1.
 */
package org.robustgrid.architectures;
