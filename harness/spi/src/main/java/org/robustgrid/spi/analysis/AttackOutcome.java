package org.robustgrid.spi.analysis;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.attack.AttackDescriptor.Ascent;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * The outcome of one attack on a model's first test samples, as judged by the harness. Built by the
 * harness, and by tests.
 *
 * @since 0.1
 */
public final class AttackOutcome {

  private final String label;
  private final ThreatModel threatModel;
  private final Access access;
  private final Ascent ascent;
  private final boolean[] robust;
  private final List<Integer> predictions;
  private final int vanished;
  private final IntFunction<SortedMap<Integer, float[]>> images;

  private AttackOutcome(Builder b) {
    this.label = b.label;
    this.threatModel = b.threatModel;
    this.access = b.access;
    this.ascent = b.ascent;
    this.robust = b.robust.clone();
    this.predictions = List.copyOf(b.predictions);
    this.vanished = b.vanished;
    this.images = b.images;
  }

  /**
   * Starts an outcome.
   *
   * @param label of the attack in the grid
   * @param robust for each of the first samples, whether it is right and stays right
   */
  public static Builder builder(String label, ThreatModel threatModel, boolean... robust) {
    return new Builder(label, threatModel, robust);
  }

  public String label() {
    return label;
  }

  public ThreatModel threatModel() {
    return threatModel;
  }

  /** The access granted to the attack. */
  public Access access() {
    return access;
  }

  public Ascent ascent() {
    return ascent;
  }

  /** For each of the first samples, whether it is right without attack and stays right. */
  public boolean[] robust() {
    return robust.clone();
  }

  /**
   * The predicted class of each sample on the image that the attack found, or without attack where
   * it was not attacked; −1 for none.
   */
  public List<Integer> predictions() {
    return predictions;
  }

  /** Attacked samples of which the attack met a gradient that was exactly zero or not finite. */
  public int vanished() {
    return vanished;
  }

  /** Whether the run kept images of this attack. */
  public boolean imagesKept() {
    return images != null;
  }

  /**
   * The images that the run kept, by sample, C order of the input shape; read again at each call.
   * Images of unbroken samples are included only if the run keeps all images.
   */
  public SortedMap<Integer, float[]> images() {
    return images(Integer.MAX_VALUE);
  }

  /** The images that the run kept of the first {@code count} samples. */
  public SortedMap<Integer, float[]> images(int samples) {
    return images == null ? new TreeMap<>() : images.apply(samples);
  }

  /**
   * Builds an {@link AttackOutcome}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final String label;
    private final ThreatModel threatModel;
    private final boolean[] robust;
    private Access access = Access.GRADIENTS;
    private Ascent ascent = Ascent.OTHER;
    private List<Integer> predictions = List.of();
    private int vanished;
    private IntFunction<SortedMap<Integer, float[]>> images;

    private Builder(String label, ThreatModel threatModel, boolean... robust) {
      this.label = Objects.requireNonNull(label, "label");
      this.threatModel = Objects.requireNonNull(threatModel, "threatModel");
      this.robust = robust.clone();
    }

    public Builder access(Access value) {
      access = Objects.requireNonNull(value, "access");
      return this;
    }

    public Builder ascent(Ascent value) {
      ascent = Objects.requireNonNull(value, "ascent");
      return this;
    }

    public Builder predictions(List<Integer> value) {
      predictions = value;
      return this;
    }

    public Builder vanished(int value) {
      vanished = value;
      return this;
    }

    /** Reads the kept images of the first samples on request. */
    public Builder images(IntFunction<SortedMap<Integer, float[]>> value) {
      images = Objects.requireNonNull(value, "images");
      return this;
    }

    public AttackOutcome build() {
      return new AttackOutcome(this);
    }
  }
}
