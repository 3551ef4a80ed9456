package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/** A trained model that another training learns from. */
final class TeacherModel implements ModelArtifact {

  private final LoadedModel model;
  private final Path epochs;

  TeacherModel(LoadedModel model, Path epochs) {
    this.model = model;
    this.epochs = epochs;
  }

  @Override
  public String weightHash() {
    return model.result().weightHash();
  }

  @Override
  public List<Integer> epochs() {
    return new ArrayList<>(model.result().epochs());
  }

  @Override
  public Network network() {
    return model.network();
  }

  @Override
  public Network network(int epoch) {
    if (!model.result().epochs().contains(epoch)) {
      throw new IllegalArgumentException(
          "the weights after epoch " + epoch + " were not kept; kept are " + epochs());
    }
    Network network = model.network().copy();
    model.executor().loadEpoch(network, epochs, epoch);
    return network;
  }

  @Override
  public Classifier classifier() {
    return model.classifier();
  }
}
