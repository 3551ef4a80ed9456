/**
 * The bundled architectures, as Deeplearning4j configurations with stable, readable layer names.
 *
 * <p>{@code mlp}, {@code small-cnn} and {@code resnet-18} are this project's own. The initial
 * weights are He normal in networks with batch norm (variance 2 / fan-in; He et al. 2015), and
 * uniform in ±1/√fan-in, PyTorch's default, in the others, because adversarial training from larger
 * weights often ends in a constant prediction.
 *
 * <p>The others have counterparts in PyTorch code. Their layers have the names of its modules, from
 * which the names of a {@code state_dict} follow ({@link
 * org.robustgrid.architectures.ModuleSketch}), and their initial weights have the distribution of
 * that code ({@link org.robustgrid.architectures.Initial}).
 *
 * <p>Biases and shifts of norms start at 0, scales of norms at 1.
 */
package org.robustgrid.architectures;
