package org.robustgrid.spi.defense;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Network;

/**
 * The result of training: a network, further networks and arrays for inference, and figures to
 * report. All but the figures are saved with the model.
 *
 * @since 0.1
 */
public final class TrainedDefense {

  private final Network network;
  private final Map<String, Network> networks;
  private final Map<String, INDArray> arrays;
  private final Map<String, Double> figures;

  private TrainedDefense(Builder b) {
    this.network = b.network;
    this.networks = Collections.unmodifiableMap(b.networks);
    this.arrays = Collections.unmodifiableMap(b.arrays);
    this.figures = Collections.unmodifiableMap(b.figures);
  }

  public static Builder builder(Network network) {
    return new Builder(network);
  }

  public Network network() {
    return network;
  }

  /** Further networks, by name: the other members of an ensemble, a denoiser. */
  public Map<String, Network> networks() {
    return networks;
  }

  /** Arrays saved beside the network, by name. */
  public Map<String, INDArray> arrays() {
    return arrays;
  }

  /** Figures shown with the row, by name. */
  public Map<String, Double> figures() {
    return figures;
  }

  /**
   * Builds a {@link TrainedDefense}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final Network network;
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private Builder(Network network) {
      this.network = Objects.requireNonNull(network, "network");
    }

    /**
     * Adds a further network.
     *
     * @param name lower-case words joined by hyphens
     * @throws IllegalArgumentException when the name has another form
     */
    public Builder network(String name, Network value) {
      if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        throw new IllegalArgumentException(
            "network name '" + name + "' is not of the form lower-case words joined by hyphens");
      }
      networks.put(name, Objects.requireNonNull(value, "network"));
      return this;
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
