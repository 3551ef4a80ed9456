package org.robustgrid.defenses.smoothing;

import java.util.List;
import java.util.OptionalDouble;
import org.robustgrid.numerics.certify.ClopperPearson;
import org.robustgrid.numerics.certify.HoeffdingBound;
import org.robustgrid.numerics.certify.SmoothingRadius;
import org.robustgrid.spi.defense.CertifiedClassifier.Certificate;
import org.robustgrid.spi.network.Classifier;

/**
 * Certifies a smoothed classifier by CERTIFY (Cohen, Rosenfeld and Kolter 2019, section 3.2): n₀
 * draws choose a class, n fresh draws bound its probability from below at confidence 1 − α, and the
 * radius follows from the bound.
 *
 * <p>Curtailment: for each radius declared in advance, the fixed-size test needs a minimum number
 * of votes among the n draws. Drawing stops as soon as this number is reached or out of reach at
 * every radius. The verdict at each radius equals that of all n draws, so the confidence does not
 * change. The reported radius is the largest declared radius that is certified.
 */
final class Certification {

  private final SmoothingSettings settings;
  private final List<Long> votesNeeded;

  Certification(SmoothingSettings settings) {
    this.settings = settings;
    this.votesNeeded = settings.curtailRadii().stream().map(this::votesNeeded).toList();
  }

  /** Source of noise draws of one sample. */
  @FunctionalInterface
  interface Draws {
    /**
     * Returns the logits of consecutive draws.
     *
     * @param purpose keys the noise, since selection and estimation must not share draws
     * @param from number of the first draw
     * @param draws number of draws
     * @return logits, [draws × classes] in C order
     */
    double[] logits(String purpose, int from, int draws);
  }

  /** Certifies one sample; the decision is {@link Classifier#ABSTAIN} if no radius is certified. */
  Certificate run(int classes, Draws source) {
    Votes selection = new Votes(classes);
    for (int from = 0; from < settings.selectionDraws(); from += NoiseDraws.block()) {
      int draws = Math.min(NoiseDraws.block(), settings.selectionDraws() - from);
      selection.add(source.logits("select", from, draws));
    }
    int top = selection.top(settings.soft());
    Votes votes = new Votes(classes);
    int n = settings.estimationDraws();
    for (int from = 0; from < n && !settled(votes, top); from += NoiseDraws.block()) {
      votes.add(source.logits("estimate", from, Math.min(NoiseDraws.block(), n - from)));
    }
    long spent = selection.draws() + votes.draws();
    OptionalDouble radius = radius(votes, top);
    return radius.isPresent()
        ? new Certificate(top, radius.getAsDouble(), spent)
        : new Certificate(Classifier.ABSTAIN, 0, spent);
  }

  private boolean settled(Votes votes, int top) {
    if (votesNeeded.isEmpty() || settings.soft()) {
      return false;
    }
    long left = settings.estimationDraws() - votes.draws();
    return votesNeeded.stream()
        .allMatch(needed -> votes.count(top) >= needed || votes.count(top) + left < needed);
  }

  private OptionalDouble radius(Votes votes, int top) {
    double alpha = settings.alpha();
    long n = votes.draws();
    if (settings.soft()) {
      // union bound: the bounds of all classes hold together
      int classes = votes.classes();
      double each = alpha / classes;
      double lower = HoeffdingBound.lowerBound(votes.meanScore(top), n, each);
      int second = votes.second(true, top);
      double upper = second < 0 ? 0 : HoeffdingBound.upperBound(votes.meanScore(second), n, each);
      return SmoothingRadius.soft(lower, upper, settings.sigma());
    }
    if (votesNeeded.isEmpty()) {
      return SmoothingRadius.hard(
          ClopperPearson.lowerBound(votes.count(top), n, alpha), settings.sigma());
    }
    OptionalDouble largest = OptionalDouble.empty();
    for (int i = 0; i < votesNeeded.size(); i++) {
      if (votes.count(top) >= votesNeeded.get(i)) {
        largest = OptionalDouble.of(settings.curtailRadii().get(i));
      }
    }
    return largest;
  }

  /** The smallest number of votes among n that certifies a radius; n + 1 if no number does. */
  private long votesNeeded(double radius) {
    long low = 0;
    long high = settings.estimationDraws() + 1L;
    while (low < high) {
      long middle = (low + high) / 2;
      if (certifies(middle, radius)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean certifies(long votes, double radius) {
    int n = settings.estimationDraws();
    if (votes > n) {
      return true;
    }
    OptionalDouble certified =
        SmoothingRadius.hard(
            ClopperPearson.lowerBound(votes, n, settings.alpha()), settings.sigma());
    return certified.isPresent() && certified.getAsDouble() >= radius;
  }
}
