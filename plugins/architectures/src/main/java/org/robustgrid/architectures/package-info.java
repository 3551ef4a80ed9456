/**
 * The bundled architectures, as Deeplearning4j configurations with stable, readable layer names.
 *
 * <p>{@code mlp}, {@code small-cnn} and {@code resnet-18} are this project's own: weights of
 * networks with batch norm start He normal (variance 2 / fan-in; He et al. 2015), the others'
 * uniform in ±1/√fan-in, PyTorch's default: adversarial training from larger weights is apt to end
 * in a constant answer.
 *
 * <p>The others have counterparts in PyTorch code. Their layers are called as its modules, so that
 * names of a {@code state_dict} follow ({@link org.robustgrid.architectures.ModuleSketch}), and
 * their weights start as that code has it ({@link org.robustgrid.architectures.Initial}).
 *
 * <p>Biases and shifts of norms start at 0, their scales at 1.
 */
package org.robustgrid.architectures;
