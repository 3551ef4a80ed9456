package org.robustgrid.run.plugins;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.CertifiedClassifier;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Trains plainly; certifies sample i at radius i / 100, and abstains at every tenth sample. */
public final class CertifyingProvider implements DefenseProvider {

  private static final Parameter<String> BEHAVIOUR =
      Parameter.choice(
          "behaviour",
          List.of("good", "throws", "too-few", "no-radius", "hangs"),
          "what its certification does");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("certifying", "Certificates that are known beforehand.")
          .certified()
          .randomised()
          .parameters(BEHAVIOUR)
          .build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return new CertifyingDefense(parameters.get(BEHAVIOUR));
  }

  /** The draws of a certificate tell the key it was asked under. */
  public static long draws(Query query, int row) {
    return query.row(row).state() & 0xFFFF;
  }

  private record CertifyingDefense(String behaviour) implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      return PlainProvider.train(request, "good");
    }

    @Override
    public Classifier deploy(Deployment trained) {
      return new Certifying(trained.network(), behaviour);
    }
  }

  private record Certifying(Classifier network, String behaviour) implements CertifiedClassifier {

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public boolean randomised() {
      return true;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return network.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return network.decisions(images, query);
    }

    @Override
    public List<Certificate> certify(INDArray images, Query query, Monitor monitor) {
      int[] decisions = network.decisions(images, query);
      List<Certificate> certificates = new ArrayList<>();
      for (int row = 0; row < decisions.length; row++) {
        long sample = query.samples()[row];
        certificates.add(
            sample % 10 == 0
                ? new Certificate(ABSTAIN, 0, draws(query, row))
                : new Certificate(decisions[row], sample / 100.0, draws(query, row)));
      }
      switch (behaviour) {
        case "throws" -> throw new IllegalStateException("certification gone wrong");
        case "too-few" -> certificates.remove(0);
        case "no-radius" ->
            certificates.set(1, new Certificate(decisions[1], Double.POSITIVE_INFINITY, 1));
        case "hangs" -> {
          while (true) {
            monitor.check();
            PlainProvider.pause(20);
          }
        }
        default -> monitor.progress(decisions.length, decisions.length, "certified");
      }
      return certificates;
    }
  }
}
