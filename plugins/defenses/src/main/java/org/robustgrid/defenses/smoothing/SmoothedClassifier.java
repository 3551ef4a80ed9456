package org.robustgrid.defenses.smoothing;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.numerics.certify.BinomialTest;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.defense.CertifiedClassifier;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * A classifier smoothed by Gaussian noise. Logits and gradients are those of one noise draw (the
 * harness averages over draws). Decisions and certificates use many draws (PREDICT and CERTIFY of
 * Cohen, Rosenfeld and Kolter 2019).
 */
final class SmoothedClassifier implements CertifiedClassifier {

  private final Classifier base;
  private final SmoothingSettings settings;
  private final NoiseDraws noise;

  SmoothedClassifier(Classifier base, SmoothingSettings settings) {
    this.base = base;
    this.settings = settings;
    this.noise = new NoiseDraws(base, settings.sigma());
  }

  @Override
  public long[] inputShape() {
    return base.inputShape();
  }

  @Override
  public int classes() {
    return base.classes();
  }

  @Override
  public boolean randomised() {
    return true;
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return base.logits(noise.once(images, query), query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    return base.lossGradient(noise.once(images, query), query, loss);
  }

  /**
   * Predicts by PREDICT: the class with the most votes. Abstains if a two-sided binomial test at
   * level α does not separate the two best classes. With soft smoothing, the class with the largest
   * mean score.
   */
  @Override
  public int[] decisions(INDArray images, Query query) {
    int[] decisions = new int[query.samples().length];
    for (int row = 0; row < decisions.length; row++) {
      Votes votes = new Votes(classes());
      draw(images, query, row, "predict", settings.predictionDraws(), votes);
      decisions[row] = decide(votes);
    }
    return decisions;
  }

  private int decide(Votes votes) {
    int top = votes.top(settings.soft());
    if (settings.soft() || classes() < 2) {
      return top;
    }
    int first = Math.toIntExact(votes.count(top));
    int second = Math.toIntExact(votes.count(votes.second(false, top)));
    return BinomialTest.evenOdds(first, second) <= settings.alpha() ? top : ABSTAIN;
  }

  @Override
  public List<Certificate> certify(INDArray images, Query query, Monitor monitor) {
    List<Certificate> certificates = new ArrayList<>();
    Certification certification = new Certification(settings);
    for (int row = 0; row < query.samples().length; row++) {
      monitor.check();
      int sampleRow = row;
      certificates.add(
          certification.run(
              classes(),
              (purpose, from, draws) ->
                  noise.logits(
                      image(images, sampleRow),
                      query.samples()[sampleRow],
                      query.draw().with(purpose),
                      from,
                      draws)));
    }
    return certificates;
  }

  private void draw(INDArray images, Query query, int row, String purpose, int total, Votes votes) {
    RandomKey key = query.draw().with(purpose);
    INDArray image = image(images, row);
    for (int from = 0; from < total; from += NoiseDraws.block()) {
      int draws = Math.min(NoiseDraws.block(), total - from);
      votes.add(noise.logits(image, query.samples()[row], key, from, draws));
    }
  }

  private static INDArray image(INDArray images, int row) {
    return images.get(NDArrayIndex.interval(row, row + 1));
  }
}
