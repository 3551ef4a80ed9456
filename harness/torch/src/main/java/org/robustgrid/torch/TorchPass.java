package org.robustgrid.torch;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Pass;

/** A pass whose intermediate values the process keeps. */
final class TorchPass implements Pass {

  private final TorchNetwork network;
  private final long id;
  private final long generation;
  private final INDArray logits;
  private final long[] inputShape;
  private INDArray inputGradient;
  private INDArray bothGradients;
  private INDArray tangent;
  private INDArray tangentInputGradient;
  private boolean closed;

  TorchPass(TorchNetwork network, long id, long generation, INDArray logits, long[] inputShape) {
    this.network = network;
    this.id = id;
    this.generation = generation;
    this.logits = logits;
    this.inputShape = inputShape;
  }

  private void require() {
    if (closed) {
      throw new IllegalStateException("the pass is closed");
    }
    network.server().require(generation, "run this pass");
  }

  @Override
  public INDArray logits() {
    return logits;
  }

  @Override
  public INDArray inputGradient(INDArray logitCotangents) {
    require();
    inputGradient = TorchNetwork.like(inputGradient, network.precision(), inputShape);
    return network.pull("pull", id, List.of(logitCotangents), inputGradient, null);
  }

  @Override
  public void parameterGradient(INDArray logitCotangents, INDArray into) {
    require();
    network.pull("pull", id, List.of(logitCotangents), null, into);
  }

  @Override
  public INDArray gradients(INDArray logitCotangents, INDArray into) {
    require();
    bothGradients = TorchNetwork.like(bothGradients, network.precision(), inputShape);
    return network.pull("pull", id, List.of(logitCotangents), bothGradients, into);
  }

  @Override
  public INDArray tangent(INDArray inputTangents) {
    require();
    tangent = TorchNetwork.like(tangent, network.precision(), logits.shape());
    network.server().ask("tangent", Map.of("pass", id), List.of(inputTangents), List.of(tangent));
    return tangent;
  }

  @Override
  public void tangentParameterGradient(
      INDArray logitCotangents, INDArray tangentCotangents, INDArray into) {
    require();
    network.pull("pull-tangent", id, List.of(logitCotangents, tangentCotangents), null, into);
  }

  @Override
  public INDArray tangentInputGradient(INDArray logitCotangents, INDArray tangentCotangents) {
    require();
    tangentInputGradient = TorchNetwork.like(tangentInputGradient, network.precision(), inputShape);
    return network.pull(
        "pull-tangent",
        id,
        List.of(logitCotangents, tangentCotangents),
        tangentInputGradient,
        null);
  }

  @Override
  public void close() {
    if (!closed && network.server().knows(generation)) {
      network.server().ask("close-pass", Map.of("pass", id), List.of(), List.of());
    }
    closed = true;
  }
}
