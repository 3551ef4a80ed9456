package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.robustgrid.spi.random.RandomStream;

/** A kind of dropout: it maps a sample x to f∘x + o with random factors and offsets. */
interface Noise {

  /**
   * Draws for one sample.
   *
   * @param plane elements of one channel
   * @param offsets {@code null} where nothing is added
   */
  void draw(RandomStream stream, int plane, double[] factors, double[] offsets);

  /** Whether something is added. */
  default boolean shifts() {
    return false;
  }

  /** The noise of Deeplearning4j's dropout; none for schedules and classes that are not known. */
  static Optional<Noise> of(IDropout dropout, Value input) {
    if (dropout.getClass() == Dropout.class) {
      double p = ((Dropout) dropout).getP();
      return ((Dropout) dropout).getPSchedule() == null && p > 0
          ? Optional.of(elements(p))
          : Optional.empty();
    }
    if (dropout instanceof SpatialDropout spatial) {
      return spatial.getPSchedule() == null && input.rank() == 3
          ? Optional.of(channels(spatial.getP()))
          : Optional.empty();
    }
    if (dropout instanceof AlphaDropout alpha) {
      return alpha.getPSchedule() == null ? Optional.of(new Alpha(alpha)) : Optional.empty();
    }
    if (dropout instanceof GaussianDropout gaussian) {
      double rate = gaussian.getRate();
      return gaussian.getRateSchedule() == null
          ? Optional.of(gaussian(Math.sqrt(rate / (1 - rate))))
          : Optional.empty();
    }
    if (dropout instanceof GaussianNoise noise) {
      return noise.getStddevSchedule() == null
          ? Optional.of(new Additive(noise.getStddev()))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Inverted dropout (Srivastava et al. 2014): keeps an element with a probability, times 1/p. */
  private static Noise elements(double retained) {
    return (stream, plane, factors, offsets) -> {
      for (int i = 0; i < factors.length; i++) {
        factors[i] = stream.nextDouble() < retained ? 1 / retained : 0;
      }
    };
  }

  /** Whole channels at once (Tompson et al. 2015). */
  private static Noise channels(double retained) {
    return (stream, plane, factors, offsets) -> {
      for (int at = 0; at < factors.length; at += plane) {
        Arrays.fill(factors, at, at + plane, stream.nextDouble() < retained ? 1 / retained : 0);
      }
    };
  }

  /** Factors of mean 1 (Srivastava et al. 2014, section 10). */
  private static Noise gaussian(double deviation) {
    return (stream, plane, factors, offsets) -> {
      for (int i = 0; i < factors.length; i++) {
        factors[i] = 1 + deviation * stream.nextGaussian();
      }
    };
  }

  /** A normal number added to every element. */
  record Additive(double deviation) implements Noise {
    @Override
    public boolean shifts() {
      return true;
    }

    @Override
    public void draw(RandomStream stream, int plane, double[] factors, double[] offsets) {
      Arrays.fill(factors, 1);
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = deviation * stream.nextGaussian();
      }
    }
  }

  /**
   * Sets elements to α' = −λα with probability 1 − p, then scales by a and shifts by b so that mean
   * and variance of a standard normal input stay (Klambauer et al. 2017).
   */
  record Alpha(double retained, double low, double scale, double shift) implements Noise {
    Alpha(AlphaDropout dropout) {
      this(
          dropout.getP(),
          dropout.getAlphaPrime(),
          dropout.a(dropout.getP()),
          dropout.b(dropout.getP()));
    }

    @Override
    public boolean shifts() {
      return true;
    }

    @Override
    public void draw(RandomStream stream, int plane, double[] factors, double[] offsets) {
      for (int i = 0; i < factors.length; i++) {
        boolean keep = stream.nextDouble() < retained;
        factors[i] = keep ? scale : 0;
        offsets[i] = keep ? shift : scale * low + shift;
      }
    }
  }
}
