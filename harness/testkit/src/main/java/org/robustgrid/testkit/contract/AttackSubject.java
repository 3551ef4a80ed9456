package org.robustgrid.testkit.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * An attack on trial.
 *
 * @param attack as its parameters make it
 * @param stronger the same with more steps, queries and restarts, where it declares any
 * @param access the most that it may ask for
 * @param goals that it claims to serve under the norm
 * @param threat what it is tried under
 */
record AttackSubject(
    Attack attack,
    Optional<Attack> stronger,
    Access access,
    Set<Goal.Kind> goals,
    ThreatModel threat) {

  private static final Set<String> BUDGETS =
      Set.of("steps", "iterations", "queries", "restarts", "runs");
  private static final int MORE = 4;

  static AttackSubject of(AttackProvider provider, Map<String, ?> parameters, ThreatModel threat) {
    AttackDescriptor descriptor = provider.descriptor();
    Parameters resolved = Parameters.of(descriptor, parameters);
    return new AttackSubject(
        provider.create(resolved),
        stronger(provider, parameters, resolved),
        descriptor.access(),
        descriptor.goals(threat.norm()),
        threat);
  }

  private static Optional<Attack> stronger(
      AttackProvider provider, Map<String, ?> given, Parameters resolved) {
    Map<String, Object> more = new HashMap<>(given);
    for (String name : BUDGETS) {
      if (provider.descriptor().parameter(name).isPresent()) {
        more.put(name, MORE * ((Number) resolved.asMap().get(name)).longValue());
      }
    }
    return more.equals(given)
        ? Optional.empty()
        : Optional.of(provider.create(Parameters.of(provider.descriptor(), more)));
  }

  /** A radius at which toy classifiers are broken on some samples and robust on others. */
  static ThreatModel threat(Norm norm) {
    return new ThreatModel(
        norm,
        switch (norm) {
          case LINF -> 0.08;
          case L2 -> 0.25;
          case L1 -> 0.8;
          case L0 -> 3;
        });
  }

  AttackSubject under(double epsilon) {
    return new AttackSubject(
        attack, stronger, access, goals, new ThreatModel(threat.norm(), epsilon));
  }

  /**
   * The goal that most checks are made with: the untargeted one if it is served.
   *
   * @param targets other classes than the rows' labels
   */
  Goal goal(int[] targets) {
    if (goals.contains(Goal.Kind.UNTARGETED)) {
      return Goal.untargeted();
    }
    return goals.contains(Goal.Kind.TARGETED) ? Goal.targeted(targets) : Goal.minimumDistance();
  }
}
