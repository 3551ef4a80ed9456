package org.robustgrid.spi.defense;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Network;

/** What training leaves behind: a network, arrays it needs at inference, and figures to report. */
public final class TrainedDefense {

  private final Network network;
  private final Map<String, INDArray> arrays;
  private final Map<String, Double> figures;

  private TrainedDefense(Builder b) {
    this.network = b.network;
    this.arrays = Collections.unmodifiableMap(b.arrays);
    this.figures = Collections.unmodifiableMap(b.figures);
  }

  public static Builder builder(Network network) {
    return new Builder(network);
  }

  public Network network() {
    return network;
  }

  /** Arrays saved beside the network, by name. */
  public Map<String, INDArray> arrays() {
    return arrays;
  }

  /** Figures shown with the row, by name. */
  public Map<String, Double> figures() {
    return figures;
  }

  /** Builds a {@link TrainedDefense}. */
  public static final class Builder {
    private final Network network;
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private Builder(Network network) {
      this.network = Objects.requireNonNull(network, "network");
    }

    public Builder array(String name, INDArray array) {
      arrays.put(name, array);
      return this;
    }

    public Builder figure(String name, double value) {
      figures.put(name, value);
      return this;
    }

    public TrainedDefense build() {
      return new TrainedDefense(this);
    }
  }
}
