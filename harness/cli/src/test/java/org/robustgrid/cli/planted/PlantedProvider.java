package org.robustgrid.cli.planted;

import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Classifier;

/** Wraps the network of another row, in a way that defends nothing. */
public final class PlantedProvider implements DefenseProvider {

  private static final TreeMap<String, UnaryOperator<Classifier>> WAYS = new TreeMap<>();

  static {
    WAYS.put("quantised", Transformed::quantised);
    WAYS.put("jpeg", Transformed::jpeg);
    WAYS.put("wrong-purifier", Transformed::purified);
    WAYS.put("cold", network -> new Tempered(network, 1e-3));
    WAYS.put("hot", network -> new Tempered(network, 1e3));
    WAYS.put("detector", Detector::new);
    WAYS.put("noisy-decisions", network -> new NoisyDecisions(network, 0.2));
    WAYS.put("stateful", network -> new Stateful(network, 100));
  }

  private static final Parameter<String> WAY =
      Parameter.choice("way", List.copyOf(WAYS.keySet()), "how it misleads");

  static final Parameter<String> BASE = Parameter.model("of", "whose network it wraps");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("planted", "Defends nothing.").parameters(WAY, BASE).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return new Wrapping(WAYS.get(parameters.get(WAY)));
  }

  /** Leaves the network as it is and deploys it in a wrapper. */
  record Wrapping(UnaryOperator<Classifier> way) implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      return TrainedDefense.builder(request.model(BASE).network().copy()).build();
    }

    @Override
    public Classifier deploy(Deployment trained) {
      return way.apply(trained.network());
    }
  }
}
