package org.robustgrid.attacks.distance;

import java.util.List;
import org.robustgrid.numerics.attack.distance.ElasticNet;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code ead}: the elastic net attack, for sparse perturbations. */
public final class ElasticNetProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      DistanceParameters.steps(
          10_000, "steps per run, each with two forward passes and one backward pass");

  private static final Parameter<ElasticNet.Rule> RULE =
      Parameter.choice(
          "rule",
          List.of(ElasticNet.Rule.ELASTIC_NET, ElasticNet.Rule.L1),
          rule -> rule == ElasticNet.Rule.L1 ? "l1" : "elastic-net",
          "the distance by which misclassified points are ranked");

  private static final Parameter<Double> REGULARISATION =
      Parameter.real(
              "regularisation",
              0.01,
              "weight of the L1 norm; smaller changes of a coordinate are set to 0")
          .atLeast(0);

  @Override
  public AttackDescriptor descriptor() {
    return DistanceParameters.attack(
            "ead",
            "Nearest point in L1 by iterative shrinkage, with a binary search for the weight of"
                + " misclassification",
            Norm.L1)
        .citation(
            "Chen, Sharma, Zhang, Yi and Hsieh: EAD: elastic-net attacks to deep neural networks"
                + " via adversarial examples. AAAI 2018")
        .parameters(
            RULE,
            STEPS,
            DistanceParameters.SEARCHES,
            DistanceParameters.STEP_SIZE,
            DistanceParameters.CONFIDENCE,
            DistanceParameters.INITIAL_CONSTANT,
            REGULARISATION,
            DistanceParameters.ABORT_EARLY)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    ElasticNet search =
        new ElasticNet(
            parameters.get(RULE),
            parameters.get(STEPS),
            parameters.get(DistanceParameters.SEARCHES),
            parameters.get(DistanceParameters.STEP_SIZE),
            parameters.get(DistanceParameters.CONFIDENCE),
            parameters.get(DistanceParameters.INITIAL_CONSTANT),
            parameters.get(REGULARISATION),
            parameters.get(DistanceParameters.ABORT_EARLY));
    return new NearestPointAttack(
        "ead", true, 2.0 * search.steps() * search.searches(), (norm, batch) -> search.run(batch));
  }

  /** One gradient and one forward pass per step; fewer if runs end early. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double steps = (double) parameters.get(STEPS) * parameters.get(DistanceParameters.SEARCHES);
    return new Passes(2 * steps, steps);
  }
}
